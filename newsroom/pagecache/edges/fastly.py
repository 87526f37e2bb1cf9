"""Fastly: pages name their keys in Surrogate-Key, and its interface is told which ones to purge.

https://www.fastly.com/documentation/reference/http/http-headers/Surrogate-Key (16,384 bytes in all, 1,024 a key)
https://docs.rs/crate/fastly-api/latest/source/docs/PurgeApi.md (its own client: 256 keys in one batch)
https://www.fastly.com/documentation/reference/http/http-headers/Surrogate-Control (before Cache-Control)
"""

from .base import Edge

API = "https://api.fastly.com"


class Fastly(Edge):
    """A service at Fastly.

    Args:
        service: its id.
        token: may purge this service, and nothing else (scope `purge_select`).
        base: another address of the interface, for trials.
    """

    NAME = "Fastly"
    AT_ONCE = 256

    def __init__(self, service: str, token: str, base: str = "") -> None:
        self._url = f"{(base or API).rstrip('/')}/service/{service}/purge"
        self._is_trial = bool(base)
        self._headers = {"Fastly-Key": token, "Accept": "application/json"}

    def _tell(self, keys: list[str]) -> None:
        self._call(self._url, self._headers, body={"surrogate_keys": keys}, own=self._is_trial)
