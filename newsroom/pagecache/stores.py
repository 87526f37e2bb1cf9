"""Where pages are stored, chosen by PAGE_STORE: a folder of this machine, the shared cache, or nowhere."""

import sqlite3
import sys
from collections.abc import Collection
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.signals import setting_changed

from .page import StoredPage

_AWAY: tuple[type[Exception], ...] = (OSError, sqlite3.Error)


def away() -> tuple[type[Exception], ...]:
    """Return what goes wrong with a disk or a cache that is away. A page is then served and not stored.

    An error of Redis comes only where its library was imported, which a site on one machine need not do: it takes
    a tenth of a second of each start.
    """
    redis = sys.modules.get("redis.exceptions")
    return (*_AWAY, redis.RedisError) if redis else _AWAY


class Store(Protocol):
    """What a store of pages can do. See `Folder` for what each promises."""

    def state(self, ahead: str | None = None) -> object:
        """Return what changes whenever anything is retired; `ahead` is what `get` is asked for next, "" for nothing."""

    def epoch(self) -> object:
        """Return what changes whenever everything is retired; it may change more often."""

    def get(self, path: str) -> StoredPage | None:
        """Return the page stored under a path and still true."""

    def mark(self) -> Any:
        """Return what `put` wants to know: when making a page began."""

    def put(self, page: StoredPage, keys: Collection[str], mark: Any) -> bool:
        """Store a page unless something it shows was retired after `mark`."""

    def retire(self, keys: Collection[str]) -> int:
        """Take out what is filed under the keys."""

    def retire_over(self) -> float:
        """Take out what the clock has changed; return when to come again, 0 for never."""

    def empty(self) -> int:
        """Take everything out."""

    def look_after(self) -> None:
        """Sweep up after whoever was killed."""

    def making(self, path: str, patience: float) -> AbstractContextManager[bool]:
        """Hold the right to make one page."""

    def paths(self) -> list[str]:
        """Return where stored pages stand."""

    def size(self) -> tuple[int, int]:
        """Return how many pages there are, and how many bytes they take."""


def store() -> Store | None:
    """Return the store that is set; None where nothing is stored."""
    return _store(settings.PAGE_STORE, str(settings.PAGE_FOLDER), settings.PAGE_STORE_MB)


@cache
def _store(kind: str, folder: str, megabytes: int) -> Store | None:
    if kind == "folder":
        from .folder import Folder

        return Folder(Path(folder), megabytes)
    if kind == "cache":
        from .shared import Shared

        return Shared()
    return None


def _forget(*, setting: str, **rest: object) -> None:
    if setting in ("PAGE_STORE", "PAGE_FOLDER", "PAGE_STORE_MB", "CACHES"):
        _store.cache_clear()


setting_changed.connect(_forget)
