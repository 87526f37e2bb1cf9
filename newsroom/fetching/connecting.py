"""The connection to a machine that was looked at first.

A name is asked for once. All its addresses are checked, and the connection goes to one of those that
were checked, so that a name which answers otherwise a moment later changes nothing. TLS still proves
the name.
"""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, partial
from ipaddress import ip_address
from typing import Any

import httpcore2

from newsroom.fetching import fences
from newsroom.fetching.deadline import Deadline, OutOfTime

# Of one name; the next ones are hardly ever another way to the same pages.
ADDRESSES_AT_MOST = 4
# The system's look-up cannot be stopped: one that hangs keeps its thread until the system gives up.
_LOOKUPS = threading.BoundedSemaphore(64)


class UnknownHost(Exception):
    """Nobody knows the name."""


class NotPublic(Exception):
    """A machine that is never asked."""


class NotProven(Exception):
    """A machine that cannot prove its name."""


@cache
def tls() -> ssl.SSLContext:
    """Return what certificates are checked with: the system's authorities, read once, 50 ms."""
    return httpcore2.default_ssl_context()


class Stream(httpcore2.NetworkStream):
    """A connection on which every wait counts towards the same deadline: drops at intervals do not stretch it."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._waiting(partial(self._socket.recv, max_bytes), httpcore2.ReadError)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        while buffer:
            sent = self._waiting(partial(self._socket.send, buffer), httpcore2.WriteError)
            buffer = buffer[sent:]

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        shake_hands = partial(ssl_context.wrap_socket, self._socket, server_hostname=server_hostname)
        return Stream(self._waiting(shake_hands, httpcore2.ConnectError), self._deadline)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.close()

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket):
            return self._socket
        # A connection is used for one answer: whether an idle one still stands is never of interest.
        return None

    def _waiting[Result](self, act: Callable[[], Result], failed: type[Exception]) -> Result:
        try:
            self._socket.settimeout(self._deadline.left())
            return act()
        except TimeoutError:
            self.close()
            raise OutOfTime from None
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise NotProven from error
        except OSError as error:
            self.close()
            raise failed(error) from error
        except OutOfTime:
            self.close()
            raise


class LookedAt(httpcore2.NetworkBackend):
    """Connects to machines that may be asked, and to nothing else; `is_ours`: to one that the settings name."""

    def __init__(self, deadline: Deadline, connect_seconds: float, *, is_ours: bool = False) -> None:
        self._deadline = deadline
        self._is_ours = is_ours
        self._connect_seconds = connect_seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to one of the machines that `host` names.

        Raises:
            OutOfTime, UnknownHost: in the words of their names.
            NotPublic: one of the machines may not be asked. No connection was tried, to none of them.
            httpcore2.ConnectError: none of them takes the call.
        """
        soon = self._deadline.within(self._connect_seconds)
        found = _look_up(host, port, soon)
        machines = [ip_address(place[0].partition("%")[0]) for _family, place in found]
        if not (self._is_ours or all(map(fences.may_connect, machines))):
            raise NotPublic
        left = found[:ADDRESSES_AT_MOST]
        while left:
            (family, place), *left = left
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                # What remains is shared, so that a first address that is deaf leaves time for the next.
                sock.settimeout(soon.left() / (1 + len(left)))
                sock.connect(place)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                sock.close()
                if not left:
                    if isinstance(error, TimeoutError):
                        raise OutOfTime from None
                    raise httpcore2.ConnectError(error) from error
            except BaseException:
                sock.close()
                raise
            else:
                return Stream(sock, self._deadline)
        raise UnknownHost

    def connect_unix_socket(self, *args: Any, **options: Any) -> httpcore2.NetworkStream:
        """Refuse: a socket in the file system is never another server."""
        raise NotPublic


type _Place = tuple[Any, ...]


def _look_up(host: str, port: int, deadline: Deadline) -> list[tuple[int, _Place]]:
    """Return the machines of a name, once each, in the order of the system."""
    try:
        ip = ip_address(host)
    except ValueError:
        pass
    else:
        return [(socket.AF_INET, (host, port)) if ip.version == 4 else (socket.AF_INET6, (host, port, 0, 0))]
    answer: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:  # is raised again where somebody waits for it
            answer.put(error)
        finally:
            _LOOKUPS.release()

    if not _LOOKUPS.acquire(timeout=deadline.left()):
        raise OutOfTime
    try:
        threading.Thread(target=ask, name=f"look-up of {host}", daemon=True).start()
    except BaseException:
        _LOOKUPS.release()
        raise
    try:
        found = answer.get(timeout=deadline.left())
    except queue.Empty:
        raise OutOfTime from None
    if isinstance(found, (OSError, UnicodeError)):
        raise UnknownHost from found
    if isinstance(found, Exception):
        raise found
    kinds = (socket.AF_INET, socket.AF_INET6)
    return list(dict.fromkeys((family, place) for family, _type, _protocol, _name, place in found if family in kinds))
