"""Varnish, or Souin inside Caddy and others: each machine is asked itself, in the words its configuration knows.

    xkey    PURGE, with the keys in `xkey`: the module of that name
            https://manpages.ubuntu.com/manpages/noble/man3/vmod_xkey.3.html
    ban     BAN, with a pattern of the keys in `Surrogate-Key-Match`: for a Varnish without modules
            https://varnish-cache.org/docs/trunk/users-guide/purging.html
    souin   PURGE to the address of its interface, with the keys in `Surrogate-Key`
            https://github.com/darkweak/souin/blob/master/pkg/surrogate/README.md

What Varnish needs to be told about itself stands in docs/how-to/put-a-cdn-in-front.md.
"""

import re
from collections.abc import Callable, Iterable

from .base import Edge, EdgeFailed

DIALECTS = ("xkey", "ban", "souin")


class Varnish(Edge):
    """Machines of one's own in front of the site.

    Args:
        addresses: each of them; may be private, and at any port.
        dialect: one of `DIALECTS`.
    """

    NAME = "Varnish"
    # It takes 8 KB a header line unless told otherwise.
    KEYS_BYTES = 8_000
    BYTES_AT_ONCE = 4_000

    def __init__(self, addresses: Iterable[str], dialect: str = "") -> None:
        self._addresses = [address.strip() for address in addresses]
        self._words = _WORDS[dialect or DIALECTS[0]]
        if dialect == "souin":
            self.SEPARATOR = ", "

    def _tell(self, keys: list[str]) -> None:
        method, headers = self._words(keys)
        failed = []
        for address in self._addresses:
            try:
                self._call(address, headers, method=method, own=True)
            except EdgeFailed as error:
                # The others are told all the same.
                failed.append(error)
        if failed:
            waits = [error.retry_after for error in failed if error.retry_after]
            raise EdgeFailed(f"{len(failed)} of {len(self._addresses)} machines: {failed[0]}", max(waits, default=None))


def _xkey(keys: list[str]) -> tuple[str, dict[str, str]]:
    return "PURGE", {"xkey": " ".join(keys)}


def _ban(keys: list[str]) -> tuple[str, dict[str, str]]:
    return "BAN", {"Surrogate-Key-Match": f"(^| )({'|'.join(map(re.escape, keys))})( |$)"}


def _souin(keys: list[str]) -> tuple[str, dict[str, str]]:
    return "PURGE", {"Surrogate-Key": ", ".join(keys)}


_WORDS: dict[str, Callable[[list[str]], tuple[str, dict[str, str]]]] = {"xkey": _xkey, "ban": _ban, "souin": _souin}
