"""A round: every source whose time has come is asked, several at once, each for itself."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connections
from django.utils import timezone

from articles.models import Beat, Source

from .intake import Taken, take_in
from .topics import Topics

logger = logging.getLogger(__name__)

BEAT = "sources"
AT_ONCE = 2_000
WORKERS = 8
SECONDS = 300

type Tell = Callable[[Source, Taken], None]


@dataclass
class Round:
    """What a round did: sources asked, failed ones of them, stories; and sources whose time has come but was out."""

    asked: int = 0
    failed: int = 0
    new: int = 0
    changed: int = 0
    left: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, taken: Taken) -> None:
        if taken.is_busy:
            return
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
    until = time.monotonic() + seconds
    due = Source.objects.filter(is_paused=False, next_fetch_at__lte=now).order_by("next_fetch_at", "pk")
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    numbers = list(due.values_list("pk", flat=True)[:AT_ONCE])
    for pk in numbers:
        waiting.put(pk)
    done = Round()
    topics = Topics.of_readers() if numbers else Topics([])

    def work() -> None:
        while time.monotonic() < until:
            try:
                pk = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                source = Source.objects.filter(pk=pk).first()
                at = now + (timezone.now() - begun)
                taken = take_in(source, topics=topics, now=at, only_due=True) if source else None
            except Exception:
                logger.exception("Source %s stopped a worker of the round.", pk)
                connections.close_all()
                taken, source = Taken(problem="?"), None
            if taken is not None:
                done.count(taken)
            if tell and source and taken and not taken.is_busy:
                tell(source, taken)

    def thread() -> None:
        try:
            work()
        finally:
            connections.close_all()

    if workers <= 1:
        work()
    else:
        threads = [threading.Thread(target=thread, name=f"sources-{number}") for number in range(workers)]
        threads = threads[: max(len(numbers), 1)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    done.left = waiting.qsize()
    Beat.objects.update_or_create(name=BEAT, defaults={"at": timezone.now()})
    return done
