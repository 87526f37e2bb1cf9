"""Cloudflare: pages name their keys in Cache-Tag, and its interface is told which ones to purge.

https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags (16 KB or 1,000 tags; capitals are the same)
https://developers.cloudflare.com/cache/how-to/purge-cache (100 in one request; on the free plan 5 requests a minute)
https://developers.cloudflare.com/api/resources/cache/methods/purge (method, address, body)
https://developers.cloudflare.com/cache/concepts/cdn-cache-control (before Cache-Control)
"""

import json

from .base import Edge, EdgeFailed

API = "https://api.cloudflare.com/client/v4"


class Cloudflare(Edge):
    """A zone at Cloudflare.

    Args:
        zone: its id.
        token: may purge this zone, and nothing else (permission "Cache Purge").
        base: another address of the interface, for trials.
    """

    NAME = "Cloudflare"
    KEYS_HEADER = "Cache-Tag"
    SEPARATOR = ","
    LIFETIME_HEADER = "CDN-Cache-Control"
    AT_ONCE = 100

    def __init__(self, zone: str, token: str, base: str = "") -> None:
        self._url = f"{(base or API).rstrip('/')}/zones/{zone}/purge_cache"
        self._is_trial = bool(base)
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def _tell(self, keys: list[str]) -> None:
        answer = self._call(self._url, self._headers, body={"tags": keys}, own=self._is_trial)
        try:
            done = json.loads(answer.body)["success"] is True
        except (ValueError, KeyError, TypeError):
            done = False
        if not done:
            raise EdgeFailed(f"{self.NAME} answered {answer.status}, and not that it was done")
