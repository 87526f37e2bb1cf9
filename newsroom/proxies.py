"""Who asks, and how: headers of the proxies in front are believed, and of nobody else."""

from collections.abc import Callable, Mapping, MutableMapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PROTO, FOR = "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR"


def sender(request: HttpRequest) -> str:
    """Return the address of the machine that `request` comes from, by what trusted proxies say; "" if unknown."""
    return sender_in(request.META)


def sender_in(environ: Mapping[str, Any]) -> str:
    """Return the address of the sender, from the variables of a WSGI server."""
    peer: str = environ.get("REMOTE_ADDR", "")
    if not is_trusted(environ):
        return peer
    said = [part.strip() for part in environ.get(FOR, "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if isinstance(trusted, int):
        # Each proxy adds whom it heard: what stands before the last `trusted` ones anybody may have written.
        found = said[-trusted] if len(said) >= trusted else ""
    else:
        found = next((each for each in reversed(said) if not _is_in(each, trusted)), said[0] if said else "")
    return str(_machine(found) or peer)


def is_trusted(environ: Mapping[str, Any]) -> bool:
    """Say whether whoever connected to us is a proxy whose headers we believe."""
    trusted = settings.TRUSTED_PROXIES
    if isinstance(trusted, int):
        return trusted > 0
    return _is_in(environ.get("REMOTE_ADDR", ""), trusted)


def is_https(environ: Mapping[str, Any]) -> bool:
    """Say whether the reader's connection is encrypted, from the variables of a WSGI server."""
    if is_trusted(environ):
        return _proto(environ) == "https"
    return environ.get("wsgi.url_scheme") == "https"


def believe(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, before any that asks for the scheme: leaves of X-Forwarded-Proto what may be believed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        tidy(request.META)
        return get_response(request)

    return middleware


def tidy(environ: MutableMapping[str, Any]) -> None:
    """Leave the word of the nearest proxy, or nothing, for Django to read."""
    if PROTO not in environ:
        return
    if is_trusted(environ):
        environ[PROTO] = _proto(environ)
    elif settings.SECURE_PROXY_SSL_HEADER:
        del environ[PROTO]


def _proto(environ: Mapping[str, Any]) -> str:
    # A proxy that adds its word to the reader's, instead of replacing it, writes the last one.
    return str(environ.get(PROTO, "")).rpartition(",")[2].strip().lower()


def _is_in(word: str, networks: list[Any]) -> bool:
    machine = _machine(word)
    return machine is not None and any(machine in network for network in networks)


def _machine(word: str) -> IPv4Address | IPv6Address | None:
    """Return the machine that a word of X-Forwarded-For names; it may carry a port."""
    if word.startswith("["):
        word = word[1:].partition("]")[0]
    elif word.count(":") == 1:
        word = word.partition(":")[0]
    try:
        machine = ip_address(word)
    except ValueError:
        return None
    return getattr(machine, "ipv4_mapped", None) or machine
