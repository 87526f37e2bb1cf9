"""Other systems' HTML as a tree, and the small words of working in it."""

import re
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from articles.body.values import without_controls

# lxml's own types are private names.
type Element = Any

# Of what a line may be made: a caption, a title.
SHORT = 200_000

GHOST_SIZE = re.compile(r"/content/images/size/[wh0-9]+/(?:format/[a-z]+/)?")
WORDPRESS_SIZE = re.compile(r"-[0-9]{2,5}x[0-9]{2,5}(?=\.[A-Za-z]{3,4}$)")


def parsed(html: str) -> Element | None:
    """Return the `body` of a piece of HTML, or nothing when it is nested too deep to be read whole."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = etree.fromstring(f"<html><body>{without_controls(html)}</body></html>".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    # libxml2 cuts off without a word what is nested deeper than it goes.
    if tree is None or any("depth" in error.message for error in parser.error_log):
        return None
    return tree.find("body")


def inside(root: Element) -> str:
    """Return what `root` holds, as HTML."""
    parts = [escape(root.text or "", quote=False)]
    parts.extend(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return "".join(parts)


def words_of(element: Element | None) -> str:
    """Return the words inside `element` on one line; of no element, none."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def plain(html: str) -> str:
    """Return the words of a short piece of HTML on one line."""
    if "<" not in html and "&" not in html:
        return " ".join(without_controls(html).split())
    return " ".join(without_controls(words_of(parsed(html[:SHORT]))).split())


def made(tag: str, attributes: dict[str, str], *children: Element, text: str = "") -> Element:
    """Return a new element; attributes without a value are left out, but for flags of the form `data-…`."""
    element = etree.Element(tag)
    for name, value in attributes.items():
        if value or name in ("data-pullquote", "data-factbox"):
            element.set(name, without_controls(value))
    element.text = without_controls(text) or None
    element.extend(children)
    return element


def replace(element: Element, new: list[Element]) -> None:
    """Put `new` where `element` stands; the text behind it stays."""
    parent, tail = element.getparent(), element.tail
    element.tail = None
    at = parent.index(element)
    before = parent[at - 1] if at else None
    parent.remove(element)
    for place, one in enumerate(new):
        one.tail = None
        parent.insert(at + place, one)
    if new:
        new[-1].tail = tail
    elif tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def classed(element: Element, *names: str) -> Element | None:
    """Return the first element inside that has one of these classes."""
    return next((one for one in element.iter(etree.Element) if not {*names}.isdisjoint(classes(one))), None)


def classes(element: Element) -> list[str]:
    """Return the class names of an element."""
    return (element.get("class") or "").split()


def whole(url: str, address: str = "") -> str:
    """Return an address with its scheme and host; a path stays one where the old site's address is unknown."""
    url = without_controls(url).strip()
    if url.startswith("//"):
        return f"https:{url}"
    try:
        if not url or not address or url.startswith("#") or urlsplit(url).scheme:
            return url
        return urljoin(f"{address}/", url)
    except ValueError:  # an unclosed bracket
        return ""


def host_of(url: str) -> str:
    """Return the host of an address, or an empty string."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def original_of(url: str) -> str:
    """Return the address of the original when `url` is plainly that of a copy in another size.

    Ghost keeps copies under `size/` (https://ghost.org/docs/themes/helpers/data/img_url/), WordPress
    adds `-300x200` (https://developer.wordpress.org/reference/functions/wp_get_attachment_image_src/).
    """
    url = GHOST_SIZE.sub("/content/images/", url)
    if "/wp-content/" not in url:
        return url
    path, mark, query = url.partition("?")
    return WORDPRESS_SIZE.sub("", path) + mark + query
