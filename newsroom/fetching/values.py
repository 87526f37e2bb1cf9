"""What goes through the door and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Limits:
    """How far one fetch may go.

    `total_seconds` is all of it: names, connections, every hop, the whole body. `connect_seconds` is
    the part of one hop until a machine has answered the call. `bytes` counts the body as sent and
    again as unpacked; `hops` are the times the other side may send us on.
    """

    total_seconds: float
    connect_seconds: float
    bytes: int
    hops: int = 5


FEED = Limits(total_seconds=20, connect_seconds=8, bytes=10 * 1024 * 1024)
PAGE = Limits(total_seconds=12, connect_seconds=6, bytes=5 * 1024 * 1024)
PICTURE = Limits(total_seconds=20, connect_seconds=8, bytes=12 * 1024 * 1024)


@dataclass(frozen=True)
class Fetched:
    """What another server sent, and what to remember for the next time.

    `url` is where it came from in the end; `moved_to` the same when every hop there was permanent,
    else empty. `headers` do not mind capital letters. `content_type` and `charset` are lower case and
    empty when nobody named them; `body` is unpacked. `etag` and `last_modified` are given back
    unchanged with the next request. `retry_after` is seconds from now, if the server asked for any.
    """

    status: int
    url: str
    moved_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = ""
    charset: str = ""
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False
    retry_after: int | None = None


class Failure(StrEnum):
    """Why nothing came. The words are kept with a source: do not change them."""

    NOT_WEB = "not-web"  # no http or https address, or one with tricks in it
    REFUSED_ADDRESS = "refused-address"  # a machine or port that is never asked
    UNKNOWN_HOST = "unknown-host"
    NO_ANSWER = "no-answer"
    BAD_CERTIFICATE = "bad-certificate"
    BROKEN_ANSWER = "broken-answer"
    BAD_STATUS = "bad-status"
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    TOO_MANY_HOPS = "too-many-hops"


class FetchFailed(Exception):
    """Nothing came; `str()` is one sentence for an editor, in the language of the moment.

    `status` is 0 when no answer was read. `permanent` says that asking again is pointless.
    """

    def __init__(
        self,
        sentence: str,
        kind: Failure,
        *,
        status: int = 0,
        retry_after: int | None = None,
        permanent: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.status = status
        self.retry_after = retry_after
        self.permanent = permanent
