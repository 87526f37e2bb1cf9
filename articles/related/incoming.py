"""The items of a feed as they would be kept, and what stays out: nothing is asked, nothing written."""

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from articles.body.values import without_controls
from articles.models import Source
from articles.models.sources import ADDRESS_LENGTH
from articles.models.stories import EXCERPT_LENGTH
from newsroom.fetching import may_link

from .formats import Feed, Item
from .formats.canonical import canonical_url, title_key
from .stories import identity, is_ours
from .tongues import guess_language, language_code

LOOKED_AT_MOST = 1_000
OLD_AT_MOST = 10
TITLE_LENGTH, GUID_LENGTH, TEXT_LENGTH = 300, 500, 5_000
# Clocks differ a little.
FUTURE = timedelta(minutes=5)
# Of the identity; enough to tell the items of one feed apart.
MARK = 16


@dataclass(frozen=True)
class Incoming:
    """One item, clean and cut to what the columns hold. `at` is the moment of taking in when it has no date."""

    url: str
    identity: str
    guid: str
    title: str
    title_key: str
    at: datetime
    is_dated: bool
    excerpt: str = ""
    text: str = ""
    picture_url: str = ""
    language: str = ""
    language_is_guessed: bool = False
    tags: tuple[str, ...] = ()


@dataclass
class Harvest:
    """What a feed brings, the newest first; and how many items stay out, by why."""

    items: list[Incoming] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    without_address: int = 0
    without_title: int = 0
    too_old: int = 0
    ours: int = 0
    # The newest of what is too old, for whoever looks at a feed before it is a source.
    old: list[Incoming] = field(default_factory=list)


def harvest(feed: Feed, source: Source, now: datetime) -> Harvest:
    """Sort out the items of `feed`: which would become stories of `source` at the moment `now`."""
    found, seen = Harvest(), set[str]()
    oldest = now - timedelta(days=source.keep_days)
    for item in feed.items[:LOOKED_AT_MOST]:
        one = _incoming(item, feed, source, now)
        if not one.url:
            found.without_address += 1
        elif not one.title:
            found.without_title += 1
        elif is_ours(one.url):
            found.ours += 1
        elif one.identity not in seen:
            seen.add(one.identity)
            if not one.is_dated:
                found.undated.append(one.identity[:MARK])
            if one.at < oldest:
                found.too_old += 1
                found.old.append(one)
            else:
                found.items.append(one)
    found.items.sort(key=lambda one: one.at, reverse=True)
    found.old = heapq.nlargest(OLD_AT_MOST, found.old, key=lambda one: one.at)
    return found


def _incoming(item: Item, feed: Feed, source: Source, now: datetime) -> Incoming:
    url = may_link(canonical_url(item.url) or item.url)
    url = url if len(url) <= ADDRESS_LENGTH else ""
    title = without_controls(item.title).strip()[:TITLE_LENGTH]
    excerpt = without_controls(item.excerpt).strip()[:EXCERPT_LENGTH]
    at = item.published_at
    is_dated = at is not None and at <= now + FUTURE
    picture = may_link(item.picture_url)
    said = language_code(source.language or feed.language or item.language)
    guessed = "" if said else guess_language(f"{title} {item.text or excerpt}")
    return Incoming(
        url=url,
        identity=identity(url) if url else "",
        guid=without_controls(item.guid)[:GUID_LENGTH],
        title=title,
        title_key=title_key(title),
        at=min(at, now) if at is not None and is_dated else now,
        is_dated=is_dated,
        excerpt=excerpt,
        text=without_controls(item.text)[:TEXT_LENGTH],
        picture_url=picture if len(picture) <= ADDRESS_LENGTH else "",
        language=said or guessed,
        language_is_guessed=bool(guessed),
        tags=item.tags,
    )
