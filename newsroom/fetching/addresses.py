"""Which texts are web addresses, read in one way only: what two readers read differently is refused."""

import re
from dataclasses import dataclass
from functools import cached_property
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

LONGEST = 2_000
DEFAULT_PORTS = {"http": 80, "https": 443}

# A backslash ends the authority: browsers take it for a slash, others for a part of the host.
_PARTS = re.compile(r"(https?)://([^/?#\\]*)(/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]%]+))(?::([0-9]{0,5}))?", re.IGNORECASE | re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)
# 2130706433, 0x7f.1 and 017700000001 are 127.0.0.1 to some programs.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
# What browsers leave as it is. `%` is among them: what is escaped stays as it was written, since
# addresses are signed by some servers.
_KEPT_IN_PATH = "/%:@!$&'()*+,;=-._~|[]"
_KEPT_IN_QUERY = _KEPT_IN_PATH.replace("'", "") + "?^{}"


class NotWeb(ValueError):
    """A text that is no web address; `has_name` when it carries a user name or password."""

    def __init__(self, has_name: bool = False) -> None:
        super().__init__()
        self.has_name = has_name


@dataclass(frozen=True)
class WebAddress:
    """An http or https address in plain ASCII: `host` without brackets, `target` what the server is asked for."""

    scheme: str
    host: str
    port: int
    target: str
    fragment: str = ""

    @cached_property
    def ip(self) -> IPv4Address | IPv6Address | None:
        """The machine, when the host is no name."""
        for kind in (IPv4Address, IPv6Address):
            try:
                return kind(self.host)
            except AddressValueError:
                continue
        return None

    @cached_property
    def authority(self) -> str:
        """The host as the server is told it, with a port that goes without saying left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @cached_property
    def url(self) -> str:
        """The whole address without its fragment."""
        return f"{self.scheme}://{self.authority}{self.target}"


def web_address(text: str) -> WebAddress:
    """Read a web address.

    Raises:
        NotWeb: it is none, is longer than `LONGEST`, or means different things to different readers.
    """
    text = text.strip(" \t\r\n\f\u00a0\ufeff")
    found = _PARTS.fullmatch(text) if len(text) <= LONGEST and not _CONTROLS.search(text) else None
    if found is None:
        raise NotWeb
    scheme, authority, path, query, fragment = found.groups()
    if "@" in authority:
        raise NotWeb(has_name=True)
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise NotWeb
    literal, name, port = parts.groups()
    scheme = scheme.lower()
    number = int(port) if port else DEFAULT_PORTS[scheme]
    if not 1 <= number <= 65535:
        raise NotWeb
    target = quote(path or "/", safe=_KEPT_IN_PATH)
    if query is not None:
        target += "?" + quote(query, safe=_KEPT_IN_QUERY)
    address = WebAddress(
        scheme=scheme,
        host=_ipv6(literal) if literal else _host(name),
        port=number,
        target=target,
        fragment=quote(fragment or "", safe=_KEPT_IN_QUERY),
    )
    if len(address.url) > LONGEST:
        raise NotWeb
    return address


def onward(here: WebAddress, location: str) -> WebAddress:
    """Read where a server at `here` sends us.

    Raises:
        NotWeb: not to a web address.
    """
    location = location.strip()
    if _SCHEME.match(location):
        return web_address(location)
    # urljoin drops line ends and tabs by itself, and then reads something else.
    if len(location) > LONGEST or _CONTROLS.search(location):
        raise NotWeb
    try:
        whole = urljoin(here.url, location)
    except ValueError:  # an unclosed bracket
        raise NotWeb from None
    return web_address(whole)


def may_link(url: str) -> str:
    """Return `url` as it may stand in an `href` or `src`, in ASCII; empty when it may not.

    Only http and https, no user name, no control characters, at most 2,000 characters. Whether
    anything is there, and whether the machine is public, is not asked.
    """
    try:
        address = web_address(url)
    except NotWeb:
        return ""
    whole = f"{address.url}#{address.fragment}" if address.fragment else address.url
    return whole if len(whole) <= LONGEST else ""


def _ipv6(literal: str) -> str:
    try:
        return IPv6Address(literal).compressed
    except AddressValueError:
        raise NotWeb from None


def _host(name: str) -> str:
    if not name.isascii():
        import idna  # its tables are for the few names that need them

        try:
            name = idna.encode(name, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            raise NotWeb from None
    name = name.lower().removesuffix(".")
    if not _HOST.fullmatch(name):
        raise NotWeb
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return str(IPv4Address(name))
        except AddressValueError:
            raise NotWeb from None
    return name
