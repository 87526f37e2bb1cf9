"""The page store of several machines: pages and what was retired when, in the cache that they share.

    turn            grows whenever something is retired; one look says that all is as before
    key/tag/7       the turn at which this key was last retired: its generation
    page/…          a page with the generations that its keys had when it was stored
    making/…        whoever makes a page holds it

A page counts while every key of it has the generation it was stored with. So retiring writes a number for each
key, however many pages there are, and no list of pages is kept. What the cache throws away makes pages count no
more, never again: a generation that is missing is equal to none, and is written anew as a value never used before.

Needs a cache that counts as one for everybody: Redis, Memcached.
"""

import hashlib
import pickle
import re
import secrets
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from math import ceil

from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.utils import timezone
from django.utils.connection import ConnectionProxy

from .filing import EVERYTHING
from .page import Broken, StoredPage
from .stores import away

DAY = 86_400
# Pages that nobody changes are made anew after so long, that the cache is not full of what nobody reads.
PAGE_SECONDS, GENERATION_SECONDS = 7 * DAY, 30 * DAY
# Whoever is killed while making a page keeps others from it for so long.
MAKING_SECONDS = 30
# A cache that did not answer is left alone for so long: every reader would wait for it.
AWAY_SECONDS = 2.0
KEYS_KEPT = 2_000

_TURN = "pages/turn"
_PLAIN = re.compile(r"[!-~]{1,150}", re.ASCII)

# What may come out of reading an entry that is not whole, or was written by another version of the software.
_UNREADABLE = (
    pickle.UnpicklingError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ImportError,
)


def _no_page() -> tuple[type[Exception], ...]:
    return (*away(), *_UNREADABLE, Broken)


type Generations = dict[str, str]
type Entry = tuple[int, Generations, bytes]


# The one that says so when it is away.
cache = ConnectionProxy(caches, "pages")


class Away(OSError):
    """The shared cache does not answer, or forgets at once."""


class Shared:
    """Pages of all machines that share the cache called `pages`. See `Folder` for what each method promises.

    `state` and `get` never raise: while the cache is away nothing is known and nothing is stored. All else raises
    what the cache does, which is what `stores.away` names.
    """

    def __init__(self) -> None:
        self._left_alone_until = 0.0
        # Under which keys pages were found, to ask for both at once the next time.
        self._keys: dict[str, list[str]] = {}
        # Of this thread: the turn this request has seen, and a page that was fetched along with it.
        self._seen = threading.local()
        for signal in (request_started, request_finished):
            signal.connect(self._forget, weak=True)

    # What readers wait for

    def state(self, ahead: str | None = None) -> object:
        """Return the turn: one question to the cache, and within a request of Django's only the first time.

        Args:
            ahead: the path that `get` is asked for next, fetched by the same question; "" for none. Whoever says
                it is at the beginning of a request, and what this thread has seen is forgotten.
        """
        seen = self._seen
        if ahead is None and getattr(seen, "within", False) and seen.turn is not None:
            return seen.turn
        seen.page = None
        try:
            found = self._many([_TURN, _page(ahead)] if ahead else [_TURN])
            turn: object = found.get(_TURN) or self._begin()
            if ahead:
                seen.page = ahead, turn, found.get(_page(ahead))
        except away():
            # Equal to nothing: what was read before does not hold.
            turn = object()
        seen.turn = turn
        return turn

    def epoch(self) -> object:
        """Return the turn: to know more would be one more question."""
        return self.state()

    def get(self, path: str) -> StoredPage | None:
        """Return the page stored under a path, unless a key of it was retired or the clock has changed it.

        One more question to the cache where something was retired since the page was stored.
        """
        try:
            turn, entry, known = self._fetched(path)
            stored_at, generations, data = entry
            page = StoredPage.from_bytes(data)
            if page.path != path or page.is_over(timezone.now().timestamp()):
                return None
            if stored_at != turn:
                names = [_key(key) for key in generations]
                if not known.keys() >= set(names):
                    known = self._many(names)
                if any(known.get(_key(key)) != generation for key, generation in generations.items()):
                    return None
                self._remember(path, names)
        except _no_page():
            return None
        return page

    def _fetched(self, path: str) -> tuple[object, Entry, dict]:
        """Return the turn, what stands under a path, and the generations that were fetched along with it."""
        fetched, self._seen.page = getattr(self._seen, "page", None), None
        if fetched is not None and fetched[0] == path:
            return fetched[1], fetched[2], {}
        found = self._many([_TURN, _page(path), *self._keys.get(path, ())])
        return found.pop(_TURN, None), found.pop(_page(path)), found

    def _remember(self, path: str, names: list[str]) -> None:
        if len(self._keys) >= KEYS_KEPT:
            self._keys = {}
        self._keys[path] = names

    # What makes and unmakes pages

    def mark(self) -> int:
        """Return the turn of now. What was kept in this request until now does not count for the page."""
        with self._asked():
            turn = self._turn()
        self._seen.turn = turn
        return turn

    def put(self, page: StoredPage, keys: Collection[str], mark: int | None) -> bool:
        """Store a page, unless something that it shows was retired since it was begun."""
        now = timezone.now().timestamp()
        if mark is None or page.is_over(now):
            return False
        with self._asked():
            turn, generations = self._as_of_now({EVERYTHING, *keys})
            if any(_turn_of(generation) > mark for generation in generations.values()):
                return False
            entry: Entry = (turn, generations, page.to_bytes())
            left = ceil(page.until - now) if page.until else PAGE_SECONDS
            cache.set(_page(page.path), entry, min(left, PAGE_SECONDS))
        return True

    def retire(self, keys: Collection[str]) -> int:
        """Let no page count that is filed under one of these keys; pages begun before are not stored.

        Returns:
            0: how many pages there were is written nowhere.
        """
        # Asked even where the cache was away a moment ago: it may be back, and with it the pages.
        with self._asked(leaves_alone=False):
            turn = str(self._next_turn())
            if failed := cache.set_many({_key(key): turn for key in keys}, GENERATION_SECONDS):
                raise Away(f"The shared cache did not take {len(failed)} of {len(keys)} keys.")
            # Once more: between the two somebody may have looked at the old pages, and thinks them of this turn.
            self._next_turn()
        self._seen.turn = None
        return 0

    def retire_over(self) -> float:
        """Do nothing: pages carry their end with them."""
        return 0.0

    def empty(self) -> int:
        """Let no page count."""
        return self.retire({EVERYTHING})

    def look_after(self) -> None:
        """Do nothing: what somebody left who was killed ends by itself."""

    def paths(self) -> list[str]:
        """Refuse: a shared cache keeps no list of its pages.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("A shared cache does not tell which pages are stored in it.")

    def size(self) -> tuple[int, int]:
        """Refuse, as `paths` does.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("A shared cache does not tell how many pages are stored in it.")

    # One at a time

    @contextmanager
    def making(self, path: str, patience: float) -> Iterator[bool]:
        """Hold the right to make one page; give False where somebody else still does after so many seconds."""
        name, token = f"pages/making/{_digest(path)}", secrets.token_hex(8)
        until, pause = time.monotonic() + patience, 0.004
        while not self._took(name, token):
            if time.monotonic() > until:
                yield False
                return
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
        try:
            yield True
        finally:
            # A cache has no "delete where it is mine": between the two lies a moment in which ours may end and
            # another's begin, and then two make the same page.
            with suppress(*away()):
                if cache.get(name) == token:
                    cache.delete(name)

    def _took(self, name: str, token: str) -> bool:
        with self._asked():
            return bool(cache.add(name, token, MAKING_SECONDS))

    # Turns and generations

    def _turn(self) -> int:
        found = cache.get(_TURN)
        return found if isinstance(found, int) else self._begin()

    def _begin(self) -> int:
        """Begin to count at a number that was never reached before; whoever is first says which."""
        cache.add(_TURN, time.time_ns() // 1000, None)
        found = cache.get(_TURN)
        if not isinstance(found, int):
            raise Away("The shared cache keeps nothing.")
        return found

    def _next_turn(self, by: int = 1) -> int:
        try:
            return int(cache.incr(_TURN, by))
        except ValueError:
            self._begin()
            return int(cache.incr(_TURN, by))

    def _as_of_now(self, keys: Collection[str]) -> tuple[int, Generations]:
        """Return the turn and the keys' generations, writing those that are missing.

        A new one is as young as the turn: whether the key was retired a moment ago nobody knows any more.
        """
        names = {_key(key): key for key in keys}
        found = self._many([_TURN, *names])
        turn = found.pop(_TURN, None) or self._begin()
        if missing := names.keys() - found.keys():
            for name in missing:
                cache.add(name, f"{turn}.{secrets.token_hex(6)}", GENERATION_SECONDS)
            found |= self._many(list(missing))
            if len(found) < len(names):
                raise Away("The shared cache keeps nothing.")
        ahead = max(map(_turn_of, found.values())) - turn
        if ahead > 0 and missing == set():
            # The count was lost, and begun anew by a machine whose clock is behind.
            self._next_turn(ahead)
        return turn, {names[name]: value for name, value in found.items()}

    # The way to the cache

    def _many(self, names: list[str]) -> dict:
        with self._asked():
            try:
                return cache.get_many(names)
            except _UNREADABLE:
                return {}

    @contextmanager
    def _asked(self, *, leaves_alone: bool = True) -> Iterator[None]:
        if leaves_alone and time.monotonic() < self._left_alone_until:
            raise Away("The shared cache did not answer a moment ago.")
        try:
            yield
        except away() as error:
            if not isinstance(error, Away):
                self._left_alone_until = time.monotonic() + AWAY_SECONDS
            raise
        self._left_alone_until = 0.0

    def _forget(self, signal: object, **rest: object) -> None:
        self._seen.within, self._seen.turn, self._seen.page = signal is request_started, None, None


def _turn_of(generation: str) -> int:
    return int(generation.partition(".")[0])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _page(path: str) -> str:
    return f"pages/page/{_digest(path)}"


def _key(key: str) -> str:
    return f"pages/key/{key if _PLAIN.fullmatch(key) else _digest(key)}"
