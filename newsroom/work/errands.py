"""What an owner does with tasks: have one tried again now, or discard it."""

import uuid
from typing import Any

from django.db import transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import get_date_max

from newsroom.audit.log import record

from . import bell, schedules
from .models import Schedule, Task

STILL = (TaskResultStatus.READY, TaskResultStatus.FAILED)


@transaction.atomic
def retry(number: uuid.UUID, *, by: Any = None) -> bool:
    """Have a task that failed, or waits for its next try, tried now. False where somebody was quicker."""
    task = Task.objects.filter(pk=number).first()
    if task is None or not Task.objects.filter(pk=number, status__in=STILL).update(
        status=TaskResultStatus.READY, run_after=get_date_max(), worker_ids=[], finished_at=None
    ):
        return False
    record("task.retried", task, by=by)
    transaction.on_commit(bell.ring)
    return True


@transaction.atomic
def discard(number: uuid.UUID, *, by: Any = None) -> bool:
    """Never do a task. False where it is being done, or was."""
    task = Task.objects.filter(pk=number).first()
    if task is None or not Task.objects.filter(pk=number, status__in=STILL).delete()[0]:
        return False
    record("task.discarded", task, by=by)
    return True


@transaction.atomic
def run_now(name: str, *, by: Any = None) -> bool:
    """Have a schedule carried out as soon as a worker is free."""
    if not schedules.run_now(name):
        return False
    record("schedule.run", Schedule.objects.get(name=name), by=by, called=str(schedules.entries()[name].title))
    return True
