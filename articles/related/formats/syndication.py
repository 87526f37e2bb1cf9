"""RSS 0.9x, 1.0 and 2.0, RDF, Atom, CDF, Media RSS and YouTube, by way of feedparser."""

import io
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import feedparser

from .addresses import web_address
from .documents import Document
from .excerpts import clean_title
from .items import each_once, language_code, make_item
from .pictures import NAMED, SHOW, THUMBNAIL, Candidate, candidate, is_picture
from .registry import Format
from .syndication_tree import NO_ADDRESS, cut_down, items_of, newest
from .values import Feed, Item

ROOTS = frozenset({"rss", "rdf", "feed", "channel", "entry", "item"})
# The links that lead to a page, the best first; others name the feed itself, a file, a licence, a payment.
PAGES = ("alternate", "canonical", "related", "via")


def read(document: Document, at_most: int) -> Feed:
    """Return the feed. Its newest items are taken where it has more than `at_most`."""
    root = document.tree
    addresses = [address for address in root.nsmap.values() if address]
    whole = cut_down(root, newest(items_of(root), at_most))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(
            # A stream, always: a string could be an address, and would be fetched.
            io.BytesIO(whole),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": document.url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    about = _mapping(parsed.feed)
    site = _first_address([about.get("link"), *_pages(about)], document.url)
    language = language_code(about.get("language"))
    return Feed(
        kind=_kind(document, str(parsed.version), addresses),
        title=clean_title(about.get("title")),
        site_url=site,
        language=language,
        icon_url=_first_address([about.get("icon"), about.get("logo"), _mapping(about.get("image")).get("href")], site),
        items=each_once(_item(_mapping(entry), document.url or site, language) for entry in parsed.entries),
    )


def _item(entry: Mapping[str, Any], base: str, language: str) -> Item:
    title, summary = _mapping(entry.get("title_detail")), _mapping(entry.get("summary_detail"))
    contents = [_mapping(part) for part in _list(entry.get("content"))]
    base = next((part["base"] for part in (*contents, summary, title) if part.get("base")), base)
    guid = str(entry.get("id") or "").removeprefix(NO_ADDRESS)
    # A name is no address, whatever the folder of the feed would make of it.
    address = guid if guid.lower().startswith(("http://", "https://")) else ""
    pages = [
        entry.get("feedburner_origlink"),
        entry.get("pheedo_origlink"),
        _page(entry.get("link")),
        *_pages(entry),
        address,
    ]
    texts = [str(part.get("value", "")) for part in contents if _is_text(part)]
    return make_item(
        guid=guid,
        url=_first_address(pages, base),
        title=entry.get("title"),
        summary=entry.get("summary") if _is_text(summary) else "",
        content=max(texts, key=len, default=""),
        dates=(entry.get("published"), entry.get("created"), entry.get("updated")),
        pictures=_pictures(entry, base),
        author=_author(entry),
        language=entry.get("language") or title.get("language") or language,
        tags=(tag.get("term") or tag.get("label") for tag in map(_mapping, _list(entry.get("tags")))),
        base=base,
    )


def _author(entry: Mapping[str, Any]) -> str:
    said = str(entry.get("author") or "")
    people = [str(person["name"]) for person in map(_mapping, _list(entry.get("authors"))) if person.get("name")]
    # The parser takes "ada@outlet.example (Ada)" apart at the wrong place.
    return said if "@" in said and len(people) < 2 else ", ".join(list(dict.fromkeys(people))[:3]) or said


def _pictures(entry: Mapping[str, Any], base: str) -> Iterable[Candidate | None]:
    for media in map(_mapping, _list(entry.get("media_content"))):
        if is_picture(media.get("type"), media.get("url"), media.get("medium")):
            yield candidate(media.get("url"), base, media.get("width"), media.get("height"), NAMED)
    for link in map(_mapping, _list(entry.get("links"))):
        if link.get("rel") == "enclosure" and is_picture(link.get("type"), link.get("href")):
            yield candidate(link.get("href"), base, rank=NAMED)
    for media in map(_mapping, _list(entry.get("media_thumbnail"))):
        yield candidate(media.get("url"), base, media.get("width"), media.get("height"), THUMBNAIL)
    yield candidate(_mapping(entry.get("image")).get("href"), base, rank=SHOW)


def _page(link: object) -> object:
    """Return an item's link, unless the parser took it from the item's name."""
    return "" if isinstance(link, str) and link.startswith(NO_ADDRESS) else link


def _pages(context: Mapping[str, Any]) -> list[Any]:
    """Return the links to a page, the best first."""
    links = [link for link in map(_mapping, _list(context.get("links"))) if link.get("rel") in PAGES]
    return [link.get("href") for link in sorted(links, key=lambda link: PAGES.index(link["rel"]))]


def _first_address(values: Iterable[object], base: str) -> str:
    """Return the first value that is an address; a relative one only if nothing says it is a name."""
    for value in values:
        if (
            isinstance(value, str)
            and value
            and (address := web_address(value, base if "/" in value or "." in value else ""))
        ):
            return address
    return ""


def _is_text(part: Mapping[str, Any]) -> bool:
    kind = part.get("type") or "text/html"
    return str(kind).startswith("text/") or str(kind).endswith("xml")


def _mapping(value: object) -> Mapping[str, Any]:
    """Return `value` without feedparser's second names for things: a feed may put anything anywhere."""
    return dict(value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _kind(document: Document, version: str, addresses: list[str]) -> str:
    if any("youtube.com/" in address for address in addresses):
        return "youtube"
    if document.root_name == "rdf":
        return "rdf"
    return "atom" if version.startswith("atom") or document.root_name in ("feed", "entry") else "rss"


FORMAT = Format("syndication", lambda document: document.root_name in ROOTS, read)
