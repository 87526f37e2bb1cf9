"""A round: every source whose time has come is asked, several at once, each for itself."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from articles.models import Beat, Source

from .intake import Taken, take_in
from .parallel import each_at_once
from .topics import Topics

BEAT = "sources"
AT_ONCE = 2_000
WORKERS = 8
SECONDS = 300

type Tell = Callable[[Source, Taken], None]


@dataclass
class Round:
    """What a round did: sources asked, failed ones of them, stories; `left` were due when its time was up."""

    asked: int = 0
    failed: int = 0
    new: int = 0
    changed: int = 0
    left: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, taken: Taken) -> None:
        """Add what one source brought."""
        with self._lock:
            self.asked += 1
            self.failed += bool(taken.problem)
            self.new += taken.new
            self.changed += taken.changed


def go_round(
    now: datetime | None = None, workers: int = WORKERS, *, seconds: float = SECONDS, tell: Tell | None = None
) -> Round:
    """Take in all sources whose time has come, the longest due first.

    Safe beside another round, of this machine or another. A source that fails does not stop the others.

    Args:
        workers: how many at once, each with a connection of its own; 1 for here and now, with ours.
        seconds: after this long no further source is begun.
        tell: called with each source and what it brought, from any thread.
    """
    begun = timezone.now()
    now = now or begun
    due = Source.objects.filter(is_paused=False, next_fetch_at__lte=now).order_by("next_fetch_at", "pk")
    numbers = list(due.values_list("pk", flat=True)[:AT_ONCE])
    done = Round()
    beat()
    topics = Topics.of_readers() if numbers else Topics([])

    def ask(pk: int) -> None:
        source = Source.objects.filter(pk=pk).first()
        if source is None:
            return
        try:
            taken = take_in(source, topics=topics, now=now + (timezone.now() - begun), only_due=True)
        except Exception:
            done.count(Taken(problem="?"))
            raise
        if not taken.is_busy:
            done.count(taken)
            if tell:
                tell(source, taken)

    done.left = each_at_once(numbers, ask, workers=workers, seconds=seconds)
    beat()
    return done


def beat() -> None:
    """Leave a sign that a worker is at work: before a round, which may be long, and after it."""
    Beat.objects.update_or_create(name=BEAT, defaults={"at": timezone.now()})
