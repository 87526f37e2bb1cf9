"""The files of an export, opened one after another: plain, gzipped, or several in a zip as WordPress.com sends them."""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

from django.utils.translation import gettext as _

from ..records import CannotRead

# XML packs to a tenth or so. What unpacks to more than this is made to fill a disk.
UNPACKED_TIMES = 200
UNPACKED_ANYWAY = 64 * 1024 * 1024
MEMBERS_AT_MOST = 1_000
# What an unpacker says of a file that is cut or damaged.
DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True)
class ExportFile:
    """One file of the export under the name people know it by."""

    name: str
    packed: int
    # No closure: what was opened is handed to another process.
    open: Callable[[], IO[bytes]]

    @contextmanager
    def reading(self) -> Iterator["Bounded"]:
        """Give the unpacked bytes as a stream.

        Raises:
            CannotRead: it is damaged, or unpacks to far more than any export.
        """
        try:
            with self._opened() as stream:
                yield Bounded(stream, self)
        except DAMAGED as damage:
            raise CannotRead(
                _("“{file}” cannot be unpacked: the file is damaged or cut. Download the export again.").format(
                    file=self.name
                )
            ) from damage

    def _opened(self) -> IO[bytes]:
        try:
            return self.open()
        except (NotImplementedError, RuntimeError) as locked:
            raise CannotRead(
                _("“{file}” is packed in a way that cannot be opened. Unpack it, and give the XML file.").format(
                    file=self.name
                )
            ) from locked


class Bounded:
    """A stream that stops when it has given more than an export can hold."""

    def __init__(self, stream: IO[bytes], file: ExportFile) -> None:
        self._stream = stream
        self._file = file
        self._left = max(UNPACKED_ANYWAY, file.packed * UNPACKED_TIMES)

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, at most a megabyte.

        Raises:
            CannotRead: more has been unpacked than any export holds.
        """
        data = self._stream.read(min(size, 1 << 20) if size > 0 else 1 << 20)
        self._left -= len(data)
        if self._left < 0:
            raise CannotRead(
                _(
                    "“{file}” unpacks to far more than any export. Unpack it yourself and give the XML file, "
                    "if you trust where it comes from."
                ).format(file=self._file.name)
            )
        return data


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb")


def _unzipped(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb"))


def export_files(paths: list[Path]) -> list[ExportFile]:
    """Return the XML files behind `paths`, in the order given.

    Raises:
        CannotRead: a file is missing, or a zip holds no XML.
    """
    found: list[ExportFile] = []
    for path in paths:
        try:
            with path.open("rb") as stream:
                begins = stream.read(4)
            size = path.stat().st_size
        except OSError as missing:
            raise CannotRead(
                _("“{file}” cannot be opened. Check that the file is there and may be read.").format(file=path.name)
            ) from missing
        if begins[:2] == b"\x1f\x8b":
            found.append(ExportFile(path.name, size, partial(_unzipped, path)))
        elif begins == b"PK\x03\x04":
            found.extend(_members(path))
        else:
            found.append(ExportFile(path.name, size, partial(_plain, path)))
    return found


def _members(path: Path) -> list[ExportFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [
                entry
                for entry in archive.infolist()
                if entry.filename.lower().endswith((".xml", ".wxr")) and not entry.filename.startswith("__MACOSX")
            ][:MEMBERS_AT_MOST]
    except DAMAGED as damage:
        raise CannotRead(
            _("“{file}” cannot be unpacked: the file is damaged or cut. Download the export again.").format(
                file=path.name
            )
        ) from damage
    if not inside:
        raise CannotRead(
            _("“{file}” holds no XML file. In WordPress, choose Tools → Export, and give that file.").format(
                file=path.name
            )
        )
    return [
        ExportFile(
            f"{path.name}/{entry.filename}",
            entry.compress_size,
            partial(_member, path, entry.filename),
        )
        for entry in inside
    ]


def _member(path: Path, name: str) -> IO[bytes]:
    archive = zipfile.ZipFile(path)
    # The member keeps the archive's file open for as long as it is read.
    with archive:
        return archive.open(name)
