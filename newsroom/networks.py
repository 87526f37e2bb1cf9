"""Where a request comes from, as a fingerprint: enough to count, not enough to know.

A fingerprint is a hash under a random key that is made anew for each period and deleted after it. Whoever has the
tables later can try out no networks, whatever else they have. What is counted begins anew with each week.
"""

from datetime import datetime, timedelta
from enum import Enum
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from secrets import token_hex

from django.http import HttpRequest
from django.utils import timezone

from newsroom.accounts.models import NetworkKey
from newsroom.proxies import sender

# What is counted as one: neighbours in a street of addresses, of the old kind and of the new.
BITS = {4: 24, 6: 48}


class Term(Enum):
    """How long a key is good for new fingerprints, and for how long after that old ones may be recognised."""

    COUNTED = timedelta(days=7), timedelta(0)
    KNOWN = timedelta(days=180), timedelta(days=180)

    @property
    def period(self) -> timedelta:
        return self.value[0]

    def number(self, now: datetime) -> int:
        """Return which period `now` lies in, counted since 1970."""
        return int(now.timestamp() // self.period.total_seconds())


def fingerprint(request: HttpRequest, term: Term = Term.COUNTED) -> str:
    """Return the keyed hash of the network that `request` comes from; empty where that is not known."""
    return network_of(sender(request), term)


def network_of(address: str, term: Term = Term.COUNTED) -> str:
    """Return the keyed hash of the network that a machine stands in; empty where it is not known."""
    network = street(address)
    return _hashed(network, _key(term)) if network else ""


def known_as(request: HttpRequest) -> set[str]:
    """Return the fingerprints under which the network of `request` may have been kept as `Term.KNOWN`."""
    network = street(sender(request))
    keys = NetworkKey.objects.filter(term=Term.KNOWN.name) if network else ()
    return {_hashed(network, key.secret) for key in keys}


def forget_keys(now: datetime) -> int:
    """Delete the keys whose time is over; return how many."""
    gone = 0
    for term in Term:
        kept = term.number(now - term.value[1])
        gone += NetworkKey.objects.filter(term=term.name, number__lt=kept).delete()[0]
    return gone


def street(address: str) -> str:
    """Return the network that a machine stands in, to be counted in memory and kept nowhere; empty if unknown."""
    try:
        machine = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{machine}/{BITS[machine.version]}", strict=False))


def _key(term: Term) -> str:
    begun = {"secret": token_hex(32)}
    return NetworkKey.objects.get_or_create(term=term.name, number=term.number(timezone.now()), defaults=begun)[
        0
    ].secret


def _hashed(network: str, secret: str) -> str:
    return blake2b(network.encode(), key=bytes.fromhex(secret), digest_size=32).hexdigest()
