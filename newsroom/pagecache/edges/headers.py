"""What a page says to the edge: what it shows, and for how long it may be kept there."""

from collections.abc import Collection

from django.http import HttpResponse

from newsroom.pagecache.page import StoredPage

from . import edge

DAY = 86_400
# Past its end a page that nobody changed may be shown while it is asked for anew, and while we are down.
STALE_SECONDS, ERROR_SECONDS = 60, DAY

type Headers = list[tuple[str, str]]


def name_keys(response: HttpResponse, keys: Collection[str]) -> None:
    """Let a page say under which keys it is filed, where an edge is set that can take so many."""
    out = edge()
    if out is None:
        return
    words = out.SEPARATOR.join(sorted(keys))
    if len(words) <= out.KEYS_BYTES and words.isascii():
        response.headers[out.KEYS_HEADER] = words


def lifetime(page: StoredPage, left: float | None) -> Headers:
    """Return how long the edge may keep a page that the clock will change in `left` seconds (None: not at all).

    Nothing where it cannot be told which page to forget: Cache-Control says it to everybody.
    """
    out = edge()
    if out is None or not any(name == out.KEYS_HEADER for name, _value in page.headers):
        return []
    return [(out.LIFETIME_HEADER, _words(left))]


def shortened(headers: Headers, left: float) -> Headers:
    """Return the headers of a page with what `lifetime` said of it brought up to date."""
    out = edge()
    if out is None:
        return headers
    return [(name, _words(left) if name == out.LIFETIME_HEADER else value) for name, value in headers]


def _words(left: float | None) -> str:
    whole = DAY + STALE_SECONDS if left is None else min(max(int(left), 0), DAY + STALE_SECONDS)
    stale = min(STALE_SECONDS, whole // 2)
    again = f", stale-while-revalidate={stale}" if stale else ""
    return f"max-age={whole - stale}{again}, stale-if-error={ERROR_SECONDS}"
