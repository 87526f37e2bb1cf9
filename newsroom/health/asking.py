"""Asking all probes at once, each for so long and no longer, and never twice at a time."""

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import NamedTuple

from .probes import PROBES, Probe, Wrong

log = logging.getLogger(__name__)

# A load balancer gives up after five, as a rule.
SECONDS = 2.0
# However many ask, the machine is looked at so often.
KEPT_SECONDS = 1.0


class State(NamedTuple):
    """Whether readers can be served, and what is wrong: the names of probes with a word for each."""

    is_ready: bool
    wrong: dict[str, str]


class Asking:
    """The probes of one process."""

    def __init__(self, probes: Sequence[Probe], seconds: float = SECONDS, kept: float = KEPT_SECONDS):
        self._probes, self._seconds, self._keep = probes, seconds, kept
        self._pool: ThreadPoolExecutor | None = None
        self._under_way: dict[str, Future[None]] = {}
        self._lock = threading.Lock()
        self._known: tuple[float, State] | None = None

    def state(self) -> State:
        """Return how things are, as of a moment ago at most."""
        with self._lock:
            if self._known and time.monotonic() - self._known[0] < self._keep:
                return self._known[1]
            state = self._look()
            self._known = time.monotonic(), state
            return state

    def _look(self) -> State:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=len(self._probes), thread_name_prefix="probe")
        until, wrong = time.monotonic() + self._seconds, {}
        for probe in self._probes:
            # One that still hangs from the last time has a thread already.
            if (job := self._under_way.get(probe.name)) is None or job.done():
                self._under_way[probe.name] = self._pool.submit(probe.ask)
        for probe in self._probes:
            try:
                self._under_way[probe.name].result(max(0.0, until - time.monotonic()))
            except Wrong as error:
                wrong[probe.name] = str(error)
            except TookTooLong:
                wrong[probe.name] = "does not answer"
            except Exception as error:
                log.warning("The probe of the %s failed: %s", probe.name, type(error).__name__)
                wrong[probe.name] = "is away"
        if wrong:
            log.warning("Not all is well: %s", ", ".join(f"{name} {word}" for name, word in wrong.items()))
        return State(not any(probe.is_needed and probe.name in wrong for probe in self._probes), wrong)


here = Asking(PROBES)
