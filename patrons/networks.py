"""Where a request comes from, as a fingerprint: enough to count, not enough to know."""

from ipaddress import ip_address, ip_network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# A household has 2⁶⁴ addresses of the new kind, and one of the old.
BITS = {4: 32, 6: 64}


def fingerprint(request: HttpRequest) -> str:
    """Return the keyed hash of the network that `request` comes from; empty where that is not known."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    network = ip_network(f"{address}/{BITS[address.version]}", strict=False)
    return salted_hmac("patrons.network", str(network), algorithm="sha256").hexdigest()
