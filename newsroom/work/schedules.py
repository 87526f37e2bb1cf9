"""What is done again and again, without cron: each room registers its own when it is ready.

    schedules.register("follow_clock", _("Follow the clock"), clock.follow, every=timedelta(seconds=20))
    schedules.register("backup", _("Nightly backup"), nightly, at="03:15")

When something is due, one statement decides which worker notices, and a task is stored with it. So each due time is
carried out once, by whichever worker is free; what was missed while nobody worked is caught up once; what takes
longer than its pause is not begun a second time beside itself; and what was cut off is begun again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import bell, errors
from .jobs import job, row_for
from .models import Schedule

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """Something that is repeated: `every` so often, or each day `at` a time of the newsroom's zone."""

    name: str
    title: Any
    verb: Callable[[], object]
    every: timedelta | None
    at: time | None
    queue: str

    def next(self, after: datetime) -> datetime:
        """Return when it is due after a moment."""
        if self.every is not None:
            return after + self.every
        here = timezone.localtime(after)
        assert self.at is not None  # noqa: S101
        # A day later by the calendar, not by 24 hours: clocks change twice a year.
        days = (here.date() + timedelta(days=number) for number in range(3))
        moments = (timezone.make_aware(datetime.combine(day, self.at)) for day in days)
        return next(moment for moment in moments if moment > after)

    @property
    def longest(self) -> timedelta:
        return self.every or timedelta(days=2)


_entries: dict[str, Entry] = {}


def register(
    name: str, title: Any, verb: Callable[[], object], *, every: timedelta | None = None, at: str = "",
    queue: str = "default",
) -> None:  # fmt: skip
    """Have something repeated.

    Args:
        name: its name in the database.
        verb: may be repeated without harm: it does what is due, and no more.
        every, at: one of the two; `at` is a time of day, as "03:15".
        queue: "slow" for what may take minutes, so that nothing else waits for it.
    """
    if (every is None) == (not at):
        raise ValueError("Say either every or at.")
    _entries[name] = Entry(name, title, verb, every, time.fromisoformat(at) if at else None, queue)


def entries() -> dict[str, Entry]:
    return dict(_entries)


def tick(now: datetime | None = None) -> int:
    """Put what is due on the list of tasks; returns how many."""
    now = now or timezone.now()
    stored = {row.name: row for row in Schedule.objects.all()}
    begun = 0
    for entry in _entries.values():
        row = stored.get(entry.name)
        if row is None:
            # What is done at night waits for the first night; the rest is done at once.
            due = entry.next(now) if entry.at else now
            row, _made = Schedule.objects.get_or_create(name=entry.name, defaults={"due_at": due})
        if row.due_at > now + 2 * entry.longest:
            # The clock of the machine was set back.
            Schedule.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=entry.next(now))
        elif row.due_at <= now and not _is_under_way(row):
            begun += _begin(entry, row, now)
    return begun


def run_now(name: str, now: datetime | None = None) -> bool:
    """Have something done as soon as a worker is free; False where nothing is called so."""
    if name not in _entries:
        return False
    now = now or timezone.now()
    row, _made = Schedule.objects.get_or_create(name=name, defaults={"due_at": now})
    Schedule.objects.filter(pk=row.pk, due_at__gt=now).update(due_at=now)
    bell.ring()
    return True


def _called(given: dict[str, Any]) -> str:
    entry = _entries.get(given["name"])
    return str(entry.title) if entry else str(given["name"])


@job(attempts=4, keeps=False, pause=timedelta(minutes=5), called=_called)
def carry_out(*, name: str) -> None:
    """Do one of `entries()` and write down how it went."""
    entry = _entries.get(name)
    if entry is None:
        return
    row = Schedule.objects.filter(name=name)
    row.update(began_at=timezone.now())
    try:
        entry.verb()
    except Exception as error:
        row.update(ended_at=timezone.now(), failures=F("failures") + 1, error=errors.sentence(error)[:500])
        if entry.at:
            raise
        # It is due again soon.
        logger.exception("“%s” failed.", name)
    else:
        row.update(ended_at=timezone.now(), failures=0, error="")


def _is_under_way(row: Schedule) -> bool:
    going = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return row.task is not None and DBTaskResult.objects.filter(pk=row.task, status__in=going).exists()


@transaction.atomic
def _begin(entry: Entry, row: Schedule, now: datetime) -> bool:
    task = row_for(carry_out.using(queue_name=entry.queue), {"name": entry.name})
    mine = Schedule.objects.filter(pk=row.pk, due_at=row.due_at, task=row.task)
    if not mine.update(due_at=entry.next(now), task=task.pk):
        return False
    task.save(force_insert=True)
    transaction.on_commit(bell.ring)
    return True
