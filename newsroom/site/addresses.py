"""Addresses of this site that menus may lead to. The rooms that have them say so; the floor knows none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation


@dataclass(frozen=True)
class Address:
    """A page that a menu may lead to: where, under which kind, and its name in each language."""

    url: str
    group: str
    label: str
    labels: dict[str, str] = field(default_factory=dict)  # language → name, where it has another


type Offer = Callable[[], Iterable[Address]]
type Check = Callable[[ResolverMatch], bool]

_rooms: dict[str, tuple[Offer, Check]] = {}


def register(room: str, offer: Offer, check: Check) -> None:
    """Let a room name its addresses.

    Args:
        offer: returns those that somebody may choose.
        check: says whether something is at an address that the room's views would answer.
    """
    _rooms[room] = (offer, check)


def offered() -> dict[str, list[Address]]:
    """Return what may be chosen, by kind."""
    groups: dict[str, list[Address]] = {}
    with translation.override(settings.LANGUAGE_CODE):
        found = [address for offer, _check in _rooms.values() for address in offer()]
    for address in found:
        groups.setdefault(str(address.group), []).append(address)
    return groups


def is_whole(url: str) -> bool:
    """Say whether `url` is a whole web address that a browser could open: it names a host, and has no gaps."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not _has_gaps(url)


def is_link(url: str) -> bool:
    """Say whether `url` is an address of this site (`/about/`), a whole one, or `mailto:` somebody."""
    if _has_gaps(url) or url.startswith("//"):
        return False
    return url.startswith(("/", "mailto:")) or is_whole(url)


def _has_gaps(url: str) -> bool:
    return any(sign.isspace() or not sign.isprintable() for sign in url)


def is_dead(url: str) -> bool:
    """Say whether an address of this site leads nowhere. Whole addresses are not looked at."""
    if not url.startswith("/") or url.startswith("//"):
        return False
    with translation.override(settings.LANGUAGE_CODE):
        try:
            match = resolve(urlsplit(url).path)
        except (Resolver404, ValueError):
            return True
        return not all(check(match) for _offer, check in _rooms.values())
