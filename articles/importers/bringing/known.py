"""What things of the old site became, in an earlier run or in this one."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from articles.importers.records import Site
from articles.models import Imported

ENTRY, PERSON, IMAGE = "entry", "person", "image"
LONGEST_KEY = 500
AT_ONCE = 500


def site_key(site: Site) -> str:
    """Return the name by which exports of one site know each other: its system and host, or its title."""
    return f"{site.system}:{bare_host(site.address) or site.title}"[:300]


# An archive leads to the same addresses again and again.
@lru_cache(maxsize=2048)
def bare_host(address: str) -> str:
    """Return the host of an address in small letters, without "www."; empty where it has none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def fingerprint(content: Any) -> str:
    """Return a mark that two contents share only when they say the same."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(key: str) -> str:
    """Return a key as it is kept: a long one by its mark."""
    key = key.replace("\0", "")
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def find(site: str, of: str, keys: Iterable[str]) -> dict[str, Imported]:
    """Return what is known of these keys, by the key as it was asked for."""
    asked = {key_of(key): key for key in keys}
    names = list(asked)
    found: dict[str, Imported] = {}
    for start in range(0, len(names), AT_ONCE):
        rows = Imported.objects.filter(site=site, of=of, key__in=names[start : start + AT_ONCE])
        found |= {asked[row.key]: row for row in rows.defer("waiting")}
    return found


def keep(site: str, of: str, key: str, kind: str, became: int) -> None:
    """Remember what one thing became."""
    says = {"kind": kind, "became": became}
    Imported.objects.update_or_create(site=site, of=of, key=key_of(key), defaults=says)
