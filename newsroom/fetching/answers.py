"""What the headers of an answer say, as far as it makes sense: they are written by strangers."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils.datastructures import CaseInsensitiveMapping

# Whoever asks for more is asked again after this long: a day.
LONGEST_WAIT = 24 * 60 * 60
_TOKEN = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}", re.ASCII)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([a-z0-9_:.+-]{1,40})""", re.ASCII | re.IGNORECASE)
_VISIBLE = re.compile(r"[\x20-\x7e]+", re.ASCII)
# Longer ones exist, and are not worth keeping.
LONGEST_ETAG, LONGEST_DATE = 300, 100
_SECONDS = re.compile(r"[0-9]{1,10}", re.ASCII)


def readable(raw: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """Return headers as text by name; several of one name are one, with commas, as the standard has it."""
    found: dict[str, list[str]] = {}
    for name, value in raw:
        try:
            text = value.decode()
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        found.setdefault(name.decode("latin-1").lower(), []).append(text)
    return CaseInsensitiveMapping({name: ", ".join(texts) for name, texts in found.items()})


def content_type(headers: Mapping[str, str]) -> str:
    """Return the kind of the body, such as `application/rss+xml`; empty when the server does not say."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind if _TOKEN.fullmatch(kind) else ""


def charset(headers: Mapping[str, str]) -> str:
    """Return the charset that the server names, in lower case; it may be wrong, or none that exists."""
    found = _CHARSET.search(headers.get("content-type", "").partition(";")[2])
    return found[1].lower() if found else ""


def length(headers: Mapping[str, str]) -> int:
    """Return how many bytes the body is said to have, 0 when it is not said."""
    said = headers.get("content-length", "").strip()
    return int(said) if said.isascii() and said.isdigit() else 0


def validator(text: str, longest: int = LONGEST_ETAG) -> str:
    """Return an ETag or a date as it may be sent back: unchanged, or empty when it may not be sent at all."""
    text = text.strip()
    return text if len(text) <= longest and _VISIBLE.fullmatch(text) else ""


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> int | None:
    """Return for how many seconds the server wants to be left alone; None when it says nothing sensible.

    It may say a number or a moment. A moment that has passed is no wish.
    """
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        seconds = int(said)
    else:
        try:
            moment = parsedate_to_datetime(said[:60])
        except (ValueError, TypeError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = int((moment - (now or datetime.now(UTC))).total_seconds())
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else None
