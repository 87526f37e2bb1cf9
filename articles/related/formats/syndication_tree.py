"""A feed written anew with what is read of it, before the parser sees it.

The parser is slow and trusting: it takes fifty microseconds an element, lets an element of any
name overwrite what it has, and searches names for mail addresses in quadratic time. So it gets
the newest items only, of them only known elements, and of these a bounded length. Copied, not
pruned: to take a hundred thousand elements out of a tree takes seconds.
"""

import html
import re
from itertools import islice

from lxml import etree

from .dates import parse_date
from .documents import Element
from .mending import USUAL

ITEMS_LOOKED_AT = 20_000
VALUE_AT_MOST = 2_000
ATTRIBUTES_AT_MOST = 30
CHILDREN_AT_MOST = 120
TEXT_AT_MOST = 60_000
TEXT_IN_ALL = 2_000_000
NESTED_AT_MOST = 5_000

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
MEDIA, CONTENT, ITUNES = (f"{{{USUAL[prefix]}}}" for prefix in ("media", "content", "itunes"))
ITEMS = frozenset({"item", "entry"})
SPELLINGS = ("item", "entry", "ITEM", "ENTRY", "Item", "Entry")
DATES = ("pubdate", "published", "issued", "date", "updated", "modified", "created")
TEXTS = frozenset({"title", "description", "summary", "abstract", "content", "encoded", "body", "fullitem"})
WHOLE_TEXTS = frozenset({"fulltext", "full-text", "full_text", "content-encoded"})
MEDIA_PARTS = frozenset({"group", "content", "thumbnail"})
VALUES = frozenset(DATES) | frozenset(
    "link guid id author creator category subject keywords enclosure origlink language name".split()
)
# Names of items: the parser would make addresses of the feed's own folder out of them.
GUIDS = frozenset({"guid", "id"})
NO_ADDRESS = "urn:newsroom:name:"
OF_FEED = frozenset("title subtitle tagline link id language image icon logo".split())


def items_of(root: Element) -> list[Element]:
    """Return the items of a feed in their order, wherever in it they stand."""
    if local(root) in ITEMS:
        return [root]
    found = islice(root.iter(*(f"{{*}}{name}" for name in SPELLINGS)), ITEMS_LOOKED_AT)
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
    room = min(TEXT_AT_MOST, TEXT_IN_ALL // max(len(items), 1))
    if root in items:
        return etree.tostring(_copy_item(None, root, room), encoding="utf-8")
    copy = etree.Element(root.tag, _attributes(root), nsmap=dict(list(root.nsmap.items())[:ATTRIBUTES_AT_MOST]))
    channel = next((child for child in root.iterchildren(etree.Element) if local(child) == "channel"), None)
    place = copy
    if channel is not None:
        place = etree.SubElement(copy, channel.tag, _attributes(channel))
        _copy_about(place, channel)
    _copy_about(copy, root)
    for item in items:
        _copy_item(place, item, room)
    return etree.tostring(copy, encoding="utf-8")


def local(element: Element) -> str:
    """Return an element's name in lower case without what stands before it, "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _date(item: Element) -> object:
    named = {local(child): child.text for child in islice(item.iterchildren(etree.Element), CHILDREN_AT_MOST)}
    return next((moment for name in DATES if (moment := parse_date(named.get(name)))), None)


def _copy_about(place: Element, feed: Element) -> None:
    """Copy what a feed says of itself. What stands behind a thousand items is not looked for."""
    for child in islice(feed.iterchildren(etree.Element), ITEMS_LOOKED_AT):
        name = local(child)
        if name in OF_FEED and len(place) < CHILDREN_AT_MOST:
            copy = _value(place, child)
            if name == "image":
                for part in islice(child.iterchildren("{*}url", "{*}href"), 2):
                    _value(copy, part)
            elif len(child):
                _text(copy, child, VALUE_AT_MOST)


def _copy_item(place: Element | None, item: Element, room: int) -> Element:
    if place is None:
        copy = etree.Element(item.tag, _attributes(item), nsmap=dict(list(item.nsmap.items())[:ATTRIBUTES_AT_MOST]))
    else:
        copy = etree.SubElement(place, _tag(item), _attributes(item))
    children = list(islice(item.iterchildren(etree.Element), CHILDREN_AT_MOST))
    names = {local(child) for child in children}
    own_titles = {_namespace(child) for child in children if local(child) == "title"} & {_namespace(item)}
    for child in children:
        name = local(child)
        if name == "image":
            _picture(copy, child)
        elif name in MEDIA_PARTS and _is_media(child):
            _media(copy, child, has_words=bool(names & (TEXTS - {"title"})))
        elif name in WHOLE_TEXTS:
            _text(etree.SubElement(copy, f"{CONTENT}encoded"), child, room)
        elif name == "title" and own_titles and _namespace(child) not in own_titles:
            continue  # dc:title, media:title, itunes:title: an item's own title comes first
        elif name in TEXTS:
            _text(etree.SubElement(copy, _tag(child), _attributes(child)), child, room)
        elif name in VALUES:
            value = _value(copy, child)
            if name in GUIDS and (words := (value.text or "").strip()) and not _SCHEME.match(words):
                value.text = NO_ADDRESS + words
            for part in islice(child.iterchildren(etree.Element), CHILDREN_AT_MOST):
                if local(part) == "name":
                    _value(value, part)
                elif _is_media(part):  # some hang the story's picture below its link
                    _media(copy, part, has_words=True)
    return copy


def _media(place: Element, element: Element, *, has_words: bool) -> None:
    """What hangs below a picture is its caption; below a film without a text, it is the text."""
    copy = _value(place, element)
    for part in islice(element.iterdescendants(etree.Element), CHILDREN_AT_MOST):
        if local(part) in MEDIA_PARTS:
            _value(copy, part)
        elif local(part) == "description" and not has_words and part.getparent() is element:
            _text(etree.SubElement(copy, _tag(part), _attributes(part)), part, TEXT_AT_MOST)


def _picture(place: Element, image: Element) -> None:
    """Write an item's <image> in the one way that the parser knows."""
    inside = (part.text or "" for part in image.iterchildren("{*}url", "{*}link"))
    address = image.get("href") or image.get("url") or (image.text or "").strip() or next(inside, "").strip()
    is_shows = "itunes" in str(image.tag).lower()
    if address:
        name, attribute = (f"{ITUNES}image", "href") if is_shows else (f"{MEDIA}thumbnail", "url")
        etree.SubElement(place, name, {attribute: address[:VALUE_AT_MOST]})


def _value(place: Element, element: Element) -> Element:
    copy = etree.SubElement(place, _tag(element), _attributes(element))
    copy.text = (element.text or "")[:VALUE_AT_MOST]
    return copy


def _text(copy: Element, element: Element, room: int) -> None:
    """Make what is written inside `element` the text of `copy`, as if it had been escaped."""
    words = element.text or ""
    if len(element):
        words = _written(element)
        if copy.attrib.pop("mode", None) or "type" in copy.attrib or "tom" in str(copy.tag):
            copy.set("type", "text/html")
    words = words[:room]
    # The parser is told of every entity and line apart, unless it need not look for them.
    if "<" in words:
        words = words.replace("\n", " ")
    copy.text = etree.CDATA(words) if ("<" in words or "&" in words) and "]]>" not in words else words


def _written(element: Element) -> str:
    if sum(1 for _one in islice(element.iterdescendants(), NESTED_AT_MOST)) >= NESTED_AT_MOST:
        return " ".join(islice(element.itertext(), NESTED_AT_MOST))
    for child in element.iterdescendants(etree.Element):
        # HTML has no namespaces: <xhtml:p> is <p>.
        child.tag = child.tag.rpartition("}")[2].rpartition(":")[2]
    pieces = [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return html.escape(element.text or "", quote=False) + "".join(pieces)


def _attributes(element: Element) -> dict[str, str]:
    said = islice(element.attrib.items(), ATTRIBUTES_AT_MOST) if element.attrib else ()
    return {name: value for name, value in said if len(value) <= VALUE_AT_MOST and ":" not in name.rpartition("}")[2]}


def _tag(element: Element) -> str:
    """Return an element's name, in the usual namespace where its prefix is a usual one."""
    if element.prefix in USUAL:
        return f"{{{USUAL[element.prefix]}}}{element.tag.rpartition('}')[2]}"
    return str(element.tag).rpartition(":")[2] if "}" not in element.tag else str(element.tag)


def _namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0]


def _is_media(element: Element) -> bool:
    return element.prefix == "media" or str(element.tag).startswith("{http://search.yahoo.com/mrss")
