"""Tasks: how often each is tried, and the list that they are put on.

    @job(attempts=8)
    def tell_partner(*, article: int) -> None: ...

    enqueue(tell_partner, article=41)                       # in the caller's transaction
    enqueue(tell_partner, article=41, once="told/41/7")     # and never a second time

A task is a row of the database: it is there when the transaction is, and not when it is rolled back. What a worker
that was killed had begun is begun again, so a task may run twice unless it is `atomic`: then what it writes and the
note that it is done are one transaction, and a kill leaves both or neither. What reaches other servers cannot be
taken back, and must bear being done twice.
"""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.tasks import Task, task
from django.utils import timezone
from django.utils.json import normalize_json
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from . import bell

# Names of tasks that are done once are made of their keys.
KEYS = uuid.UUID("5d6f1c5e-2c31-4f4c-9f36-0a2d4a0e7c11")


@dataclass(frozen=True)
class Manner:
    """How a task is tried.

    `pause` is the first pause after a failure; each next one is twice as long, and none is longer than `at_most`.
    `is_private`: what it is asked to do names people, so that nothing of it is logged and a dead one is not kept long.
    """

    attempts: int = 5
    pause: timedelta = timedelta(seconds=30)
    at_most: timedelta = timedelta(hours=6)
    atomic: bool = False
    keeps: bool = True
    is_private: bool = False
    called: Callable[[dict[str, Any]], str] | None = None

    def wait(self, attempt: int) -> timedelta:
        """Return how long to wait after a failed attempt, a quarter more or less: not all come back at one moment."""
        whole = min(self.pause * 2 ** min(attempt - 1, 20), self.at_most)
        return whole * random.uniform(0.75, 1.25)  # noqa: S311


USUAL = Manner()


def job(*, queue: str = "default", priority: int = 0, **manner: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a function of a module a task; `manner` is what `Manner` takes. Its arguments are named, and plain JSON."""

    def make(function: Callable[..., Any]) -> Any:
        function.manner = Manner(**manner)  # type: ignore[attr-defined]
        return task(queue_name=queue, priority=priority)(function)

    return make


def manner_of(one: Any) -> Manner:
    return getattr(one.func, "manner", USUAL)


def enqueue(one: Any, *, once: str = "", after: datetime | None = None, **given: Any) -> bool:
    """Put a task on the list, in the caller's transaction.

    Args:
        once: what makes it the same task: a second one with this key is not put there, as long as the first is kept.
        after: not before this moment.

    Returns:
        whether it is new.
    """
    if not isinstance(one.get_backend(), DatabaseBackend):
        one.enqueue(**given)
        return True
    row = row_for(one, given, key=once, after=after)
    if once:
        # One statement decides; a failed one would spoil the caller's transaction.
        DBTaskResult.objects.bulk_create([row], ignore_conflicts=True)
        is_new = DBTaskResult.objects.filter(pk=row.pk, enqueued_at=row.enqueued_at).exists()
    else:
        row.save(force_insert=True)
        is_new = True
    transaction.on_commit(bell.ring)
    return is_new


def row_for(one: Any, given: dict[str, Any], *, key: str = "", after: datetime | None = None) -> DBTaskResult:
    """Return the row of a task, not stored yet."""
    named: Task = one
    return DBTaskResult(
        pk=uuid.uuid5(KEYS, key) if key else uuid.uuid4(), enqueued_at=timezone.now(),
        args_kwargs=normalize_json({"args": [], "kwargs": given}), priority=named.priority,
        task_path=named.module_path, queue_name=named.queue_name, backend_name=named.backend,
        run_after=after or get_date_max(), exception_class_path="", traceback="",
    )  # fmt: skip
