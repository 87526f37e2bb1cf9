"""What may stand in PAGE_STORE. Read by `settings.py`: nothing here asks for a setting."""

from collections.abc import Mapping
from typing import Any

STORES = ("", "folder", "cache")
# Each process has its own, counts by itself, or keeps nothing: who retires a page there does so for nobody else.
_NOT_SHARED = ("locmem", "dummy", "filebased", "db")
# Readers do not wait longer for a cache that hangs than for a page that is made.
_REDIS_WAITS = {"socket_connect_timeout": 1, "socket_timeout": 2}


def page_store(kind: str, cache: Mapping[str, Any]) -> str:
    """Return where pages are stored.

    Args:
        kind: what PAGE_STORE says.
        cache: the default one, as in CACHES.

    Raises:
        ValueError: with a sentence, for a word that is no store, or a cache that machines cannot share.
    """
    if kind not in STORES:
        raise ValueError(
            f"PAGE_STORE says “{kind}”, which is no place for pages: "
            "write folder, cache (for several machines with one Redis), or nothing after the = to store none."
        )
    if kind == "cache" and str(cache["BACKEND"]).split(".")[-2] in _NOT_SHARED:
        raise ValueError(
            "PAGE_STORE says “cache”, but CACHE_URL names none that several processes share: "
            "write one like CACHE_URL=redis://127.0.0.1:6379/0, or PAGE_STORE=folder."
        )
    return kind


def caches(cache: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return CACHES: the default one, and the same for stored pages.

    Where it is Redis, nobody waits long for it unless something else was said; and the default one is empty while
    Redis is away, when that of pages says so (see `newsroom.forgiving_cache`).
    """
    if not str(cache["BACKEND"]).endswith(".RedisCache"):
        return {"default": dict(cache), "pages": dict(cache)}
    pages = {**cache, "OPTIONS": {**_REDIS_WAITS, **cache.get("OPTIONS", {})}}
    return {"default": {**pages, "BACKEND": "newsroom.forgiving_cache.ForgivingRedisCache"}, "pages": pages}
