"""Several things at once, each for itself: threads that bring their own connections and give them back."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable

from django.db import connections

logger = logging.getLogger(__name__)


def each_at_once(numbers: Iterable[int], do: Callable[[int], object], *, workers: int, seconds: float) -> int:
    """Call `do` for each of `numbers`, in their order; return how many were left when the time was up.

    One that fails is logged and stops no other.

    Args:
        workers: how many at once; 1 for this thread and its connection.
        seconds: after this long nothing further is begun.
    """
    until = time.monotonic() + seconds
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in numbers:
        waiting.put(number)

    def work() -> None:
        while time.monotonic() < until:
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                do(number)
            except Exception:
                # One that fails does not stop the others.
                logger.exception("Number %s failed.", number)
                if workers > 1:
                    connections.close_all()

    def thread() -> None:
        try:
            work()
        finally:
            connections.close_all()

    if workers <= 1:
        work()
    else:
        threads = [threading.Thread(target=thread) for _number in range(min(workers, waiting.qsize()))]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    return waiting.qsize()
