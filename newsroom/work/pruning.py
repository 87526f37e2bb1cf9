"""What is done is forgotten after a while, and what failed for good too; what names people sooner."""

from datetime import datetime, timedelta

from django.conf import settings
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import beats, schedules
from .jobs import manner_of
from .models import Schedule

DONE_KEPT = timedelta(days=14)
DEAD_KEPT = timedelta(days=90)


def prune(now: datetime | None = None) -> int:
    """Forget old tasks, processes and schedules; returns how many tasks. A key of `once` holds as long as its task."""
    now = now or timezone.now()
    gone = DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE_KEPT).delete()[0]
    dead = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    gone += dead.filter(finished_at__lt=now - DEAD_KEPT).delete()[0]
    soon = now - timedelta(days=settings.DEAD_MAIL_DAYS)
    for row in dead.filter(finished_at__lt=soon).iterator(chunk_size=200):
        try:
            is_private = manner_of(row.task).is_private
        except Exception:
            # What nobody knows may name anybody.
            is_private = True
        if is_private:
            gone += row.delete()[0]
    beats.forget_old(now)
    Schedule.objects.exclude(name__in=schedules.entries()).delete()
    return gone
