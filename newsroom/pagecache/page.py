"""A page as it is stored: its bytes in each coding, its headers, and how long it is true."""

import gzip
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import brotli
import zstandard

# The first that a browser takes. On a front page of 31 KB zstd is as small as gzip and quicker to undo.
CODINGS = ("br", "zstd", "gzip")
_NAMED = {coding: re.compile(rf"\b{coding}\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))") for coding in CODINGS}
# Below, headers and time cost more than is saved.
WORTH_IT = 600
# Compressed while the first reader waits. A step more makes a feed of 160 KB 1 or 2 % smaller and takes three times
# as long in each coding (40 ms for 17), and an editor who has published waits for it.
BROTLI_QUALITY, ZSTD_LEVEL, GZIP_LEVEL = 6, 6, 6
# What is said of the bytes themselves is written anew for each coding.
OF_BYTES = frozenset({"content-encoding", "content-length", "etag", "vary"})
_HEAD = struct.Struct(">4sII")
_MARK = b"NRP1"


class Broken(ValueError):
    """What was stored is no whole page."""


@dataclass(frozen=True)
class StoredPage:
    """One page, the same for everybody.

    Attributes:
        path: where it stands, without language prefix taken off or a query.
        headers: as they go out, but for those of the bytes themselves.
        bodies: by coding; "" for none, and then there may be no other.
        until: the moment at which the clock changes it, in seconds since 1970; 0 for never.
    """

    path: str
    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]
    etag: str
    until: float = 0.0

    @classmethod
    def of(cls, path: str, headers: Iterable[tuple[str, str]], content: bytes, until: datetime | None) -> Self:
        """Return a page, compressed in every coding where that is worth it."""
        kept = tuple((name, value) for name, value in headers if name.lower() not in OF_BYTES)
        etag = f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'
        bodies = {"": content} if len(content) < WORTH_IT else compressed(content)
        return cls(path, kept, bodies, etag, until.timestamp() if until else 0.0)

    def coding_for(self, accepted: str) -> str:
        """Return the coding to send to whoever accepts these; "" for bytes as they are."""
        if "" in self.bodies:
            return ""
        return next((coding for coding in CODINGS if _NAMED[coding].search(accepted)), "")

    def content(self, coding: str) -> bytes:
        """Return the bytes in a coding that `coding_for` gave."""
        body = self.bodies.get(coding)
        return body if body is not None else gzip.decompress(self.bodies["gzip"])

    def is_over(self, now: float) -> bool:
        """Say whether the clock has changed the page by `now`, in seconds since 1970."""
        return bool(self.until) and now >= self.until

    def to_bytes(self) -> bytes:
        """Return the page as one file: a head with lengths and a checksum, then every body."""
        about = {
            "path": self.path, "headers": self.headers, "etag": self.etag, "until": self.until,
            "bodies": [(coding, len(body)) for coding, body in self.bodies.items()],
        }  # fmt: skip
        head = json.dumps(about).encode()
        rest = head + b"".join(self.bodies.values())
        return _HEAD.pack(_MARK, len(head), zlib.crc32(rest)) + rest

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises:
            Broken: it is not whole, or of another version of the software.
        """
        try:
            mark, length, checksum = _HEAD.unpack_from(data)
            rest = data[_HEAD.size :]
            if mark != _MARK or zlib.crc32(rest) != checksum:
                raise Broken("a page that is not whole")
            about = json.loads(rest[:length])
            at, bodies = length, {}
            for coding, size in about["bodies"]:
                bodies[coding] = rest[at : at + size]
                at += size
            headers = tuple((name, value) for name, value in about["headers"])
            return cls(about["path"], headers, bodies, about["etag"], about["until"])
        except (struct.error, KeyError, TypeError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise Broken("a page that is not whole") from error

    @property
    def mark(self) -> int:
        """A number of 31 bits for the content: where a validator is made of a file's date, this is the date."""
        return int(self.etag.partition('"')[2][:8], 16) >> 1

    @property
    def ends(self) -> datetime | None:
        """The moment at which the clock changes it."""
        return datetime.fromtimestamp(self.until, UTC) if self.until else None


def compressed(content: bytes) -> dict[str, bytes]:
    """Return the content in every coding."""
    return {
        "br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
        "zstd": zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(content),
        # No moment in it: the same page is the same bytes.
        "gzip": gzip.compress(content, GZIP_LEVEL, mtime=0),
    }
