"""What was sent, unpacked, and never more of it than was asked for.

A packed body of 10 MB may hold 10 GB. It is unpacked a piece at a time, each piece bounded, and the
first byte over the limit ends it.
"""

import zlib
from collections.abc import Callable, Iterator

import brotli

# What is asked for: the ways that can be unpacked in bounded pieces.
ACCEPTED = "gzip, deflate, br"
_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b\x08"
# Said by servers all the same.
_STRANGE = {"zstd", "compress", "x-compress", "dcb", "dcz"}
# A file may be packed in parts; beyond this they are there to keep us busy.
_PARTS_AT_MOST = 1_000


class TooLarge(Exception):
    """More than the limit."""


class Broken(Exception):
    """Packed wrongly, cut off, or in a way that was not asked for."""


class Body:
    """A body while it comes in: `take()` each chunk, then `whole()`."""

    def __init__(self, coding: str, limit: int) -> None:
        """Prepare for a body.

        Args:
            coding: what the Content-Encoding header says.
            limit: bytes, as sent and as unpacked.

        Raises:
            Broken: the coding is none that was asked for.
        """
        self._coding = coding.strip().lower()
        if self._coding in _STRANGE or "," in self._coding:
            raise Broken
        self._limit = limit
        self._taken = 0
        self._head = b""
        self._unpacker: _Plain | _Zlib | _Brotli | None = None
        self._unpacked = bytearray()

    def take(self, chunk: bytes) -> None:
        """Take what came.

        Raises:
            TooLarge, Broken: in the words of their names.
        """
        self._taken += len(chunk)
        if self._taken > self._limit:
            raise TooLarge
        if self._unpacker is None:
            self._head += chunk
            if len(self._head) < len(_GZIP):
                return
            chunk, self._unpacker = self._head, _unpacker(self._coding, self._head)
        for piece in self._unpacker.pieces(chunk):
            if len(self._unpacked) + len(piece) > self._limit:
                raise TooLarge
            self._unpacked += piece

    def whole(self) -> bytes:
        """Return all of it, unpacked.

        Raises:
            Broken: it ends before its end.
        """
        if self._unpacker is None:
            return self._head
        if not self._unpacker.is_whole():
            raise Broken
        return bytes(self._unpacked)


def unzipped(body: bytes, limit: int, still: Callable[[], object]) -> bytes:
    """Return what is in a file that is packed itself, such as `sitemap.xml.gz`; any other body unchanged.

    A feed, a page or a picture never begins like one. `still` is called between pieces and may raise.

    Raises:
        TooLarge, Broken: in the words of their names.
    """
    if not body.startswith(_GZIP):
        return body
    inner = Body("gzip", limit)
    for start in range(0, len(body), _PIECE):
        still()
        inner.take(body[start : start + _PIECE])
    return inner.whole()


def _unpacker(coding: str, head: bytes) -> "_Plain | _Zlib | _Brotli":
    if coding in {"gzip", "x-gzip"} and head.startswith(_GZIP):
        return _Zlib(zlib.MAX_WBITS | 16)
    if coding == "deflate":
        # Some servers put a frame around it and some do not.
        has_frame = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
        return _Zlib(zlib.MAX_WBITS if has_frame else -zlib.MAX_WBITS)
    if coding == "br":
        return _Brotli()
    # Also what is called gzip and is plain, as servers send that are set up wrongly.
    return _Plain()


class _Plain:
    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def is_whole(self) -> bool:
        return True


class _Zlib:
    def __init__(self, window: int) -> None:
        self._window = window
        self._zlib = zlib.decompressobj(window)
        self._parts = 1

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        piece = b""
        while chunk or len(piece) == _PIECE:
            if self._zlib.eof:
                # Of several parts the next one follows; anything else behind the end is ignored.
                if not chunk.startswith(_GZIP[:2]):
                    return
                if self._parts == _PARTS_AT_MOST:
                    raise Broken
                self._zlib, self._parts = zlib.decompressobj(self._window), self._parts + 1
            try:
                piece = self._zlib.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise Broken from error
            yield piece
            chunk = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail

    def is_whole(self) -> bool:
        return self._zlib.eof


class _Brotli:
    def __init__(self) -> None:
        self._brotli = brotli.Decompressor()

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        try:
            while not self._brotli.is_finished():
                piece = self._brotli.process(chunk, output_buffer_limit=_PIECE)
                # It says that it can take more while it still has more to give.
                if not piece and self._brotli.can_accept_more_data():
                    return
                yield piece
                chunk = b""
        except brotli.error as error:
            raise Broken from error

    def is_whole(self) -> bool:
        return self._brotli.is_finished()
