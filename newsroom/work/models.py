"""What is kept of the work beside the pages. The tasks themselves are rows of django-tasks-db."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult, get_date_max

from . import errors
from .jobs import manner_of


class Beat(models.Model):
    """A process that works, and when it last said so. Whoever says nothing is gone: see `beats`."""

    worker = models.CharField(max_length=64, unique=True)
    # Beside the pages of a web server; it rests while a worker of its own is there.
    is_inside = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.worker


class Schedule(models.Model):
    """When something that is repeated is due next, and how it went. What it does stands in code: `schedules`."""

    name = models.CharField(max_length=40, unique=True)
    due_at = models.DateTimeField(db_index=True)
    # The task of the last due time: while it waits or runs, the next one is not begun.
    task = models.UUIDField(null=True, editable=False)
    began_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """The last failure in one sentence, in the language of the page."""
        return gettext(self.error) if self.error else ""


class Task(DBTaskResult):
    """A stored task, as the desk sees it."""

    class Meta:
        proxy = True
        verbose_name = _("task")
        verbose_name_plural = _("background work")

    def __str__(self) -> str:
        """What it is called at the desk; never who it is about."""
        try:
            manner = manner_of(self.task)
        except Exception:
            # Another version's task: its name in code is all that is known.
            return self.task_path.rsplit(".", 1)[-1]
        return manner.called(self.given) if manner.called else self.task_path.rsplit(".", 1)[-1].replace("_", " ")

    @property
    def error(self) -> str:
        """The last failure in one sentence."""
        return errors.in_words(self.exception_class_path, self.traceback)

    @property
    def next_at(self) -> datetime | None:
        """When it is tried again; None for at once."""
        return self.run_after if self.run_after != get_date_max() else None

    @property
    def attempts(self) -> int:
        return len(self.worker_ids)

    @property
    def given(self) -> dict[str, Any]:
        """What it was asked to do."""
        return dict(self.args_kwargs["kwargs"])
