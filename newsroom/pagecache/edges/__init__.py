"""Caches further out: networks that deliver pages near their readers, and are told what to forget.

Which one is said by PAGE_EDGE. `base` is what they have in common, a module each speaks to one of them, `choices`
reads the settings, `headers` is what pages say to it, `telling` tells it in the background what was retired.
See docs/how-to/put-a-cdn-in-front.md.
"""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed

from .base import Edge


def edge() -> Edge | None:
    """Return the edge that is set; None where readers ask us."""
    return _edge(settings.PAGE_EDGE, tuple(sorted(settings.EDGE.items()))) if settings.PAGE_EDGE else None


@cache
def _edge(kind: str, variables: tuple[tuple[str, str], ...]) -> Edge:
    said = dict(variables)
    if kind == "fastly":
        from .fastly import Fastly

        return Fastly(said["FASTLY_SERVICE_ID"], said["FASTLY_API_TOKEN"], said.get("FASTLY_API_BASE", ""))
    if kind == "cloudflare":
        from .cloudflare import Cloudflare

        zone, token = said["CLOUDFLARE_ZONE_ID"], said["CLOUDFLARE_API_TOKEN"]
        return Cloudflare(zone, token, said.get("CLOUDFLARE_API_BASE", ""))
    from .varnish import Varnish

    return Varnish(said["VARNISH_ADDRESSES"].split(","), said.get("VARNISH_PURGE", ""))


def _forget(*, setting: str, **rest: object) -> None:
    if setting in ("PAGE_EDGE", "EDGE"):
        _edge.cache_clear()


setting_changed.connect(_forget)
