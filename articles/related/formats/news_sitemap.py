"""Sitemaps for news, and the indexes that name them. Pages without a title are not news."""

from itertools import islice

from django.utils.translation import gettext_noop as _

from .addresses import web_address
from .dates import parse_date
from .documents import Document, Element
from .items import each_once, language_code, make_item
from .pictures import NAMED, candidate
from .registry import Format
from .syndication_tree import local
from .values import Feed, Item, NotAFeed

SITEMAPS_AT_MOST = 50
CONSIDERED_AT_MOST = 10_000
VALUE_AT_MOST = 4_000


def read(document: Document, at_most: int) -> Feed:
    """Return the stories of a news sitemap, its newest where it has more than `at_most`.

    Of an index the addresses of the sitemaps, those for news first, then the newest. Raises
    NotAFeed for a sitemap of pages that carry no news.
    """
    root = document.tree
    if document.root_name == "sitemapindex":
        return Feed(kind="sitemap", site_url=web_address("/", document.url), next_sitemaps=_next(root, document.url))
    pages = [_page(page) for page in root if local(page) == "url"]
    stories = [page for page in pages if "title" in page]
    if pages and not stories:
        raise NotAFeed(_("This sitemap lists pages without news: no page has a title. Use the outlet's feed instead."))
    if len(stories) > at_most:
        stories.sort(key=lambda story: str(parse_date(story.get("publication_date")) or ""), reverse=True)
    kept = stories[:at_most]
    return Feed(
        kind="sitemap",
        title=kept[0].get("name", "")[:200] if kept else "",
        site_url=web_address("/", document.url or (kept[0].get("loc", "") if kept else "")),
        language=language_code(kept[0].get("language")) if kept else "",
        items=each_once(_item(story, document.url) for story in kept),
    )


def _page(page: Element) -> dict[str, str]:
    """Return what an <url> says, the first of each name; what says so of a picture is kept apart."""
    said: dict[str, str] = {}
    for part in page.iterdescendants():
        above = part.getparent()
        name = "image" if local(part) == "loc" and above is not page else local(part)
        if local(above) in ("image", "video") and name != "image":
            continue
        if part.text and part.text.strip():
            said.setdefault(name, part.text.strip()[:VALUE_AT_MOST])
    return said


def _item(story: dict[str, str], base: str) -> Item:
    return make_item(
        url=story.get("loc"),
        title=story.get("title"),
        dates=(story.get("publication_date"), story.get("lastmod")),
        pictures=[candidate(story.get("image"), base, rank=NAMED)],
        language=story.get("language"),
        tags=story.get("keywords", "").split(","),
        base=base,
    )


def _next(root: Element, base: str) -> list[str]:
    found = []
    for place, sitemap in enumerate(islice(root.iterchildren("{*}sitemap"), CONSIDERED_AT_MOST)):
        said = {local(part): (part.text or "").strip() for part in sitemap}
        if address := web_address(said.get("loc"), base):
            found.append(("news" not in address.lower(), _age(said.get("lastmod")), place, address))
    return list(dict.fromkeys(address for *_order, address in sorted(found)))[:SITEMAPS_AT_MOST]


def _age(text: str | None) -> float:
    moment = parse_date(text)
    return -moment.timestamp() if moment else 0.0


FORMAT = Format("sitemap", lambda document: document.root_name in ("urlset", "sitemapindex"), read)
