"""A server on this machine that does whatever servers in life do, and a telephone book that lies.

outside.on("/feed", answer(b"<rss/>", etag='"1"'), not_modified())   # first this, then that for ever
outside.url("/feed")          # http://127.0.0.1:40123/feed
outside.asked["/feed"]        # what came, with headers
"""

import gzip
import ipaddress
import re
import socket
import socketserver
import ssl
import threading
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import brotli


@dataclass(frozen=True)
class Asked:
    """A request as it came; names of headers in lower case."""

    target: str
    headers: dict[str, str]


class Wire:
    """The connection, seen by a behaviour. Whoever has heard enough just hangs up."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self._socket, self._over = sock, over

    def say(self, *parts: bytes | str) -> None:
        for part in parts:
            self._socket.sendall(part.encode("latin-1") if isinstance(part, str) else part)

    def head(self, status: int = 200, **headers: object) -> None:
        """The status line and headers; `content_type=` becomes Content-Type, None leaves one out."""
        lines = [f"HTTP/1.1 {status} Whatever"]
        for name, value in {"connection": "close", **headers}.items():
            if value is not None:
                lines.append(f"{name.replace('_', '-').title()}: {value}")
        self.say("\r\n".join([*lines, "", ""]))

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than the server lives."""
        if self._over.wait(seconds):
            raise ConnectionAbortedError


type Behaviour = Callable[[Wire, Asked], None]


class Misbehaving:
    """The server: one thread a connection, one request a connection, a free port of 127.0.0.1."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.asked: dict[str, list[Asked]] = defaultdict(list)
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._tls = tls
        self._server = _Server((host, 0), self._serve)
        self.host, self.port = host, self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def on(self, path: str, *behaviours: Behaviour) -> str:
        """Do one of `behaviours` at each request for `path`, the last for ever; return the address."""
        with self._lock:
            self._behaviours[path] = list(behaviours)
        return self.url(path)

    def url(self, path: str = "/", host: str = "") -> str:
        """The address of `path`, under another name of this machine if you like."""
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def count(self, path: str = "") -> int:
        """How often `path` was asked for; everything when empty."""
        return len(self.asked[path]) if path else sum(map(len, self.asked.values()))

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(20)
        if self._tls:
            sock = self._tls.wrap_socket(sock, server_side=True)
        with sock:
            head = b""
            while b"\r\n\r\n" not in head:
                received = sock.recv(65536)
                if not received:
                    return
                head += received
            first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in lines)
            asked = Asked(first.split(" ")[1], {name.lower(): value.strip() for name, _colon, value in pairs})
            path = asked.target.partition("?")[0]
            with self._lock:
                self.asked[path].append(asked)
                line = self._behaviours.get(path) or [status(404)]
                behaviour = line.pop(0) if len(line) > 1 else line[0]
            behaviour(Wire(sock, self._over), asked)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        super().__init__(address, socketserver.BaseRequestHandler)

    def finish_request(self, request, client_address) -> None:
        with suppress(OSError):  # they hung up
            self._serve(request)


# Good behaviour


def answer(body: bytes | str = b"", status: int = 200, **headers: object) -> Behaviour:
    """A whole answer; `content_type=`, `etag=`, `last_modified=` and so on become headers."""
    content = body.encode() if isinstance(body, str) else body

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(status, **{"content_length": len(content), **headers})
        wire.say(content)

    return behave


def status(number: int, **headers: object) -> Behaviour:
    """An answer of which only the number matters: 404, 410, 500 …"""
    return answer(b"<h1>No.</h1>", number, **{"content_type": "text/html", **headers})


def not_modified(**headers: object) -> Behaviour:
    """304, without asking whether that is true."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(304, **headers)

    return behave


def conditional(body: bytes | str, *, etag: str = "", last_modified: str = "", **headers: object) -> Behaviour:
    """A server that knows its validators: 304 to whoever brings one back, else the whole answer."""
    known = {"etag": etag or None, "last_modified": last_modified or None}

    def behave(wire: Wire, asked: Asked) -> None:
        same = etag and asked.headers.get("if-none-match") == etag
        same = same or last_modified and asked.headers.get("if-modified-since") == last_modified
        (not_modified(**known) if same else answer(body, **known, **headers))(wire, asked)

    return behave


def packed(body: bytes, coding: str, **headers: object) -> Behaviour:
    """The body as gzip, deflate, raw-deflate or br."""
    pack = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "raw-deflate": lambda data: zlib.compress(data)[2:-4],
        "br": brotli.compress,
    }
    return answer(pack[coding](body), content_encoding=coding.removeprefix("raw-"), **headers)


def redirect(to: str, status: int = 302) -> Behaviour:
    """Send on, anywhere: `javascript:alert(1)` too."""
    return answer(b"", status, location=to)


def too_many(retry_after: object = None) -> Behaviour:
    """429, with Retry-After as given."""
    return status(429, retry_after=retry_after)


# Too slow


def late(seconds: float, then: Behaviour) -> Behaviour:
    """Think for a while before the first byte."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.wait(seconds)
        then(wire, asked)

    return behave


def silence() -> Behaviour:
    """Take the call and never say a word."""
    return late(3600, answer())


def dripping_head(every: float = 0.02) -> Behaviour:
    """One header after the other, without an end."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.say("HTTP/1.1 200 OK\r\n")
        for letter in _for_ever("X-Drop: 1\r\n"):
            wire.say(letter)
            wire.wait(every)

    return behave


def dripping_body(every: float = 0.02, drop: bytes = b".", length: int | None = 10_000) -> Behaviour:
    """One drop after the other: each comes in time, all of them never do."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(content_length=length)
        while True:
            wire.say(drop)
            wire.wait(every)

    return behave


def only_continue() -> Behaviour:
    """100 Continue, again and again."""

    def behave(wire: Wire, asked: Asked) -> None:
        while True:
            wire.say("HTTP/1.1 100 Continue\r\n\r\n" * 100)
            wire.wait(0.01)

    return behave


# Too much


def endless(chunked: bool = False) -> Behaviour:
    """A body without an end and without a length."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(transfer_encoding="chunked" if chunked else None)
        piece = b"x" * 65536
        while True:
            wire.say(b"10000\r\n" + piece + b"\r\n" if chunked else piece)

    return behave


def crumbs() -> Behaviour:
    """Chunks of one byte without an end, as fast as they go."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(transfer_encoding="chunked")
        while True:
            wire.say(b"1\r\nx\r\n" * 10_000)

    return behave


def huge(length: int) -> Behaviour:
    """A length that says it all, and the body to it."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(content_length=length)
        for _piece in range(length // 65536 + 1):
            wire.say(b"x" * 65536)

    return behave


def bomb(coding: str = "gzip", megabytes: int = 1000, **headers: object) -> Behaviour:
    """Small on the way, `megabytes` when unpacked. `coding=""` sends the gzip as a file."""
    body = _bomb(coding or "gzip", megabytes)
    return answer(body, content_encoding=coding or None, **headers)


def huge_head(length: int = 1_000_000) -> Behaviour:
    """Headers that are longer than a book."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(**{f"x_{number}": "x" * 1000 for number in range(length // 1000)})

    return behave


# Wrong


def lying_length(says: int, body: bytes) -> Behaviour:
    """A Content-Length that is not the body's."""
    return answer(body, content_length=says)


def breaking_off(body: bytes = b"<rss>", chunked: bool = False) -> Behaviour:
    """Hang up in the middle of the body."""

    def behave(wire: Wire, asked: Asked) -> None:
        wire.head(transfer_encoding="chunked" if chunked else None, content_length=None if chunked else 10_000)
        wire.say(b"ff\r\n" + body if chunked else body)

    return behave


def hanging_up() -> Behaviour:
    """Take the call and hang up."""
    return lambda wire, asked: None


def garbage(line: bytes = b"\x16\x03\x01 what?\r\n\r\n") -> Behaviour:
    """Something that is not HTTP."""
    return lambda wire, asked: wire.say(line)


def _for_ever(words: str) -> Iterator[str]:
    while True:
        yield from words


def _bomb(coding: str, megabytes: int) -> bytes:
    piece = bytes(1024 * 1024)
    if coding == "br":
        packer = brotli.Compressor(quality=1)
        return b"".join([*(packer.process(piece) for _number in range(megabytes)), packer.finish()])
    stream = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16 if coding == "gzip" else zlib.MAX_WBITS)
    return b"".join([*(stream.compress(piece) for _number in range(megabytes)), stream.flush()])


class Names:
    """Stands for the system's look-up of names: knows what it was told, and nobody else.

    `says("feed.example", "93.184.216.34")`; several answers are given one after the other, the last
    for ever; an answer of several addresses is a list.
    """

    def __init__(self) -> None:
        self._book: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    def says(self, name: str, *answers: str | list[str]) -> None:
        self._book[name] = [[answer] if isinstance(answer, str) else answer for answer in answers]

    def __call__(self, host, port, family=0, type=0, proto=0, flags=0):
        if re.fullmatch(r"[0-9.]+|.*:.*", host or "127.0.0.1"):
            return _really(host, port, family, type, proto, flags)
        self.asked.append(host)
        if host not in self._book:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        line = self._book[host]
        found = line.pop(0) if len(line) > 1 else line[0]
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            if ipaddress.ip_address(address.partition("%")[0]).version == 4
            else (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            for address in found
        ]


_really = socket.getaddrinfo
