"""The page store as a folder: what an embedded site needs, and nginx or Caddy can serve by themselves.

    epoch, index.*  which page is filed under which keys, and what was retired when: see `index`
    lock            whoever stores or retires holds it
    turns           grows by a byte whenever something is retired: one look says that all is as before
    records/        a page each, with its headers, for the few lines before Django
    site/           the same pages as files under their own paths, for the server in front

A page leaves `site/` and `records/` before anything is said to be done, and its row is written before its
files are: whoever is killed between leaves a row too many, never a page that nobody can find again.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from .filing import EVERYTHING
from .index import Index, Mark
from .page import Broken, StoredPage

# A server in front cannot read the clock: what is over so soon it does not get.
FRONT_NEEDS_SECONDS = 60
# More pages than these under retired keys: emptying the folder is quicker.
MANY = 5_000
TURNS_AT_MOST = 1_000_000
NAME_AT_MOST = 200
ENDINGS = {"": "", ".gz": "gzip", ".br": "br"}
# What a release is made of, as far as pages show it.
ENDS = (".py", ".html", ".mo", ".css", ".js")
# New after each start of the machine.
BOOT = Path("/proc/sys/kernel/random/boot_id")
# The size is looked at once in so many pages.
LOOKED_AT_EACH = 50


class Folder:
    """Pages of one machine, for all its processes.

    Args:
        root: made when it is not there.
        megabytes: how much the pages may take together; the oldest go first.
    """

    def __init__(self, root: Path, megabytes: int = 512):
        self.root, self.most = root, megabytes * 1_000_000
        self._index = Index(root)
        self._local = threading.local()
        self._stored = 0
        # Asked at each page: as text, since a Path takes longer than the question.
        self._turns, self._epoch = str(root / "turns"), str(root / "epoch")

    # What readers wait for

    def state(self, ahead: str | None = None) -> tuple[int, int, int]:
        """Return what changes whenever anything is retired, from one look at one file."""
        return _look_of(self._turns)

    def epoch(self) -> tuple[int, int, int]:
        """Return what changes whenever the folder is emptied, likewise."""
        return _look_of(self._epoch)

    def get(self, path: str) -> StoredPage | None:
        """Return the page stored under a path, unless the clock has changed it or the file is not whole."""
        try:
            page = StoredPage.from_bytes(self._record(path).read_bytes())
        except (OSError, Broken):
            return None
        return page if page.path == path and not page.is_over(timezone.now().timestamp()) else None

    # What makes and unmakes pages

    def mark(self) -> Mark | None:
        """Return what `put` wants to know: when making a page began. Called before anything is read for it.

        Raises:
            OSError, sqlite3.Error: there is no folder and none can be made.
        """
        if not self._index.is_there():
            with self._held():
                pass
        return self._index.mark()

    def put(self, page: StoredPage, keys: Collection[str], mark: Mark | None) -> bool:
        """Store a page, unless something that it shows was retired since it was begun.

        Returns:
            whether it was stored.

        Raises:
            OSError, sqlite3.Error: it cannot be: the disk is full, the folder is gone.
        """
        data, now = page.to_bytes(), timezone.now().timestamp()
        if mark is None or page.is_over(now):
            return False
        front = self._for_front(page, now)
        size = len(data) + sum(len(content) for content in front.values())
        with self._held():
            if not self._index.add(page.path, keys, size, now, page.until, mark):
                return False
            self._write(self._record(page.path), data)
            if not front:
                self._take_from_front(page.path)
            for file, content in front.items():
                self._write(file, content, page.mark)
            self._stored += 1
            if self._stored % LOOKED_AT_EACH == 0:
                self._take_out(self._index.oldest(self.most, int(self.most * 0.8)))
        return True

    def retire(self, keys: Collection[str]) -> int:
        """Take every page out that is filed under one of these keys; pages begun before are not stored.

        Returns:
            how many pages there were.

        Raises:
            OSError: not even a full disk is the reason: the folder belongs to somebody else.
        """
        with self._held():
            if EVERYTHING in keys:
                return self._empty()
            try:
                paths = self._index.retire(keys)
                if len(paths) > MANY:
                    return self._empty()
                self._take_out(paths)
            except (OSError, sqlite3.Error):
                # A full disk, a damaged index: what cannot be found is taken out with all the rest.
                return self._empty()
            self._next_turn()
            return len(paths)

    def retire_over(self) -> float:
        """Take out what the clock has changed.

        Returns:
            when the next page is over, in seconds since 1970; 0 where none will be.
        """
        with self._held():
            if over := self._index.over(timezone.now().timestamp()):
                self._take_out(over)
                self._next_turn()
            return self._index.next_over()

    def empty(self) -> int:
        """Take everything out; return how many pages there were."""
        with self._held():
            return self._empty()

    def look_after(self) -> None:
        """Sweep up what somebody left who was killed; begin anew after an update, or where the machine was off.

        A power cut may take the index's last rows with it, and leave their files.
        """
        booted = f"{BOOT.read_text() if BOOT.exists() else ''}{release()}"
        seen = self.root / "boot"
        with self._held():
            if not seen.exists() or seen.read_text() != booted:
                self._empty()
                seen.write_text(booted)
            for left in self.root.glob("old.*"):
                shutil.rmtree(left, ignore_errors=True)
            for left in self.root.glob("new.*"):
                left.unlink(missing_ok=True)

    def paths(self) -> list[str]:
        """Return where stored pages stand, in order."""
        with self._held():
            return self._index.paths()

    def size(self) -> tuple[int, int]:
        """Return how many pages there are, and how many bytes they take."""
        with self._held():
            return self._index.size()

    # One at a time

    @contextmanager
    def making(self, path: str, patience: float) -> Iterator[bool]:
        """Hold the right to make one page; give False where somebody else still does after so many seconds."""
        try:
            file = self._lock_of(path)
        except OSError:
            yield False
            return
        with file:
            until, pause = time.monotonic() + patience, 0.002
            while not _locked(file):
                if time.monotonic() > until:
                    yield False
                    return
                time.sleep(pause)
                pause = min(pause * 1.5, 0.05)
            yield True

    def _lock_of(self, path: str) -> BinaryIO:
        folder = self.root / "making"
        folder.mkdir(parents=True, exist_ok=True)
        return open(folder / hashlib.sha256(path.encode()).hexdigest()[:3], "wb")

    @contextmanager
    def _held(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with open(self.root / "lock", "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not self._index.is_there():
                # Somebody deleted it, or it is the first time. Files without rows would be served for ever.
                self._empty()
            yield

    # The files

    def _record(self, path: str) -> Path:
        name = hashlib.sha256(path.encode()).hexdigest()[:40]
        return self.root / "records" / name[:2] / name

    def _in_front(self, path: str) -> str:
        """Return the file that a server in front finds under a path; empty where it would find none, or another."""
        parts = path.strip("/").split("/") if path != "/" else []
        usual = all(part and part[0] != "." and len(part.encode()) <= NAME_AT_MOST for part in parts)
        return str(self.root.joinpath("site", *parts, "index.html")) if usual and path.endswith("/") else ""

    def _for_front(self, page: StoredPage, now: float) -> dict[Path, bytes]:
        kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
        file = self._in_front(page.path)
        # A server in front does not know the keys that an edge must be told.
        if (
            settings.PAGE_EDGE
            or not file
            or not kind.startswith("text/html")
            or (page.until and page.until < now + FRONT_NEEDS_SECONDS)
        ):
            return {}
        wanted = {ending: coding for ending, coding in ENDINGS.items() if not coding or coding in page.bodies}
        return {Path(file + ending): page.content(coding) for ending, coding in wanted.items()}

    def _write(self, file: Path, data: bytes, date: int | None = None) -> None:
        # Beside it, and then in its place: nobody sees half of it.
        new = self.root / f"new.{os.getpid()}.{threading.get_ident()}"
        try:
            new.write_bytes(data)
            if date is not None:
                # Servers make their validators of date and length: two pages of one second and of the same
                # length would be one page.
                os.utime(new, (date, date))
            file.parent.mkdir(parents=True, exist_ok=True)
            os.replace(new, file)
        finally:
            new.unlink(missing_ok=True)

    def _take_out(self, paths: Iterable[str]) -> None:
        paths = list(paths)
        for path in paths:
            self._take_from_front(path)
            with suppress(FileNotFoundError):
                os.unlink(self._record(path))
        if paths:
            self._index.remove(paths)

    def _take_from_front(self, path: str) -> None:
        if file := self._in_front(path):
            for ending in ENDINGS:
                with suppress(FileNotFoundError):
                    os.unlink(f"{file}{ending}")

    def _empty(self) -> int:
        """Begin anew: out of sight in one step, however much it is; what takes time comes after."""
        try:
            number = self._index.size()[0]
        except (OSError, sqlite3.Error):
            number = 0
        aside = self.root / f"old.{os.getpid()}.{threading.get_ident()}.{time.monotonic_ns()}"
        try:
            aside.mkdir()
            for name in ("site", "records"):
                with suppress(FileNotFoundError):
                    os.rename(self.root / name, aside / name)
        except OSError:
            for name in ("site", "records"):
                shutil.rmtree(self.root / name, ignore_errors=True)
        self._next_turn()
        try:
            self._index.begin()
        except (OSError, sqlite3.Error):
            # Without an index nothing is stored; with the old one, what was begun before would be.
            with suppress(OSError):
                self._index.end()
        threading.Thread(target=shutil.rmtree, args=(aside,), kwargs={"ignore_errors": True}, daemon=True).start()
        return number

    def _next_turn(self) -> None:
        try:
            with open(self._turns, "ab") as file:
                file.write(b".")
                full = file.tell() > TURNS_AT_MOST
            if not full:
                return
        except OSError:
            pass
        # Full, it or the disk: another file is another number, and takes no room.
        with suppress(OSError):
            os.unlink(self._turns)


@cache
def release() -> str:
    """Return what changes when the software does: pages that an older one made are not served by a newer one."""
    roots = (settings.BASE_DIR / name for name in ("newsroom", "articles", "patrons", "templates"))
    files = sorted(file for root in roots for ending in ENDS for file in root.rglob(f"*{ending}"))
    known = "\n".join(f"{file} {(about := file.stat()).st_size} {about.st_mtime_ns}" for file in files)
    return hashlib.sha256(known.encode()).hexdigest()


def _look_of(file: str) -> tuple[int, int, int]:
    try:
        found = os.stat(file)
    except OSError:
        # No folder, or not yet: nothing that was read before holds.
        return (0, 0, time.monotonic_ns())
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _locked(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
