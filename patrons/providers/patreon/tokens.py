"""The pair of tokens: the first one stands in the environment, each later one in a file that only we read.

Patreon's access tokens hold for a month, and a refresh token is used once: whoever loses the pair that came for
it is locked out. So it is written down before anybody uses it, by one process at a time.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from patrons.providers.base import NotReady

NAME = "patreon_tokens"


@dataclass(frozen=True)
class Pair:
    """What Patreon knows us by, and what the next pair is asked for with. Neither is ever shown."""

    access: str
    refresh: str

    def __repr__(self) -> str:
        return "Pair(…)"


class Kept:
    """The pair that holds now."""

    def __init__(self, folder: Path, first: Pair) -> None:
        self.path, self.first = folder.joinpath(NAME), first
        # Another pair in the environment begins anew: what came of the one before it is of no use.
        self.line = hashlib.sha256(f"{first.access}\0{first.refresh}".encode()).hexdigest()

    def now(self) -> Pair:
        """Return the newest pair."""
        try:
            found = json.loads(self.path.read_text())
            if found["line"] == self.line:
                return Pair(found["access"], found["refresh"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            pass
        except OSError as error:
            raise NotReady(f"{self.path} cannot be read ({error.strerror}).") from error
        return self.first

    def renew(self, refused: Pair, ask: Callable[[Pair], Pair]) -> Pair:
        """Return a pair that is newer than `refused`; of many who come at once, one asks for it.

        Raises:
            NotReady: the new pair could not be kept. Nothing was asked for.
        """
        try:
            with self._alone(), self._draft() as draft:
                known = self.now()
                if known != refused:
                    return known
                made = ask(known)
                # Whole and on the disk before it has its name.
                with draft.open("w") as file:
                    json.dump({"line": self.line, **asdict(made)}, file)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(self.path)
                return made
        except OSError as error:
            raise NotReady(f"Patreon's tokens cannot be kept in {self.path.parent} ({error.strerror}).") from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Each opens it anew, so that two threads of one process wait for each other as well.
        with open(os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        """A file is made before Patreon is asked: where none can be, the old pair is not spent."""
        draft = self.path.with_name(f"{NAME}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)
