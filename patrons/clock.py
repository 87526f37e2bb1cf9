"""What this room does by itself: each job at its time, by one process, apart from the others.

A worker goes round every 20 seconds (`patrons.background`). Every job may be repeated: it does what is due and
no more, so that one which is cut off, or done by two, harms nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .models import Turn

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Whoever has a job and says nothing for so long is gone.
HELD_FOR = timedelta(minutes=20)
LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """A verb of this room, as "module.verb", and how often it is done. What is slow keeps nobody waiting."""

    name: str
    every: timedelta
    verb: str
    is_slow: bool = False

    def act(self) -> Callable[[], object]:
        module, _dot, verb = self.verb.rpartition(".")
        found: Callable[[], object] = getattr(import_module(f"patrons.{module}"), verb)
        return found


JOBS = (
    Job("deliveries", MINUTE, "deliveries.catch_up"),
    Job("lost deliveries", HOUR, "deliveries.look_for_what_is_waited_for"),
    Job("unfinished pledges", HOUR, "pledging.abandon_old"),
    Job("spent visits", 5 * MINUTE, "closing.close_spent"),
    Job("pauses", HOUR, "time_passing.end_pauses"),
    Job("ends", HOUR, "time_passing.end_pledges"),
    Job("reminders", HOUR, "dunning.remind"),
    Job("lapses", HOUR, "dunning.lapse"),
    Job("lapses of imports", HOUR, "dunning.lapse_brought"),
    Job("transfers", HOUR, "transfers.lapse_transfers"),
    Job("statements", HOUR, "statements.forget_drafts"),
    Job("closed rounds", MINUTE, "voting.settle_what_closed"),
    Job("answered topics", MINUTE, "answering.follow"),
    Job("renewals", HOUR, "notices.renewals"),
    Job("gifts", HOUR, "gifts.write_due"),
    Job("cards", HOUR, "notices.cards"),
    Job("forgetting", HOUR, "forgetting.forget"),
    Job("appeal", 10 * MINUTE, "appeals.recount"),
    Job("figures", HOUR, "figures.counting.count", is_slow=True),
    Job("members elsewhere", DAY, "memberships.synchronise_all", is_slow=True),
    Job("imports", timedelta(seconds=10), "importing.go_on_all", is_slow=True),
    Job("comparisons", timedelta(seconds=10), "reconciling.go_on", is_slow=True),
)


def go_round(*, slow: bool | None = None, now: datetime | None = None) -> dict[str, str]:
    """Do each job whose time has come and that nobody else has.

    Args:
        slow: only the jobs that may take long, or only the others; all of them where it is not said.

    Returns:
        what became of each that was done: "done" or "failed".
    """
    became = {}
    for job in JOBS:
        if slow is None or job.is_slow == slow:
            said = _take_turn(job, now or timezone.now())
            if said:
                became[job.name] = said
    return became


def silent_since(now: datetime | None = None) -> datetime | bool:
    """Return since when no clock was at work: False while one is, True where there never was one."""
    last = Turn.objects.filter(done_at__isnull=False).order_by("-done_at").values_list("done_at", flat=True).first()
    if last is None:
        return True
    return last if last < (now or timezone.now()) - LATE else False


def failing() -> list[Turn]:
    """Return jobs that failed the last time, and the times before."""
    return list(Turn.objects.filter(failures__gte=3).order_by("name")[:20])


def _take_turn(job: Job, now: datetime) -> str:
    Turn.objects.get_or_create(name=job.name, defaults={"due_at": now})
    mine = Turn.objects.filter(name=job.name, due_at__lte=now).filter(Q(held_until=None) | Q(held_until__lte=now))
    # One statement decides who has it.
    if not mine.update(held_until=now + HELD_FOR):
        return ""
    turn = Turn.objects.filter(name=job.name)
    try:
        job.act()()
    except Exception:
        # The edge of a job: what goes wrong in one must not stop the others.
        logger.exception("The clock's job “%s” failed.", job.name)
        turn.update(failures=F("failures") + 1, held_until=None, due_at=now + min(max(job.every, MINUTE), HOUR))
        return "failed"
    with transaction.atomic():
        turn.update(failures=0, held_until=None, due_at=now + job.every, done_at=timezone.now())
    return "done"
