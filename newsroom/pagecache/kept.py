"""What every page needs and seldom changes, kept by each process until anything is retired, or everything is."""

import secrets
import time
from collections.abc import Callable
from typing import cast

from django.core.cache import cache

from .filing import current
from .stores import store

# Where no pages are stored and the cache is each process's own, the others hear of a change after so long.
SECONDS = 60
# More things than this are not kept: somebody names them by what readers type.
MOST = 2_000
_STATE = "kept-state"

_kept: dict[str, tuple[object, object]] = {}


def kept[T](name: str, make: Callable[[], T], *, through_turns: bool = False) -> T:
    """Return what `make` made since something was last retired; call it where it was not called since.

    Args:
        name: one for each thing.
        make: its answer may be kept by several threads, and is not to be changed.
        through_turns: whether only what retires every page changes it (`OnEveryPage`). Such a thing is kept while
            articles come and go.
    """
    # First the state, then the question: what is retired between makes the answer count for the past.
    state = _state(through_turns)
    known = _kept.get(name)
    if known is not None and known[0] == state:
        return cast(T, known[1])
    value = make()
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[name] = (state, value)
    return value


def forget(name: str) -> None:
    """Look it up again at the next question."""
    _kept.pop(name, None)
    let_go()


def let_go() -> None:
    """Where no pages are stored, look up everything again, in every process that has the same cache."""
    if store() is None:
        cache.set(_STATE, _new(), None)


def _state(through_turns: bool) -> object:
    """Return what changes whenever something is retired; for a page, which asks fifty times, as it was at first.

    What is retired while a page is made takes the page itself out of the store.
    """
    filing = current()
    if filing is None:
        return _look(through_turns)
    if through_turns not in filing.states:
        filing.states[through_turns] = _look(through_turns)
    return filing.states[through_turns]


def _look(through_turns: bool) -> object:
    pages = store()
    if pages is None:
        return cache.get_or_set(_STATE, _new, None), time.monotonic() // SECONDS
    return pages.epoch() if through_turns else pages.state()


def _new() -> str:
    return secrets.token_hex(8)


def forget_all() -> None:
    """Let this process know nothing."""
    _kept.clear()
