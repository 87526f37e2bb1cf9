"""Where a request comes from, as a fingerprint: enough to count, not enough to know."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# What is counted as one: neighbours in a street of addresses, of the old kind and of the new.
BITS = {4: 24, 6: 48}


def fingerprint(request: HttpRequest) -> str:
    """Return the keyed hash of the network that `request` comes from; empty where that is not known."""
    return network_of(_sender(request))


def network_of(address: str) -> str:
    """Return the keyed hash of the network that a machine stands in; it cannot be turned back into the address."""
    try:
        machine = ip_address(address)
    except ValueError:
        return ""
    network = ip_network(f"{machine}/{BITS[machine.version]}", strict=False)
    return salted_hmac("patrons.network", str(network), algorithm="sha256").hexdigest()


def _sender(request: HttpRequest) -> str:
    sender: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # The proxy in front writes the last one; what stands before it anybody may have written.
        sender = request.headers.get("X-Forwarded-For", sender).rpartition(",")[2].strip()
    return sender
