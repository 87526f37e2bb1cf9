"""What a folder of pages knows about itself: which page is filed under which keys, and what was retired when."""

import os
import secrets
import sqlite3
import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS page (path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, stored REAL NOT NULL,
    until REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS filed (key TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (key, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS filed_path ON filed (path);
CREATE INDEX IF NOT EXISTS page_until ON page (until) WHERE until > 0;
CREATE INDEX IF NOT EXISTS page_stored ON page (stored);
CREATE TABLE IF NOT EXISTS retired (turn INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL);
"""
# A page that was begun longer ago than so many turns is not stored: what was retired meanwhile is forgotten.
REMEMBERED_TURNS = 10_000

type Mark = tuple[str, int]


class Index:
    """The rows beside the files, in a small database of their own.

    Its name is new whenever it begins anew, and stands in a file beside it, so that nobody who has an older one
    open takes it for this one. Everything but `mark` is called by whoever holds the folder's lock.
    """

    def __init__(self, root: Path):
        self._root, self._name = root, root / "epoch"
        self._local = threading.local()

    def is_there(self) -> bool:
        """Say whether there is one, and it is whole enough to be opened."""
        try:
            return self._open() is not None
        except sqlite3.Error:
            return False

    def begin(self) -> None:
        """Begin a new one; whoever has the old one open finds out at the next question."""
        epoch = secrets.token_hex(8)
        new = self._root / f"epoch.{epoch}"
        new.write_text(epoch)
        with sqlite3.connect(self._file(epoch), timeout=10) as index:
            index.execute("PRAGMA journal_mode=WAL")
            index.executescript(_TABLES)
        index.close()
        os.replace(new, self._name)
        for old in self._root.glob("index.*"):
            if not old.name.startswith(f"index.{epoch}."):
                with suppress(FileNotFoundError):
                    old.unlink()

    def end(self) -> None:
        """Be there no more, so that nothing is stored until one begins."""
        self._name.unlink(missing_ok=True)

    def mark(self) -> Mark | None:
        """Return the moment by this index; None where there is none."""
        index = self._open()
        if index is None:
            return None
        return self._local.epoch, self._turn(index)

    def add(self, path: str, keys: Collection[str], size: int, stored: float, until: float, mark: Mark) -> bool:
        """Write a page down unless one of its keys was retired after `mark`; return whether it was written."""
        index = self._opened()
        epoch, turn = mark
        if epoch != self._local.epoch or turn < self._turn(index) - REMEMBERED_TURNS:
            return False
        since = index.execute("SELECT key FROM retired WHERE turn > ?", (turn,))
        if not set(keys).isdisjoint(key for (key,) in since):
            return False
        with index:
            index.execute("DELETE FROM filed WHERE path = ?", (path,))
            index.execute("REPLACE INTO page VALUES (?, ?, ?, ?)", (path, size, stored, until))
            index.executemany("INSERT INTO filed VALUES (?, ?)", [(key, path) for key in keys])
        return True

    def retire(self, keys: Collection[str]) -> list[str]:
        """Note that keys are retired; return the paths that are filed under them."""
        index = self._opened()
        found: dict[str, None] = {}
        for key in keys:
            found.update((path, None) for (path,) in index.execute("SELECT path FROM filed WHERE key = ?", (key,)))
        with index:
            index.executemany("INSERT INTO retired (key) VALUES (?)", [(key,) for key in keys])
            index.execute("DELETE FROM retired WHERE turn <= ?", (self._turn(index) - REMEMBERED_TURNS,))
        return list(found)

    def remove(self, paths: Iterable[str]) -> None:
        """Strike pages out."""
        rows = [(path,) for path in paths]
        index = self._opened()
        with index:
            index.executemany("DELETE FROM filed WHERE path = ?", rows)
            index.executemany("DELETE FROM page WHERE path = ?", rows)

    def over(self, now: float) -> list[str]:
        """Return the paths of pages that the clock has changed by `now`, in seconds since 1970."""
        rows = self._opened().execute("SELECT path FROM page WHERE until > 0 AND until <= ?", (now,))
        return [path for (path,) in rows]

    def next_over(self) -> float:
        """Return when the clock changes the next page; 0 where it changes none."""
        (found,) = self._opened().execute("SELECT min(until) FROM page WHERE until > 0").fetchone()
        return float(found or 0)

    def oldest(self, most: int, down_to: int) -> list[str]:
        """Return what to take out, oldest first, where all take more than `most` bytes, until `down_to` are left."""
        total, paths = self.size()[1], []
        if total <= most:
            return []
        for path, size in self._opened().execute("SELECT path, bytes FROM page ORDER BY stored"):
            if total <= down_to:
                break
            paths.append(path)
            total -= size
        return paths

    def paths(self) -> list[str]:
        """Return where pages stand, in order."""
        return [path for (path,) in self._opened().execute("SELECT path FROM page ORDER BY path")]

    def size(self) -> tuple[int, int]:
        """Return how many pages there are, and how many bytes they take."""
        number, size = self._opened().execute("SELECT count(*), total(bytes) FROM page").fetchone()
        return int(number), int(size)

    def _file(self, epoch: str) -> Path:
        return self._root / f"index.{epoch}.sqlite3"

    def _opened(self) -> sqlite3.Connection:
        index = self._open()
        if index is None:
            raise FileNotFoundError(f"There is no index of pages in {self._root}.")
        return index

    def _open(self) -> sqlite3.Connection | None:
        """Return this thread's connection to the index of now."""
        try:
            epoch = self._name.read_text()
        except OSError:
            return None
        local = self._local
        if getattr(local, "epoch", "") == epoch and local.process == os.getpid() and self._file(epoch).exists():
            return local.index
        if getattr(local, "index", None) is not None and local.process == os.getpid():
            local.index.close()
        local.epoch = ""
        if not epoch or not self._file(epoch).exists():
            return None
        local.index = None
        index = sqlite3.connect(self._file(epoch), timeout=10)
        # A power cut may take rows with it: whoever starts the site begins anew after one (see `Folder.look_after`).
        index.execute("PRAGMA synchronous=OFF")
        local.index, local.epoch, local.process = index, epoch, os.getpid()
        return index

    @staticmethod
    def _turn(index: sqlite3.Connection) -> int:
        return int(index.execute("SELECT coalesce(max(turn), 0) FROM retired").fetchone()[0])
