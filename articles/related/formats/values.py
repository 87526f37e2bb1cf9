"""What a feed turns into, whatever it was written in: plain values that hold no markup."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

TITLE_AT_MOST = 300
TEXT_AT_MOST = 5_000
EXCERPT_AT_MOST = 250
NAME_AT_MOST = 200
GUID_AT_MOST = 500
TAGS_AT_MOST = 20


class NotAFeed(Exception):
    """What was read is no feed, or a hostile one; `str()` is one sentence for an editor.

    Made of a message as it stands in the code (`gettext_noop`) and its values, so that it may be kept and
    worded once more in another language.
    """

    def __init__(self, message: str, values: dict[str, Any] | None = None) -> None:
        super().__init__(gettext(message) % values if values else gettext(message))
        self.message = message
        self.values = values or {}


@dataclass(frozen=True)
class Item:
    """One story of a feed.

    Every text is plain text on one line, escaped by whoever shows it; every address is http or
    https, or empty. `guid` is never empty and never twice in one feed.
    """

    guid: str
    url: str
    title: str
    excerpt: str = ""  # at most EXCERPT_AT_MOST characters
    text: str = ""  # for relatedness, at most TEXT_AT_MOST characters
    published_at: datetime | None = None  # aware, in UTC; None when unknown or more than a day ahead
    picture_url: str = ""
    author: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed as read: `kind` is rss, atom, rdf, json, youtube or sitemap."""

    kind: str
    title: str = ""
    site_url: str = ""
    language: str = ""
    icon_url: str = ""
    items: list[Item] = field(default_factory=list)
    next_sitemaps: list[str] = field(default_factory=list)  # of a sitemap index, the newest first
