"""What every page needs and seldom changes, kept by each process until anything is retired."""

from collections.abc import Callable
from typing import cast

from django.core.cache import cache

from .stores import store

# Where no pages are stored nobody tells what changed: after so long it is looked up again.
SECONDS = 60

_kept: dict[str, tuple[object, object]] = {}


def kept[T](name: str, make: Callable[[], T]) -> T:
    """Return what `make` made since something was last retired; call it where it was not called since.

    Args:
        name: one for each thing; also its name in the cache.
        make: its answer may be kept by several threads, and is not to be changed.
    """
    pages = store()
    if pages is None:
        found = cache.get(name)
        if found is None:
            found = make()
            cache.set(name, found, SECONDS)
        return cast(T, found)
    # First the state, then the question: what is retired between makes the answer count for the past.
    state = pages.state()
    known = _kept.get(name)
    if known is not None and known[0] == state:
        return cast(T, known[1])
    value = make()
    _kept[name] = (state, value)
    return value


def forget(name: str) -> None:
    """Look it up again at the next question."""
    _kept.pop(name, None)
    cache.delete(name)
