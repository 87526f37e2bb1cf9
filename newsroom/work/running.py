"""A stored task from waiting to done. Each step is one statement that only one worker can win."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.json import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from . import beats, errors
from .jobs import USUAL, Manner, manner_of

logger = logging.getLogger(__name__)

# How many of the first in line are tried for when others take them away.
TRIES = 5
AT_ONCE = 500


def due(now: datetime) -> Any:
    """Return the tasks that may be done now, the first in line first."""
    waits = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waits.filter(Q(run_after=get_date_max()) | Q(run_after__lte=now))


def claim(queues: Iterable[str], worker: str, now: datetime | None = None) -> DBTaskResult | None:
    """Take the next task of these queues, or None where none is due."""
    now = now or timezone.now()
    for _try in range(TRIES):
        row = due(now).filter(queue_name__in=list(queues)).first()
        if row is None:
            return None
        names = [*row.worker_ids, worker]
        # The moment of the last begin tells one attempt from another, so a row that came back is not taken twice.
        same = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY, started_at=row.started_at)
        begun = now if row.started_at is None else max(now, row.started_at + timedelta(microseconds=1))
        if same.update(status=TaskResultStatus.RUNNING, started_at=begun, worker_ids=names):
            row.status, row.started_at, row.worker_ids = TaskResultStatus.RUNNING, begun, names
            return row
    return None


def run(row: DBTaskResult, now: datetime | None = None) -> str:
    """Do a claimed task, and write down what became of it.

    Returns:
        "done", "again" (it is tried later), "dead", or "lost" where somebody else has it by now.
    """
    try:
        one: Any = row.task
    except Exception:
        # The edge of a row that another version wrote.
        logger.error("The task %s is not known here.", row.task_path)
        return _end(row, errors.UNKNOWN, "", None, now)
    manner = manner_of(one)
    try:
        if manner.atomic:
            with transaction.atomic():
                value = _call(one, row)
                if not _done(row, manner, value, now):
                    raise errors.Lost
        else:
            value = _call(one, row)
            if not _done(row, manner, value, now):
                raise errors.Lost
    except errors.Lost:
        logger.warning("The task %s went on for too long without a sign of life: another worker has it.", row.task_path)
        return "lost"
    except Exception as error:
        attempt = len(row.worker_ids)
        private = manner.is_private or isinstance(error, errors.Said)
        logger.error(
            "The task %s failed (attempt %s): %s.", row.task_path, attempt, errors.path_of(error),
            exc_info=None if private else error,
        )  # fmt: skip
        is_over = isinstance(error, errors.GiveUp) or attempt >= manner.attempts
        return _end(row, errors.path_of(error), errors.kept(error), None if is_over else manner, now)
    return "done"


def reap(now: datetime | None = None, *, worker: str = "", in_hand: Iterable[Any] = ()) -> int:
    """Put back on the list what processes had begun that are gone. One that was begun too often is dead.

    Args:
        worker, in_hand: who asks, and which tasks it has: others that carry its name were dropped when the database
            was away.
    """
    now = now or timezone.now()
    there = beats.alive(now)
    mine = set(in_hand)
    found = 0
    for row in DBTaskResult.objects.running().order_by("started_at")[:AT_ONCE]:
        who = row.worker_ids[-1] if row.worker_ids else ""
        if row.pk in mine if who == worker else who in there:
            continue
        try:
            manner = manner_of(row.task)
        except Exception:
            manner = USUAL
        is_over = len(row.worker_ids) >= max(manner.attempts, 3)
        found += _end(row, errors.CUT_OFF, "", None if is_over else manner, now, at_once=True) != "lost"
    return found


def _call(one: Any, row: DBTaskResult) -> Any:
    return normalize_json(one.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"]))


def _mine(row: DBTaskResult) -> Any:
    return DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)


def _done(row: DBTaskResult, manner: Manner, value: Any, now: datetime | None) -> bool:
    if not manner.keeps:
        return bool(_mine(row).delete()[0])
    said = {"status": TaskResultStatus.SUCCESSFUL, "finished_at": now or timezone.now(), "return_value": value}
    return bool(_mine(row).update(**said, exception_class_path="", traceback=""))


def _end(
    row: DBTaskResult, path: str, kept: str, again: Manner | None, now: datetime | None, at_once: bool = False
) -> str:
    now = now or timezone.now()
    said = {"exception_class_path": path, "traceback": kept}
    if again is None:
        changed = _mine(row).update(status=TaskResultStatus.FAILED, finished_at=now, **said)
        return "dead" if changed else "lost"
    after = get_date_max() if at_once else now + again.wait(len(row.worker_ids))
    changed = _mine(row).update(status=TaskResultStatus.READY, run_after=after, **said)
    return "again" if changed else "lost"
