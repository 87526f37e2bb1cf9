"""Addresses that a stranger wrote: http and https ones, whole, or nothing."""

import re
from urllib.parse import quote, urljoin, urlsplit

from articles.body.values import web_url

LONGEST = 2_048
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# A line break inside an address was put there by whoever wrapped the file; a space belongs to a file's name.
_WRAPPED = re.compile(r"[\x00-\x1f\x7f]+ *")
_HTTP = re.compile(r"(https?):/*(?=[^/])", re.IGNORECASE)
_KEPT = "%/?:@!$&'()*+,;=-._~#[]|"


def web_address(value: object, base: str = "") -> str:
    """Return `value` as an http or https address, joined to `base` where it is relative, or "".

    Args:
        value: what stood in the feed; anything that is no string is no address.
        base: the address that relative ones start from.
    """
    if not isinstance(value, str) or not value or len(value) > LONGEST * 2:
        return ""
    address = _WRAPPED.sub("", value.strip()).replace(" ", "%20")
    try:
        if address.startswith("//"):
            address = (urlsplit(base).scheme or "https") + ":" + address
        elif not _SCHEME.match(address):
            address = urljoin(base, address) if base else ""
        address = _HTTP.sub(lambda found: found[1].lower() + "://", address, count=1)
        return web_url(_ascii(address)) or ""
    except ValueError:  # an unclosed bracket, a port that is no number
        return ""


def file_extension(address: str) -> str:
    """Return the ending of an address's path in lower case, without the dot, or ""."""
    try:
        name = urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return ""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _ascii(address: str) -> str:
    """Escape what is not ASCII, so that one address is one string however it was written."""
    if address.isascii():
        return address
    parts = urlsplit(address)
    name, colon, port = parts.netloc.partition(":")
    try:
        host = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    rest = address[len(parts.scheme) + len("://") + len(parts.netloc) :]
    return f"{parts.scheme}://{host}{colon}{port}{quote(rest, safe=_KEPT)}"
