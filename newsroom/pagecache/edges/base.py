"""What every edge has: keys in a header, and a way to be told which of them to forget."""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping

from newsroom.fetching import Fetched, FetchFailed, Limits, call

# Told in the background: the editor waits for nothing, the next row does.
LIMITS = Limits(total_seconds=10, connect_seconds=4, bytes=100_000, hops=0)


class EdgeFailed(Exception):
    """An edge did not do what it was told; `str()` says so for the log, without a secret.

    `retry_after` is how many seconds it wants to be left alone for, if it said.
    """

    def __init__(self, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Edge(ABC):
    """One cache further out.

    Attributes:
        NAME: for the log.
        KEYS_HEADER, SEPARATOR: how a page names its keys.
        KEYS_BYTES: a page with longer ones is not kept by it for longer than by anybody.
        LIFETIME_HEADER: what it listens to before Cache-Control.
        AT_ONCE, BYTES_AT_ONCE: so many keys it takes in one call, and so long.
    """

    NAME: str
    KEYS_HEADER = "Surrogate-Key"
    SEPARATOR = " "
    KEYS_BYTES = 16_000
    LIFETIME_HEADER = "Surrogate-Control"
    AT_ONCE = 100
    BYTES_AT_ONCE = 16_000

    def purge(self, keys: Collection[str]) -> None:
        """Let every page go that names one of these keys. To be told twice does no harm.

        Raises:
            EdgeFailed: it was told nothing, or a part.
        """
        for batch in self.batches(sorted(keys)):
            self._tell(batch)

    def batches(self, keys: Iterable[str]) -> Iterator[list[str]]:
        """Yield the keys in parts that one call may carry."""
        batch: list[str] = []
        size = 0
        for key in keys:
            if batch and (len(batch) >= self.AT_ONCE or size + len(key) + 2 > self.BYTES_AT_ONCE):
                yield batch
                batch, size = [], 0
            batch.append(key)
            size += len(key) + 2
        if batch:
            yield batch

    @abstractmethod
    def _tell(self, keys: list[str]) -> None:
        """Make one call."""

    def _call(
        self, url: str, headers: Mapping[str, str], *, method: str = "POST", body: object = None, own: bool = False
    ) -> Fetched:
        content = None if body is None else json.dumps(body).encode()
        try:
            answer = call(url, headers=headers, method=method, json=content, limits=LIMITS, is_ours=own)
        except FetchFailed as error:
            raise EdgeFailed(f"{self.NAME} was not told: {error.kind}") from error
        if not 200 <= answer.status < 300:
            raise EdgeFailed(f"{self.NAME} answered {answer.status}", answer.retry_after)
        return answer
