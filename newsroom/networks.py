"""Where a request comes from, as a fingerprint: enough to count, not enough to know."""

from ipaddress import ip_address, ip_network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from newsroom.proxies import sender

# What is counted as one: neighbours in a street of addresses, of the old kind and of the new.
BITS = {4: 24, 6: 48}


def fingerprint(request: HttpRequest) -> str:
    """Return the keyed hash of the network that `request` comes from; empty where that is not known."""
    return network_of(sender(request))


def network_of(address: str) -> str:
    """Return the keyed hash of the network that a machine stands in; it cannot be turned back into the address."""
    network = street(address)
    # The salt is as old as the counting: another one would forget what was counted.
    return salted_hmac("patrons.network", network, algorithm="sha256").hexdigest() if network else ""


def street(address: str) -> str:
    """Return the network that a machine stands in, to be counted in memory and kept nowhere; empty if unknown."""
    try:
        machine = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{machine}/{BITS[machine.version]}", strict=False))
