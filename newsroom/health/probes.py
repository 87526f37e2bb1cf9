"""What this machine needs, each asked with a question that costs the same on any day.

A probe returns nothing, or raises `Wrong` with a word for whoever looks; whatever else it raises is not shown.
"""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone

from newsroom.work.beats import last_beat

# More than that between two clocks is wrong; answers take a moment.
SKEW = timedelta(seconds=5)
BEAT_AT_MOST = timedelta(minutes=2)
LEAST_FREE = 100_000_000

# The clock on the wall may be turned, the machine's own may not. A turn is told of for a while.
TURNED_SECONDS, TOLD_SECONDS = 60, 600


class Clocks:
    """How far the two clocks of a machine are apart, as of the last look at them."""

    def __init__(self) -> None:
        self._apart = time.time() - _steady()
        self._turned_at: float | None = None

    def were_turned(self) -> bool:
        """Say whether the one on the wall was turned not long ago."""
        apart, now = time.time() - _steady(), _steady()
        if abs(apart - self._apart) > TURNED_SECONDS:
            self._turned_at = now
        self._apart = apart
        return self._turned_at is not None and now - self._turned_at < TOLD_SECONDS


class Wrong(Exception):
    """What is wrong, in words that hold no name, path or address."""


class Probe(NamedTuple):
    """A name, a question, and whether readers get nothing while it fails."""

    name: str
    ask: Callable[[], None]
    is_needed: bool = False


def database() -> None:
    """Ask the database for something."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    finally:
        connection.close()


def cache() -> None:
    """Write and read in the cache, at the one of pages: the other one forgives."""
    word = str(time.time_ns())
    caches["pages"].set("readyz", word, 60)
    if caches["pages"].get("readyz") is None:
        raise Wrong("forgets")


def storage() -> None:
    """Ask the storages of pictures and originals."""
    for each in (storages["default"], storages["originals"]):
        _ask_storage(each)


def clock() -> None:
    """Compare this machine's clock with what others say of the time."""
    if clocks.were_turned():
        raise Wrong("was turned while the site ran")
    try:
        # The newest change of the database was made in the past, whoever made it.
        newest = MigrationRecorder.Migration.objects.aggregate(newest=Max("applied"))["newest"]
        now = _time_of_database()
    finally:
        connection.close()
    if newest and newest > timezone.now() + SKEW:
        raise Wrong("is slow")
    if now and abs(now - timezone.now()) > SKEW:
        raise Wrong("differs from the database's")


def beating(last_beat: Callable[[], datetime | None]) -> Callable[[], None]:
    """Return the question when a worker was last heard of."""

    def worker() -> None:
        try:
            last = last_beat()
        finally:
            connection.close()
        if last is None:
            raise Wrong("was never heard of")
        if not -SKEW < timezone.now() - last < BEAT_AT_MOST:
            raise Wrong("was not heard of for a while")

    return worker


PROBES = [
    Probe("database", database, is_needed=True),
    Probe("cache", cache),
    Probe("storage", storage),
    Probe("clock", clock),
    Probe("worker", beating(last_beat)),
]


def _steady() -> float:
    # The usual one stands still while a machine sleeps.
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


clocks = Clocks()


def _ask_storage(storage: Storage) -> None:
    if not isinstance(storage, FileSystemStorage):
        storage.exists("readyz")
        return
    # What is not there yet is made with the first file.
    folder = storage.location
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Wrong("cannot be written")
    free = os.statvfs(folder)
    if free.f_bavail * free.f_frsize < LEAST_FREE:
        raise Wrong("is nearly full")


def _time_of_database() -> datetime | None:
    """Return what a database server takes for the present; nothing where it has no clock of its own."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        now: datetime = cursor.fetchone()[0]
        return now
