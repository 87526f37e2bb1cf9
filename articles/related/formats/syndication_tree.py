"""A feed's tree cut down to what is read of it, before the parser sees it.

The parser is slow and trusting: it takes fifty microseconds an element, lets an element of any
name overwrite what it has, and searches names for mail addresses in quadratic time. So it gets
the newest items only, of them only known elements, and of these a bounded length.
"""

import html

from lxml import etree

from .dates import parse_date
from .documents import Element

MEDIA = "http://search.yahoo.com/mrss/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"

VALUE_AT_MOST = 2_000
ATTRIBUTES_AT_MOST = 30
CHILDREN_AT_MOST = 120
TEXT_AT_MOST = 60_000
TEXT_IN_ALL = 3_000_000
NESTED_AT_MOST = 5_000

ITEMS = frozenset({"item", "entry"})
DATES = ("pubdate", "published", "issued", "date", "updated", "modified", "created")
TEXTS = frozenset({"title", "description", "summary", "abstract", "content", "encoded", "body", "fullitem"})
WHOLE_TEXTS = frozenset({"fulltext", "full-text", "full_text", "content-encoded"})
KEPT = (
    TEXTS
    | set(DATES)
    | frozenset(
        "link guid id author creator category subject keywords enclosure thumbnail group origlink language name".split()
    )
)
OF_FEED = frozenset("title subtitle tagline link id language image icon logo url href channel".split())


def items_of(root: Element) -> list[Element]:
    """Return the items of a feed in their order, wherever in it they stand."""
    if local(root) in ITEMS:
        return [root]
    found = (element for element in root.iter(etree.Element) if local(element) in ITEMS)
    return [item for item in found if not any(local(above) in ITEMS for above in item.iterancestors())]


def newest(items: list[Element], at_most: int) -> list[Element]:
    """Return up to `at_most` items in their order: the newest, or the first where too few are dated."""
    if len(items) <= at_most:
        return items
    dated = [(moment, -place) for place, item in enumerate(items) if (moment := _date(item))]
    if len(dated) < at_most:
        return items[:at_most]
    return [items[place] for place in sorted(-place for _moment, place in sorted(dated, reverse=True)[:at_most])]


def cut_down(root: Element, items: list[Element]) -> bytes:
    """Return the feed as XML with `items` alone, and with nothing in it that is not read."""
    kept = set(items)
    channel = next((child for child in root if local(child) == "channel"), root)
    for item in items_of(root):
        parent = item.getparent()
        if parent is None:
            continue
        if item not in kept:
            parent.remove(item)
        elif parent is not root and parent is not channel:
            # In a broken file, an element before it was never closed.
            channel.append(item)
    room = min(TEXT_AT_MOST, TEXT_IN_ALL // max(len(items), 1))
    for item in items:
        _prune_item(item, room)
    if root not in kept:
        _prune_feed(root)
        if channel is not root:
            _prune_feed(channel)
    return etree.tostring(root, encoding="utf-8")


def local(element: Element) -> str:
    """Return an element's name in lower case without what stands before it, "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _date(item: Element) -> object:
    named = {local(child): child.text for child in item.iterchildren(etree.Element)}
    return next((moment for name in DATES if (moment := parse_date(named.get(name)))), None)


def _prune_feed(feed: Element) -> None:
    for child in list(feed):
        name = local(child)
        if name in ITEMS:
            continue
        if name not in OF_FEED:
            feed.remove(child)
        elif name == "image":
            for part in list(child):
                if local(part) not in ("url", "href"):
                    child.remove(part)
                else:
                    _short_value(part)
            _short_value(child)
        elif name != "channel":
            _text(child, VALUE_AT_MOST) if len(child) else _short_value(child)


def _prune_item(item: Element, room: int) -> None:
    # Some hang the story's picture below its link.
    for part in [part for child in item if local(child) == "link" for part in child]:
        item.append(part)
    names = {local(child) for child in item}
    has_words = bool(names & (TEXTS - {"title"}))
    _short_attributes(item)
    for place, child in enumerate(list(item)):
        name = local(child)
        if name in WHOLE_TEXTS:
            child.tag, name = f"{{{CONTENT}}}encoded", "encoded"
        is_media = _is_media(child)
        if name == "image":
            _picture(item, child)
        elif name not in KEPT or place > CHILDREN_AT_MOST or (is_media and name == "title" and "title" in names):
            item.remove(child)
        elif is_media and name in ("group", "content", "thumbnail"):
            _media(child, has_words)
        elif name in TEXTS:
            _text(child, room)
        else:
            _short_value(child)
            for part in list(child):
                if local(part) != "name":
                    child.remove(part)
                else:
                    _short_value(part)


def _media(element: Element, has_words: bool) -> None:
    """What hangs below a picture is its caption; below a video without a text, it is the text."""
    for part in list(element.iterdescendants(etree.Element))[:CHILDREN_AT_MOST]:
        name = local(part)
        if name in ("content", "thumbnail", "group"):
            _short_value(part)
        elif name == "description" and not has_words and part.getparent() is element:
            _text(part, TEXT_AT_MOST)
        elif (parent := part.getparent()) is not None:
            parent.remove(part)
    for part in list(element)[CHILDREN_AT_MOST:]:
        element.remove(part)
    _short_value(element)


def _picture(item: Element, image: Element) -> None:
    """Write an item's <image> in the one way that the parser knows."""
    address = image.get("href") or image.get("url") or (image.text or "").strip()
    address = address or next(((part.text or "").strip() for part in image if local(part) in ("url", "link")), "")
    kind = "image" if "itunes" in str(image.tag).lower() else "thumbnail"
    item.remove(image)
    if address and kind == "thumbnail":
        etree.SubElement(item, f"{{{MEDIA}}}thumbnail", url=address[:VALUE_AT_MOST])
    elif address:
        etree.SubElement(item, f"{{{ITUNES}}}image", href=address[:VALUE_AT_MOST])


def _text(element: Element, room: int) -> None:
    """Make what is written inside an element its text, as if it had been escaped."""
    _short_attributes(element)
    if len(element):
        element.text = _written(element)
        for child in list(element):
            element.remove(child)
        is_atom = "type" in element.attrib or "mode" in element.attrib or "tom" in str(element.tag)
        if is_atom:
            element.attrib.pop("mode", None)
            element.set("type", "text/html")
    if element.text and len(element.text) > room:
        element.text = element.text[:room]


def _written(element: Element) -> str:
    if sum(1 for _one in zip(element.iterdescendants(), range(NESTED_AT_MOST), strict=False)) >= NESTED_AT_MOST:
        return " ".join(words for words, _room in zip(element.itertext(), range(NESTED_AT_MOST), strict=False))
    for child in element.iter(etree.Element):
        # HTML has no namespaces: <xhtml:p> is <p>.
        if child is not element and isinstance(child.tag, str):
            child.tag = child.tag.rpartition("}")[2].rpartition(":")[2]
    pieces = [html.escape(element.text or "", quote=False)] + [
        etree.tostring(child, encoding="unicode", method="html") for child in element
    ]
    return "".join(pieces)


def _short_value(element: Element) -> None:
    _short_attributes(element)
    if element.text and len(element.text) > VALUE_AT_MOST:
        element.text = element.text[:VALUE_AT_MOST]


def _short_attributes(element: Element) -> None:
    if not element.attrib:
        return
    for place, (name, value) in enumerate(list(element.attrib.items())):
        if len(value) > VALUE_AT_MOST or place >= ATTRIBUTES_AT_MOST or ":" in name.rpartition("}")[2]:
            del element.attrib[name]


def _is_media(element: Element) -> bool:
    return element.prefix == "media" or str(element.tag).startswith("{http://search.yahoo.com/mrss")
