"""Processor time in tests that say how slow is too slow: other work on the machine is not what is measured."""

import time
from collections.abc import Callable

TRIES = 3


def cpu_seconds(work: Callable[[], object], *, enough: float) -> float:
    """How long the work takes a processor, at best.

    A processor that is shared runs the same work twice as slowly now and then. Work that is slow by
    itself is slow each time: the best of three tells them apart.

    Args:
        work: what to do; done again when the first try is not quick enough.
        enough: seconds; a try below it is not repeated.
    """
    best = float("inf")
    for _try in range(TRIES):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
        if best < enough:
            break
    return best
