"""Django's cache in Redis, for what may as well be looked up again: while Redis is away it is an empty cache.

What must know whether its words arrived asks the cache called `pages` instead, which is the same without this.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# Nobody waits for it again until so long after it did not answer.
AWAY_SECONDS = 2.0


class ForgivingRedisCache(RedisCache):
    """A cache that keeps nothing where Redis does not answer: what is asked for is missing, what is given is lost."""

    _left_alone_until = 0.0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict:
        return self._or({}, super().get_many, keys, version)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._or(True, super().add, key, value, *args, **kwargs)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, key, value, *args, **kwargs)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list:
        return self._or(list(data), super().set_many, data, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().touch, key, *args, **kwargs)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._or(False, super().delete, key, version)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._or(None, super().delete_many, keys, version)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._or(False, super().has_key, key, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        found = self._or(None, super().incr, key, delta, version)
        if found is None:
            # What Django says of a key that is missing.
            raise ValueError(f"Key '{key}' not found")
        return int(found)

    def _or(self, otherwise: Any, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache._left_alone_until:
            return otherwise
        try:
            return ask(*args, **kwargs)
        except RedisError as error:
            ForgivingRedisCache._left_alone_until = time.monotonic() + AWAY_SECONDS
            log.warning("The cache does not answer: %s", error)
            return otherwise
