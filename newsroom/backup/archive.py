"""The file: a plain tar whose last member holds a checksum of each one before it, and of itself.

Whoever has lost everything else opens it with `tar`: tables are JSON lines, pictures are pictures.
"""

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

HEAD, MANIFEST, SUMS = "newsroom-backup.json", "manifest.json", "SHA256SUMS"
FOLDERS = ("tables", "media", "originals")
OWN = {HEAD, MANIFEST, "settings.json", "site.env"}
CHUNK = 1 << 20


class BadArchive(Exception):
    """The file cannot be used; the sentence says why."""


class Hashing(io.RawIOBase):
    """Reads another file and knows the checksum of what went through."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.sha, self.count = source, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.sha.update(data)
        self.count += len(data)
        return data


class Writer:
    """Adds members one after the other; nothing is kept in memory but a piece."""

    def __init__(self, target: IO[bytes], scratch: Path) -> None:
        self.tar = tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT)
        self.sums = tempfile.TemporaryFile(dir=scratch)
        self.sha = hashlib.sha256()

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """Add what `source` holds from here on.

        Raises:
            OSError: it holds less than `size` bytes, or cannot be written.
        """
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reading = Hashing(source)
        self.tar.addfile(member, reading)  # type: ignore[arg-type]
        # It keeps what it has written, and a hundred thousand pictures are much.
        self.tar.members = []  # type: ignore[attr-defined]
        self._note(_line(reading.sha.hexdigest(), reading.count, name))

    def add_bytes(self, name: str, data: bytes) -> None:
        self.add(name, io.BytesIO(data), len(data))

    def close(self) -> None:
        """Write the checksums, and the end."""
        self._note(self.sha.hexdigest().encode() + b"\n")
        member = tarfile.TarInfo(SUMS)
        member.size, member.mode = self.sums.tell(), 0o600
        self.sums.seek(0)
        self.tar.addfile(member, self.sums)
        self.tar.close()
        self.sums.close()

    def _note(self, line: bytes) -> None:
        self.sums.write(line)
        self.sha.update(line)


@contextmanager
def opened(path: Path) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """Read the members of a file one after the other: name, size, content.

    Raises:
        BadArchive: it is none of ours, is damaged, or holds what must not be in it.
    """
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            yield _members(tar)
    except (tarfile.TarError, EOFError) as error:
        raise BadArchive(f"{path} is damaged or cut off, or is no backup of Newsroom: take another file.") from error


def check(path: Path, say: Any = lambda words: None) -> dict[str, bytes]:
    """Compare each member with its checksum, before anything is made of it.

    Returns:
        the small members that describe the file, by name.

    Raises:
        BadArchive: as `opened`, or a checksum differs.
        OSError: it cannot be read.
    """
    small: dict[str, bytes] = {}
    with opened(path) as members, tempfile.TemporaryFile() as seen:
        for number, (name, size, content) in enumerate(members):
            if name == SUMS:
                _compare(seen, content, path)
                break
            reading = Hashing(content)
            if name in OWN and size <= 64 * CHUNK:
                small[name] = reading.read()
            else:
                while reading.read(CHUNK):
                    pass
            seen.write(_line(reading.sha.hexdigest(), reading.count, name))
            if number % 200 == 0:
                say(f"Checking: {number} members")
        else:
            raise BadArchive(f"{path} is cut off: its end is missing. Take another file.")
    if HEAD not in small or MANIFEST not in small:
        raise BadArchive(f"{path} is no backup of Newsroom: take another file.")
    return small


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    seen = set()
    is_first = True
    while (member := _next(tar)) is not None:
        tar.members = []  # type: ignore[attr-defined]
        name = member.name
        if is_first and name != HEAD:
            raise BadArchive("This is no backup of Newsroom: take another file.")
        is_first = False
        if not member.isreg() or not _is_safe(name) or (name in OWN and name in seen):
            raise BadArchive(f"The file holds “{name[:100]}”, which no backup of Newsroom holds: take another file.")
        if name in OWN:
            seen.add(name)
        content = tar.extractfile(member)
        assert content is not None  # noqa: S101
        yield name, member.size, content


def _next(tar: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return tar.next()
    except ValueError as error:
        # A header whose numbers are none.
        raise tarfile.ReadError(str(error)) from error


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if (
        "\0" in name
        or any("\ud800" <= letter <= "\udfff" for letter in name)
        or "\\" in name
        or "\n" in name
        or name != "/".join(parts)
        or not parts
        or ".." in parts
    ):
        return False
    return name in {*OWN, SUMS} or (len(parts) > 1 and parts[0] in FOLDERS)


def _compare(seen: IO[bytes], content: IO[bytes], path: Path) -> None:
    seen.seek(0)
    sha = hashlib.sha256()
    for line in content:
        ours = seen.readline()
        if not ours:
            if line.strip().decode("ascii", "replace") == sha.hexdigest() and not content.read(1):
                return
            break
        if ours != line:
            name = ours.split(b" ", 2)[-1].decode("utf-8", "replace").strip()
            raise BadArchive(f"{path} is damaged: “{name[:100]}” is not what was written. Take another file.")
        sha.update(line)
    raise BadArchive(f"{path} is damaged: its list of checksums does not fit. Take another file.")


def _line(sha: str, size: int, name: str) -> bytes:
    return f"{sha} {size} {name}\n".encode()
