"""A web page of somebody else's as a tree: decoded, bounded, and asked for attributes without surprises."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from articles.body.values import CONTROL_CHARACTERS

from .addresses import web_address
from .decoding import decode

type Element = Any

# What a page says of itself stands in its head; the rest is read for links and JSON-LD only.
LENGTH_AT_MOST = 3_000_000
TAGS_AT_MOST = 200_000
METAS_AT_MOST = 500
_TAG = re.compile("<")


@dataclass
class HtmlPage:
    """A page's tree and its address, `<base>` considered. `metas` are the first of each name, in lower case."""

    url: str
    tree: Element
    text: str
    metas: dict[str, str] = field(default_factory=dict)

    def elements(self, *tags: str) -> list[Element]:
        """Return the elements of these names, in their order; none where there is no page."""
        return list(self.tree.iter(*tags)) if self.tree is not None else []

    def address(self, value: object) -> str:
        """Return an address of the page as an http or https one, or ""."""
        return web_address(value, self.url)

    def meta(self, *names: str) -> str:
        """Return the first of these that the page says."""
        return next((self.metas[name] for name in names if self.metas.get(name)), "")


def read_html(body: bytes, *, content_type: str = "", url: str = "") -> HtmlPage:
    """Return a page. Never raises: what is no HTML has no elements."""
    text = decode(body[:LENGTH_AT_MOST], content_type, is_html=True)
    text = CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n"))
    if text.count("<") > TAGS_AT_MOST:
        *_some, last = (found.start() for found, _place in zip(_TAG.finditer(text), range(TAGS_AT_MOST), strict=False))
        text = text[:last]
    page = HtmlPage(url=web_address(url), tree=_tree(text), text=text)
    for base in page.elements("base"):
        page.url = page.address(base.get("href")) or page.url
        break
    for meta in page.elements("meta")[:METAS_AT_MOST]:
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        value = (meta.get("content") or "").strip()
        if name and value:
            page.metas.setdefault(name, value[:10_000])
    return page


def rels(link: Element) -> set[str]:
    """Return the words of a link's rel in lower case."""
    return set((link.get("rel") or "").lower().split())


def _tree(text: str) -> Element:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None
