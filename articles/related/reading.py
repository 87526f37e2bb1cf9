"""A feed as it is now: fetched through the one door, parsed, a sitemap's parts put together."""

import hashlib
import time
from dataclasses import dataclass, replace

from newsroom.fetching import FEED, Fetched, FetchFailed, Limits, fetch

from .formats import Feed, NotAFeed, parse

# Of a sitemap that only names further ones; the first are the newest.
PARTS_AT_MOST = 3
ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"


@dataclass(frozen=True)
class Read:
    """What a feed's server said, and what it means. `feed` is None when nothing changed since the last time."""

    fetched: Fetched
    feed: Feed | None
    body_hash: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether "not modified" next time will mean that there is nothing new: not so for a sitemap of sitemaps."""
        return self.feed is None or not self.feed.next_sitemaps


def read(url: str, *, etag: str = "", last_modified: str = "", body_hash: str = "", limits: Limits = FEED) -> Read:
    """Ask for the feed at `url`.

    Args:
        etag, last_modified, body_hash: what is known of the last answer, to be told that nothing changed.

    Raises:
        FetchFailed: nothing came, in a sentence.
        NotAFeed: what came is no feed, in a sentence.
    """
    until = time.monotonic() + limits.total_seconds
    fetched = fetch(url, limits=limits, etag=etag, last_modified=last_modified, accept=ACCEPT)
    if fetched.not_modified:
        return Read(fetched, None, body_hash)
    return understand(fetched, body_hash, until=until)


def understand(fetched: Fetched, body_hash: str = "", *, until: float) -> Read:
    """Parse what was fetched; see `read`.

    Args:
        until: the moment of `time.monotonic` when a sitemap's parts must be here.
    """
    now_hash = hashlib.sha256(fetched.body).hexdigest()
    if body_hash and now_hash == body_hash:
        return Read(fetched, None, now_hash)
    feed = parse(fetched.body, content_type=_kind_of(fetched), url=fetched.url)
    if feed.next_sitemaps and not feed.items:
        feed = _with_parts(feed, until)
    return Read(fetched, feed, now_hash)


def _kind_of(fetched: Fetched) -> str:
    return f"{fetched.content_type}; charset={fetched.charset}" if fetched.charset else fetched.content_type


def _with_parts(index: Feed, until: float) -> Feed:
    """Return a sitemap of sitemaps with the items of the newest ones. A part that fails is left out, unless all do."""
    parts: list[Feed] = []
    failed: Exception | None = None
    for address in index.next_sitemaps[:PARTS_AT_MOST]:
        try:
            left = replace(FEED, total_seconds=max(until - time.monotonic(), 0.1))
            fetched = fetch(address, limits=left, accept=ACCEPT)
            parts.append(parse(fetched.body, content_type=_kind_of(fetched), url=fetched.url))
        except (FetchFailed, NotAFeed) as error:
            failed = error
    if failed is not None and not parts:
        raise failed
    items = [item for part in parts for item in part.items]
    language = next((part.language for part in parts if part.language), index.language)
    return replace(index, items=items, language=language)
