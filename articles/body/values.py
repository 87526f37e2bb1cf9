"""What an attribute in a stored body may hold: one check an attribute, each says what to keep.

Every check takes the value as parsed (entities already decoded) and returns the value to store,
or `None` to leave the attribute out. Checks are idempotent and never raise.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

type Check = Callable[[str], str | None]

CAPTION_LIMIT = 1_000
FOOTNOTE_LIMIT = 2_000
GALLERY_LIMIT = 60
URL_LIMIT = 2_048

# What XML 1.0 forbids (most of C0, lone surrogates), DEL and C1, which no editor types on purpose,
# and the code points that Unicode reserves for programs. Tab and line feed stay.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Browsers skip these inside an address, so "java\nscript:" is "javascript:" to them.
SKIPPED_IN_URLS = re.compile(r"[\t\n\r]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
IDENTIFIER = re.compile(r"0*([1-9][0-9]{0,17})", re.ASCII)
UNSAFE_IN_URLS = {ord(char): f"%{ord(char):02X}" for char in ' "<>`{}|^\\'}

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
WEB_SCHEMES = frozenset({"http", "https"})


def without_controls(text: str) -> str:
    """Return `text` with line ends as line feeds and without control characters."""
    # Most values are one line of plain words or an address.
    if text.isprintable():
        return text
    return CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def identifier(value: str) -> str | None:
    """Return the digits of a positive number that fits a database key, or `None`."""
    found = IDENTIFIER.fullmatch(value.strip())
    return found[1] if found else None


def identifiers(value: str) -> str | None:
    """Return the good numbers of a comma-separated list, once each and in order, or `None`."""
    # Cut before splitting: a list is short, an attack is not.
    numbers = (identifier(part) for part in value[: GALLERY_LIMIT * 40].split(","))
    kept = dict.fromkeys(number for number in numbers if number)
    return ",".join(list(kept)[:GALLERY_LIMIT]) or None


def text(limit: int) -> Check:
    """Return a check that keeps one line of plain text of at most `limit` characters."""

    def check(value: str) -> str | None:
        line = " ".join(without_controls(value).split())
        return line[:limit].rstrip() or None

    return check


def number(low: int, high: int) -> Check:
    """Return a check that keeps a whole number from `low` to `high`, both included."""

    def check(value: str) -> str | None:
        digits = value.strip()
        if not re.fullmatch(r"[0-9]{1,9}", digits, re.ASCII):
            return None
        return str(int(digits)) if low <= int(digits) <= high else None

    return check


def one_of(*words: str) -> Check:
    """Return a check that keeps one of `words`, in lower case."""

    def check(value: str) -> str | None:
        word = value.strip().lower()
        return word if word in words else None

    return check


def flag(_value: str) -> str:
    """Return an empty string: the attribute speaks by being there."""
    return ""


def web_url(value: str) -> str | None:
    """Return an http or https address with a host, or `None`."""
    return _url(_tidy(value), WEB_SCHEMES)


def link_url(value: str) -> str | None:
    """Return an address a reader may be sent to, or `None`.

    That is http, https, mailto, tel, or a path on this site: one slash, then no other.
    """
    url = _tidy(value)
    if url.startswith("/"):
        # "//evil.example" and "/\\evil.example" leave the site; the backslash is escaped by now.
        return url if not url.startswith(("//", "/%5C")) and len(url) <= URL_LIMIT else None
    return _url(url, LINK_SCHEMES)


def _tidy(value: str) -> str:
    return without_controls(SKIPPED_IN_URLS.sub("", value)).strip().translate(UNSAFE_IN_URLS)


def _url(url: str, schemes: frozenset[str]) -> str | None:
    return _allowed(url, schemes) if len(url) <= URL_LIMIT else None


# A text is looked through several times until it is stored, and the texts of an archive lead to the same places.
@lru_cache(maxsize=1024)
def _allowed(url: str, schemes: frozenset[str]) -> str | None:
    found = SCHEME.match(url)
    scheme = found[1].lower() if found else ""
    if found is None or scheme not in schemes:
        return None
    if scheme not in WEB_SCHEMES:
        return url if len(url) > found.end() else None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # an unclosed bracket, a host that NFKC turns into something else
        return None
    # A name before the host only misleads readers; an escaped character in the host is one that
    # browsers and Python read differently.
    return url if host and "@" not in parts.netloc and "%" not in host else None
