"""What a page says of itself, for a story that an editor adds by its address."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .canonical import canonical_url
from .dates import parse_date
from .decoding import decode
from .excerpts import clean_title, excerpt
from .html_pages import Element, HtmlPage, read_html, rels
from .items import language_code, name
from .json_ld import addresses, article_of, text
from .pictures import NAMED, THUMBNAIL, Candidate, best, candidate, side

OEMBED_TYPES = frozenset({"application/json+oembed", "text/json+oembed"})
OEMBED_AT_MOST = 200_000
PARAGRAPHS_LOOKED_AT = 20
WORDS_AT_MOST = 2_000


@dataclass(frozen=True)
class Page:
    """What a page says of itself, as plain text and whole addresses; "" for what it does not say."""

    url: str = ""  # the canonical one, or where the page was found
    title: str = ""
    has_bare_title: bool = False  # it is what stands in <title> or <h1>, and nothing better
    excerpt: str = ""
    text: str = ""  # the beginning of its words, for their language
    site_name: str = ""
    author: str = ""
    language: str = ""
    published_at: datetime | None = None
    picture_url: str = ""
    icon_url: str = ""
    oembed_url: str = ""


@dataclass(frozen=True)
class Embedded:
    """What an oEmbed answer says."""

    title: str = ""
    author: str = ""
    site_name: str = ""
    picture_url: str = ""


def read_page(body: bytes, *, content_type: str = "", url: str = "") -> Page:
    """Return what a page says of itself, in Open Graph, JSON-LD, Twitter's words or plain HTML.

    Never raises: a page that says nothing gives an empty one.

    Args:
        url: the page's address after redirects.
    """
    page = read_html(body, content_type=content_type, url=url)
    article = article_of([words.text or "" for words in page.elements("script") if _is_json_ld(words)])
    site_name = name(
        page.meta("og:site_name", "application-name", "twitter:app:name:iphone") or text(article.get("publisher"))
    )
    # Trusted in this order; what an oEmbed address says comes before the bare title.
    title = text(article.get("headline")) or page.meta("og:title", "twitter:title")
    headline = _without_site(clean_title(title or _title(page)), site_name)
    about = page.meta("og:description", "twitter:description", "description") or text(article.get("description"))
    dates = (article.get("datePublished"), *(page.metas.get(key) for key in _DATES), *_times(page))
    return Page(
        url=_canonical(page) or canonical_url(url),
        title=headline,
        has_bare_title=not title,
        text=_words(page),
        excerpt=excerpt(about, title=headline),
        site_name=site_name,
        author=name(
            text(article.get("author")) or page.meta("author", "article:author:name", "parsely-author", "dc.creator")
        ),
        language=_language(page, article),
        published_at=next((moment for date in dates if (moment := parse_date(date))), None),
        picture_url=best(_pictures(page, article)),
        icon_url=_icon(page),
        oembed_url=_oembed(page),
    )


def read_oembed(body: bytes, *, content_type: str = "", url: str = "") -> Embedded:
    """Return what an oEmbed answer in JSON says; an empty one for anything else."""
    try:
        said = json.loads(decode(body[:OEMBED_AT_MOST], content_type), strict=False)
    except (ValueError, RecursionError):
        return Embedded()
    if not isinstance(said, dict):
        return Embedded()
    picture = said.get("url") if said.get("type") == "photo" else None
    return Embedded(
        title=clean_title(said.get("title")),
        author=name(said.get("author_name")),
        site_name=name(said.get("provider_name")),
        picture_url=best([candidate(said.get("thumbnail_url") or picture, url, said.get("thumbnail_width"))]),
    )


_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "date", "pubdate",
    "publish-date", "publication_date", "dc.date.issued", "dc.date", "dcterms.created", "sailthru.date",
    "cxenseparse:recs:publishtime",
)  # fmt: skip


def _is_json_ld(script: Element) -> bool:
    return (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"


def _words(page: HtmlPage) -> str:
    words = (" ".join("".join(element.itertext()).split()) for element in page.elements("p")[:PARAGRAPHS_LOOKED_AT])
    return " ".join(words)[:WORDS_AT_MOST]


def _title(page: HtmlPage) -> str:
    for element in page.elements("title", "h1"):
        if words := " ".join("".join(element.itertext()).split()):
            return words
    return ""


def _without_site(title: str, site_name: str) -> str:
    """A title ends with the outlet's name on many pages, and the name is shown beside it here."""
    if site_name:
        for mark in (" - ", " – ", " — ", " | ", " · ", " :: ", " » "):
            head, found, tail = title.rpartition(mark)
            if found and head and tail.strip().casefold() == site_name.casefold():
                return head.strip()
    return title


def _canonical(page: HtmlPage) -> str:
    named = [link.get("href") for link in page.elements("link") if "canonical" in rels(link)]
    for value in (*named, page.meta("og:url")):
        address = page.address(value)
        # A front page as the canonical address of an article is a mistake of the site's.
        if address and (address.split("/", 3)[3:] not in ([], [""]) or not page.url.split("/", 3)[3:]):
            return canonical_url(address)
    return ""


def _language(page: HtmlPage, article: dict[str, Any]) -> str:
    roots = [
        element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
        for element in page.elements("html")
    ]
    said = (
        *roots[:1],
        text(article.get("inLanguage")),
        page.meta("og:locale", "language", "content-language", "dc.language"),
    )
    return next((code for value in said if (code := language_code(value))), "")


def _times(page: HtmlPage) -> Iterator[str]:
    for element in page.elements("time")[:20]:
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            yield element.get("datetime") or "".join(element.itertext())


def _pictures(page: HtmlPage, article: dict[str, Any]) -> Iterator[Candidate | None]:
    width, height = page.meta("og:image:width"), page.meta("og:image:height")
    yield candidate(page.meta("og:image:secure_url", "og:image:url", "og:image"), page.url, width, height, NAMED)
    for value, wide, high in addresses(article.get("image")):
        yield candidate(value, page.url, wide, high, NAMED)
    yield candidate(page.meta("twitter:image", "twitter:image:src"), page.url, rank=NAMED)
    for value, wide, high in addresses(article.get("thumbnailUrl")):
        yield candidate(value, page.url, wide, high, THUMBNAIL)
    for link in page.elements("link"):
        if "image_src" in rels(link):
            yield candidate(link.get("href"), page.url, rank=THUMBNAIL)


def _icon(page: HtmlPage) -> str:
    """Return the largest icon that is a picture; of equal ones, the first."""
    found: list[tuple[int, str]] = []
    for link in page.elements("link"):
        words = rels(link)
        address = page.address(link.get("href"))
        if address and words & {"icon", "apple-touch-icon", "apple-touch-icon-precomposed"}:
            sizes = [side(size.partition("x")[0]) for size in (link.get("sizes") or "").lower().split()]
            usual = 180 if "icon" not in words else 32
            # Drawings (SVG) are no pictures that can be cut to size here.
            is_drawing = address.lower().partition("?")[0].endswith(".svg")
            found.append((0 if is_drawing else max(sizes, default=0) or usual, address))
    if found:
        return max(found, key=lambda one: one[0])[1]
    return page.address("/favicon.ico") if page.url else ""


def _oembed(page: HtmlPage) -> str:
    for link in page.elements("link"):
        if rels(link) & {"alternate", "alternative"} and (link.get("type") or "").lower() in OEMBED_TYPES:
            if address := page.address(link.get("href")):
                return address
    return ""
