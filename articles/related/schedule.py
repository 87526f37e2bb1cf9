"""When a source is asked again, in minutes: often while it has news, rarely while it is quiet or out of order."""

import random
from datetime import timedelta

DAY = 24 * 60
# The first failure is looked at again soon; the tenth in a row once a day.
FIRST_WAIT = 15
SPREAD = 0.1
DOUBLINGS = 12


def after_news(every: int, interval: int, new: int) -> int:
    """Return the next interval of a source that brought `new` stories: nearer to `every`, the shortest one."""
    return max(every, interval // (1 + new))


def after_quiet(every: int, interval: int, silence: timedelta | None) -> int:
    """Return the next interval of a source that brought nothing: up to twice the last one, a day at most.

    Args:
        silence: since its last news, None when it never had any. No wait is longer than a quarter of
            it: an outlet that sleeps at night is asked in time in the morning.
    """
    patience = DAY if silence is None else int(silence.total_seconds() / 60 / 4)
    return max(every, min(interval * 2, patience, DAY))


def after_failure(every: int, failures: int, retry_after: int | None = None) -> int:
    """Return how long a source rests that failed `failures` times in a row: twice as long each time, to a day.

    Args:
        retry_after: the seconds that its server asked for; it is not asked before.
    """
    wait = min(min(every, FIRST_WAIT) * 2 ** min(failures - 1, DOUBLINGS), DAY)
    return max(wait, -(-(retry_after or 0) // 60))


def spread(minutes: int, retry_after: int | None = None) -> timedelta:
    """Return an interval a little longer or shorter than `minutes`, so that sources do not march in step."""
    moved = timedelta(minutes=minutes * random.uniform(1 - SPREAD, 1 + SPREAD))  # noqa: S311 (no secret)
    return max(moved, timedelta(seconds=retry_after or 0))
