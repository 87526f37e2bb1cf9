"""Which feeds a web page names, and where feeds usually are when it names none."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from .documents import open_document
from .html_pages import HtmlPage, read_html, rels
from .markup import plain
from .values import NAME_AT_MOST, NotAFeed
from .youtube import feed_address, feed_address_in_page, is_youtube

FEEDS_AT_MOST = 20
MEANT_AS_FEEDS = frozenset({"rss", "rdf", "feed", "channel", "urlset", "sitemapindex", "opml"})
KINDS = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rdf",
    "application/feed+json": "json",
    "application/json": "json",
    "application/x.atom+xml": "atom",
    "application/x-atom+xml": "atom",
    "text/xml": "rss",
    "application/xml": "rss",
    "text/rss+xml": "rss",
}
# Tried in this order, against the page's own folder first and then the whole site.
PATHS = (
    "feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed", "rss/", "feeds/all.xml", "feed.json",
    "rss/all.xml", "rss/news.xml", "uk/rss", "index.rss", "?feed=rss2",
)  # fmt: skip
SITEMAPS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "sitemap/news.xml", "sitemap.xml")
_COMMENTS = re.compile(
    r"/comments?/(?:feed|rss|default|atom)|[?&]feed=comments|comments?[-_.](?:rss|atom|feed)", re.IGNORECASE
)
_COMMENT_TITLE = re.compile(
    r"\b(?:comments?|kommentare?|commentaires?|comentarios)\b|коментар|комментари", re.IGNORECASE
)
_LOOKS_LIKE_FEED = re.compile(r"(?:^|[/._=-])(?:rss2?|atom|feeds?)(?:$|[/._?&-])|\.(?:rss|rdf|atom)$", re.IGNORECASE)


@dataclass(frozen=True)
class FoundFeed:
    """A feed that a page names; `kind` is what the page calls it, which need not be true."""

    url: str
    title: str = ""
    kind: str = ""


def feeds_of(body: bytes, *, content_type: str = "", url: str = "") -> list[FoundFeed]:
    """Return the feeds that a page names, the one to try first in front; feeds of comments last.

    Args:
        url: the page's address after redirects.
    """
    return feeds_of_page(read_html(body, content_type=content_type, url=url))


def feeds_of_page(page: HtmlPage) -> list[FoundFeed]:
    """Return the feeds that an opened page names, as `feeds_of` does."""
    found: dict[str, FoundFeed] = {}
    if is_youtube(page.url) and (channel := feed_address(page.url) or feed_address_in_page(page.text)):
        found[channel] = FoundFeed(channel, plain(page.meta("og:title"), NAME_AT_MOST), "youtube")
    for link in page.elements("link", "a"):
        words = rels(link)
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "feed" not in words and not ("alternate" in words and kind in KINDS):
            continue
        address = page.address(link.get("href"))
        # WordPress names its interfaces with the type of a JSON feed.
        if address and "/wp-json/" not in address and "oembed" not in address:
            title = plain(link.get("title") or "", NAME_AT_MOST)
            found.setdefault(address, FoundFeed(address, title, KINDS.get(kind, "")))
    ordered = sorted(found.values(), key=_is_of_comments)
    for link in page.elements("a"):
        address = page.address(link.get("href"))
        if address and address not in found and _LOOKS_LIKE_FEED.search(urlsplit(address).path):
            found[address] = FoundFeed(address, plain("".join(link.itertext()), NAME_AT_MOST))
            ordered.append(found[address])
        if len(ordered) >= FEEDS_AT_MOST:
            break
    return ordered[:FEEDS_AT_MOST]


def guesses(url: str) -> list[str]:
    """Return addresses where a site that names no feed may have one, the likeliest first."""
    if known := feed_address(url):
        return [known]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return []
    root = f"{parts.scheme}://{parts.netloc}/"
    path = parts.path if parts.path.endswith("/") else parts.path.rpartition("/")[0] + "/"
    folder = root.rstrip("/") + path if path.strip("/") else root
    tries = [urljoin(start, name) for start in dict.fromkeys((folder, root)) for name in PATHS]
    return list(dict.fromkeys(tries + [root + name for name in SITEMAPS]))


def is_page(body: bytes, *, content_type: str = "") -> bool:
    """Whether something that is no feed is a web page, on which feeds may be named; or was meant as a feed."""
    called_html = content_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")
    try:
        root = open_document(body, content_type=content_type).root_name
    except NotAFeed:  # larger than any feed, empty, or hostile
        return called_html and b"<html" in body[:2_000].lower()
    return root == "html" or called_html and root not in MEANT_AS_FEEDS


def _is_of_comments(feed: FoundFeed) -> bool:
    return bool(_COMMENTS.search(feed.url) or _COMMENT_TITLE.search(feed.title))
