"""A worker: threads that do tasks, side by side by what they wait for, and one that keeps the clock and says it lives.

Slow mail servers hold no task up, and a comparison of a large account holds no mail up.
"""

import logging
import threading
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone

from . import beats, bell, running, schedules

logger = logging.getLogger(__name__)

LANES = {"mail": ("mail",), "tasks": ("default",), "slow": ("slow",)}
LOOKS_EACH = 1.0
REAPS_EACH = timedelta(seconds=15)
# A database that is away is reported so often.
COMPLAINS_EACH = 60.0


class Worker:
    """What one process does.

    Args:
        is_inside: it works in a web server's process, and rests while a worker of its own is there.
    """

    def __init__(self, *, is_inside: bool = False) -> None:
        self.name = beats.new_name()
        self.is_inside = is_inside
        self.stops = threading.Event()
        self._rests = is_inside
        self._in_hand: dict[Any, str] = {}
        self._taking = threading.Lock()
        self._beaten: datetime | None = None
        self._reaped: datetime | None = None
        self._complained: dict[str, float] = {}
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Start the threads that do tasks; `keep` must go on beside them."""
        for lane, queues in LANES.items():
            thread = threading.Thread(target=self._go_on, args=(lane, queues), name=f"work: {lane}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Begin nothing more. What is being done is finished."""
        self.stops.set()
        bell.ring()

    def join(self) -> None:
        """Wait for what is being done, and say that nobody works here any more."""
        for thread in self._threads:
            while thread.is_alive():
                thread.join(1)
                # A long one is not taken for dead while it ends.
                self._carefully("beat", self._beat)
        self._carefully("end", lambda: beats.end(self.name))

    def keep(self, now: datetime | None = None) -> None:
        """Say that this process lives, put back what others left, and see what is due."""
        now = now or timezone.now()
        self._beat(now)
        if self.is_inside:
            self._rests = beats.has_separate(now)
        if self._rests:
            return
        if self._reaped is None or now - self._reaped >= REAPS_EACH or now < self._reaped:
            self._reaped = now
            with self._taking:
                running.reap(now, worker=self.name, in_hand=list(self._in_hand))
        if schedules.tick(now):
            bell.ring()

    def keep_on(self, still: Any = lambda: True) -> None:
        """Keep until somebody says stop, or `still` says no."""
        while not self.stops.is_set() and still():
            self._carefully("keep", self.keep)
            close_old_connections()
            self.stops.wait(LOOKS_EACH)

    def drain(self) -> int:
        """Do all that is due now, one after the other; returns how many tasks."""
        beats.beat(self.name)
        self.keep()
        queues = [queue for lane in LANES.values() for queue in lane]
        done = 0
        try:
            while not self.stops.is_set() and self._do_one(queues):
                done += 1
                self._beat()
        finally:
            beats.end(self.name)
        return done

    def _go_on(self, lane: str, queues: tuple[str, ...]) -> None:
        while not self.stops.is_set():
            did = False
            if not self._rests and self._beaten is not None:
                did = bool(self._carefully(lane, lambda: self._do_one(queues)))
            if not did and not self.stops.is_set():
                close_old_connections()
                bell.wait(LOOKS_EACH)
        connection.close()

    def _do_one(self, queues: Any) -> bool:
        # Between taking a task and noting that it is in hand nobody may look for dropped ones.
        with self._taking:
            row = running.claim(queues, self.name)
            if row is None:
                return False
            self._in_hand[row.pk] = row.task_path
        try:
            running.run(row)
        finally:
            self._in_hand.pop(row.pk, None)
        return True

    def _beat(self, now: datetime | None = None) -> None:
        now = now or timezone.now()
        if self._beaten is None or now - self._beaten >= beats.EVERY or now < self._beaten:
            beats.beat(self.name, is_inside=self.is_inside, now=now)
            self._beaten = now

    def _carefully(self, what: str, act: Any) -> Any:
        """Do something at the edge of a thread: a database that is away is back some time."""
        try:
            return act()
        except Exception:
            if monotonic() - self._complained.get(what, -COMPLAINS_EACH) >= COMPLAINS_EACH:
                self._complained[what] = monotonic()
                logger.exception("The worker could not go on (%s); it tries again.", what)
            self._carefully_close()
            return None

    def _carefully_close(self) -> None:
        try:
            connection.close()
        except Exception:
            logger.debug("A broken connection could not be closed.")
