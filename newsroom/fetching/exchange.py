"""One question to one server, and its answer.

`httpcore2` speaks HTTP; the client above it, which would follow redirects, keep cookies and unpack
bodies by its own rules, is not used. Nothing is kept between two questions but the list of
certificate authorities: hundreds of sources are hundreds of hosts, each asked a few times an hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore2

from newsroom.fetching import answers, decoding
from newsroom.fetching.addresses import WebAddress
from newsroom.fetching.connecting import LookedAt, NotProven, NotPublic, UnknownHost, tls
from newsroom.fetching.deadline import Deadline, OutOfTime
from newsroom.fetching.values import Failure, Limits


class NoAnswer(Exception):
    """What came is nothing to work with, and why; `status` if that much was read."""

    def __init__(self, kind: Failure, status: int = 0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = status


@dataclass(frozen=True)
class Answer:
    """What a server said; a body only where it is the one that was hoped for."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def ask(
    address: WebAddress,
    headers: Mapping[str, str],
    limits: Limits,
    deadline: Deadline,
    *,
    content: bytes | None = None,
    whole: bool = False,
    method: str = "",
    is_ours: bool = False,
) -> Answer:
    """Ask for one address.

    Args:
        content: what is posted; without it the question is a GET, unless `method` says something else.
        whole: the body is wanted whatever the status.
        is_ours: the machine is one that the settings name, and may stand behind the fences.

    Raises:
        NoAnswer: there is none, or none within the limits.
    """
    sent = [(name.encode(), value.encode()) for name, value in {"Host": address.authority, **headers}.items()]
    where = httpcore2.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )
    method = method or ("GET" if content is None else "POST")
    backend = LookedAt(deadline, limits.connect_seconds, is_ours=is_ours)
    with (
        _failures() as seen,
        httpcore2.ConnectionPool(ssl_context=tls(), max_connections=1, network_backend=backend) as pool,
        pool.stream(method, where, headers=sent, content=content) as response,
    ):
        seen.status = response.status
        answer = Answer(response.status, answers.readable(response.headers), b"")
        if not (answer.is_success or whole):
            return answer
        body = _body(response.iter_stream(), answer.headers, limits.bytes, deadline)
        return Answer(answer.status, answer.headers, body)


def _body(chunks: Iterable[bytes], headers: Mapping[str, str], limit: int, deadline: Deadline) -> bytes:
    if answers.length(headers) > limit:
        raise decoding.TooLarge
    body = decoding.Body(headers.get("content-encoding", ""), limit)
    for chunk in chunks:
        deadline.left()
        body.take(chunk)
    return decoding.unzipped(body.whole(), limit, deadline.left)


@dataclass
class _Seen:
    status: int = 0


@contextmanager
def _failures() -> Iterator[_Seen]:
    """Turn whatever may go wrong between two machines into one of our own words for it."""
    seen = _Seen()
    try:
        yield seen
    except (OutOfTime, httpcore2.TimeoutException) as error:
        raise NoAnswer(Failure.TOO_SLOW, seen.status) from error
    except NotPublic as error:
        raise NoAnswer(Failure.REFUSED_ADDRESS) from error
    except UnknownHost as error:
        raise NoAnswer(Failure.UNKNOWN_HOST) from error
    except NotProven as error:
        raise NoAnswer(Failure.BAD_CERTIFICATE) from error
    except decoding.TooLarge as error:
        raise NoAnswer(Failure.TOO_LARGE, seen.status) from error
    except (decoding.Broken, httpcore2.ProtocolError) as error:
        raise NoAnswer(Failure.BROKEN_ANSWER, seen.status) from error
    except (httpcore2.NetworkError, OSError) as error:
        raise NoAnswer(Failure.NO_ANSWER, seen.status) from error
