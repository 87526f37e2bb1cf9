"""A feed's values into RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. No models, no request."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from django.utils.html import escape

from articles.metadata import json_documents
from articles.xml_documents import add, root, written

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# Atom wants a date of every feed. An empty one has no date of its own, and the clock's would make
# it a new document each second.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """An author: a name, and the address of a page about them or an empty string."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Image:
    """A picture as a file: its address, media type and size in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""
    media_type: str = "image/jpeg"


@dataclass(frozen=True)
class Entry:
    """One article. `id` never changes; `html` has absolute addresses; other words are plain.

    `html` is empty where the feed holds summaries. `canonical` is the article's one address, wherever it is
    read; empty where that goes without saying.
    """

    id: str
    url: str
    title: str
    html: str
    published: datetime
    updated: datetime
    summary: str = ""
    canonical: str = ""
    people: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    image: Image | None = None


@dataclass(frozen=True)
class Feed:
    """A list of articles and the page it stands for. Addresses are absolute, moments aware.

    `self_url` is the feed's own address, empty for a secret one; `next_url` leads to the older ones, where
    there are any; `terms` say what may be done with it. Each entry names `source`, the public feed that it
    is from, where the feed is for somebody else to show.
    """

    title: str
    description: str
    language: str
    home_url: str
    self_url: str
    publisher: str
    icon_url: str = ""
    next_url: str = ""
    terms: str = ""
    source: Person | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        """The newest moment in the feed."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def rss(feed: Feed) -> bytes:
    """Return `feed` as RSS 2.0 with full text, names of authors and the lead picture in their modules."""
    document = root("rss", {"atom": ATOM, "content": CONTENT, "dc": DUBLIN_CORE, "media": MEDIA}, version="2.0")
    channel = add(document, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home_url)
    add(channel, "description", escape(feed.description or feed.title))
    add(channel, "language", feed.language)
    if feed.terms:
        add(channel, "copyright", feed.terms)
    if feed.entries:
        add(channel, "lastBuildDate", format_datetime(feed.updated))
    if feed.self_url:
        add(channel, f"{{{ATOM}}}link", "", {"href": feed.self_url, "rel": "self", "type": "application/rss+xml"})
    if feed.icon_url:
        image = add(channel, "image")
        add(image, "url", feed.icon_url)
        add(image, "title", feed.title)
        add(image, "link", feed.home_url)
    for entry in feed.entries:
        item = add(channel, "item")
        add(item, "title", entry.title)
        add(item, "link", entry.url)
        add(item, "guid", entry.id, {"isPermaLink": "false"})
        if entry.canonical:
            add(item, f"{{{ATOM}}}link", "", {"href": entry.canonical, "rel": "canonical", "type": "text/html"})
        if feed.source:
            add(item, "source", feed.source.name, {"url": feed.source.url})
        add(item, "pubDate", format_datetime(entry.published))
        add(item, f"{{{ATOM}}}updated", entry.updated.isoformat())
        for person in entry.people:
            add(item, f"{{{DUBLIN_CORE}}}creator", person.name)
        for category in entry.categories:
            add(item, "category", category)
        if entry.summary:
            # A description is markup to readers of RSS: plain words are escaped once more.
            add(item, "description", escape(entry.summary))
        if entry.html:
            add(item, f"{{{CONTENT}}}encoded", entry.html)
        _add_media(item, entry.image)
    return written(document)


def atom(feed: Feed) -> bytes:
    """Return `feed` as an Atom feed with full text."""
    document = root(f"{{{ATOM}}}feed", {None: ATOM, "media": MEDIA}, **{XML_LANGUAGE: feed.language})

    def put(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
        return add(parent, f"{{{ATOM}}}{tag}", text, attributes)

    put(document, "id", feed.home_url)
    put(document, "title", feed.title)
    if feed.description:
        put(document, "subtitle", feed.description)
    put(document, "updated", feed.updated.isoformat())
    put(document, "link", rel="self", href=feed.self_url, type="application/atom+xml")
    put(document, "link", rel="alternate", href=feed.home_url, type="text/html")
    if feed.icon_url:
        put(document, "icon", feed.icon_url)
    # Stands for every entry without names of its own; Atom wants one author at least.
    put(put(document, "author"), "name", feed.publisher)
    for entry in feed.entries:
        element = put(document, "entry")
        put(element, "id", entry.id)
        put(element, "title", entry.title)
        put(element, "link", rel="alternate", href=entry.url, type="text/html")
        put(element, "published", entry.published.isoformat())
        put(element, "updated", entry.updated.isoformat())
        for person in entry.people:
            author = put(element, "author")
            put(author, "name", person.name)
            if person.url:
                put(author, "uri", person.url)
        for category in entry.categories:
            put(element, "category", term=category)
        if entry.summary:
            put(element, "summary", entry.summary)
        if entry.html:
            put(element, "content", entry.html, type="html")
        if entry.image:
            put(element, "link", rel="enclosure", href=entry.image.url, type=entry.image.media_type)
        _add_media(element, entry.image)
    return written(document)


def json_feed(feed: Feed) -> bytes:
    """Return `feed` as JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "next_url": feed.next_url,
        "description": feed.description,
        "user_comment": feed.terms,
        "icon": feed.icon_url,
        "language": feed.language,
        "authors": [{"name": feed.publisher, "url": feed.home_url}],
        "items": [
            _filled(
                {
                    "id": entry.id,
                    "url": entry.url,
                    "title": entry.title,
                    "summary": entry.summary,
                    "content_html": entry.html,
                    # Of the two one must be there.
                    "content_text": "" if entry.html else entry.summary or entry.title,
                    "image": entry.image.url if entry.image else "",
                    "date_published": entry.published.isoformat(),
                    "date_modified": entry.updated.isoformat(),
                    "authors": [_filled({"name": person.name, "url": person.url}) for person in entry.people],
                    "tags": list(entry.categories),
                }
            )
            for entry in feed.entries
        ],
    }
    return json_documents.written(_filled(document, always=("title", "items")), indent=1).encode()


def _add_media(parent: Any, image: Image | None) -> None:
    # No <enclosure> in RSS: it must state a length in bytes, which only the storage could tell.
    if image is None:
        return
    size = {"width": str(image.width), "height": str(image.height)}
    attributes = {"url": image.url, "type": image.media_type, "medium": "image", **size}
    content = add(parent, f"{{{MEDIA}}}content", "", attributes)
    if image.alt:
        add(content, f"{{{MEDIA}}}description", image.alt, {"type": "plain"})
    if image.credit:
        add(content, f"{{{MEDIA}}}credit", image.credit)


def _filled(values: dict[str, Any], always: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or name in always}
