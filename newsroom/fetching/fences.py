"""Which machines and ports may be asked: the public web, and what the settings allow besides.

`settings.py` reads `networks()` and `ports()`, so nothing here asks for a setting while it is imported.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from django.conf import settings

type Machine = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

ANY = "any"
USUAL_PORTS = [80, 443]

# IPv6 addresses that are one machine each, in public; all else is for tunnels, trials and inner nets.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# A gateway turns these into the IPv4 address in their last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")
# What Python calls global, and still is not the public web: tunnels that end in a private machine,
# addresses that are names, documentation, and the inner service of one large cloud.
_NOT_THE_WEB: list[Network] = [
    IPv4Network("168.63.129.16/32"),
    IPv4Network("192.31.196.0/24"),
    IPv4Network("192.52.193.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("192.175.48.0/24"),
    IPv6Network("2001::/23"),
    IPv6Network("2002::/16"),
    IPv6Network("2620:4f:8000::/48"),
    IPv6Network("3fff::/20"),
]


def may_connect(machine: Machine) -> bool:
    """Say whether a connection to `machine` is allowed."""
    inner = _inner(machine)
    allowed = _parsed(tuple(settings.FETCH_ALLOWED_NETWORKS))
    return _is_public(inner) or any(inner in network for network in allowed)


def may_use_port(port: int) -> bool:
    """Say whether another server may be asked at `port`."""
    ports = settings.FETCH_PORTS
    return ANY in ports or port in ports


def networks(words: Iterable[str]) -> list[str]:
    """Return the networks of a setting, written alike.

    Raises:
        ValueError: with a sentence, for a word that is no network.
    """
    found = []
    for word in filter(None, map(str.strip, words)):
        try:
            found.append(str(ip_network(word)))
        except ValueError:
            raise ValueError(
                f"FETCH_ALLOWED_NETWORKS says “{word}”, which is no network: "
                "write networks like 10.20.0.0/16 or machines like 192.168.1.7 with commas between, or leave it out."
            ) from None
    return found


def ports(words: Iterable[str]) -> list[int] | str:
    """Return the ports of a setting, or the word `any`.

    Raises:
        ValueError: with a sentence, for a word that is no port.
    """
    given = [word for word in map(str.strip, words) if word]
    if [word.lower() for word in given] == [ANY]:
        return ANY
    for word in given:
        if not (word.isascii() and word.isdigit() and len(word) <= 5 and 1 <= int(word) <= 65535):
            raise ValueError(
                f"FETCH_PORTS says “{word}”, which is no port: "
                "write numbers from 1 to 65535 with commas between, such as 80,443,8080, or the one word any."
            )
    return [int(word) for word in given] or USUAL_PORTS


def _is_public(machine: Machine) -> bool:
    if machine.is_multicast or machine.is_reserved or not machine.is_global:
        return False
    if isinstance(machine, IPv6Address) and machine not in _GLOBAL_UNICAST:
        return False
    return not any(machine in network for network in _NOT_THE_WEB)


def _inner(machine: Machine) -> Machine:
    """Return the IPv4 machine that an IPv6 address stands for, where it is only another way to write one."""
    if isinstance(machine, IPv6Address):
        if machine.ipv4_mapped is not None:
            return machine.ipv4_mapped
        if machine in _NAT64:
            return IPv4Address(int(machine) & 0xFFFFFFFF)
    return machine


@lru_cache(maxsize=8)
def _parsed(words: tuple[str, ...]) -> list[Network]:
    return [ip_network(word, strict=False) for word in words]
