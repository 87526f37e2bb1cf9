"""Text into a tree and back. The only door to a tree leads through the allowlist.

`parse` runs nh3, which reads HTML as browsers do, and then reads nh3's output as XML: the tree is
the one nh3 saw, not a second parser's opinion of it. Whatever was stored, by whichever way round
the sanitiser, no step or template ever meets an element, attribute or address that is not allowed.
"""

import html as entities
import re
from collections import Counter
from functools import lru_cache

import nh3
from lxml import etree

from articles.body.allowlist import DROPPED_WITH_CONTENT, ELEMENTS, EQUIVALENTS, VOID
from articles.body.values import LINK_SCHEMES, without_controls

type Element = etree._Element

# The time nh3 takes grows with the square of the depth. This is counted in the text, where old
# pages leave much unclosed; what is still deep afterwards, libxml2 refuses at 256 levels.
DEPTH_LIMIT = 800
# What is cleaned is kept for longer texts than this by nobody.
KEPT_LENGTH = 50_000
# Elements that end by themselves when the next one opens: old pages rarely close them.
SELF_ENDING = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"})
UNCOUNTED = SELF_ENDING | VOID | {"img", "input", "meta", "link", "wbr", "col", "source", "area"}

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
MARKUP = re.compile(r"<[^<>]*>")
PARAGRAPH_BREAK = re.compile(r"</?(?:p|div|br|li|tr|table|h[1-6]|blockquote)\b[^<>]*>", re.IGNORECASE)
VOID_TAG = re.compile("<({})>".format("|".join(sorted(VOID))))
# A long run of "&amp;" takes nh3 twenty seconds a megabyte. Ampersands that only mean themselves
# pass it as a character that Unicode will never assign and `without_controls` never lets in.
PLAIN_AMPERSAND = re.compile(r"&amp;|&(?!#?[A-Za-z0-9])")
STAND_IN = "\ufdd0"

UNWRAP, DROP = "x-unwrap", "x-drop"


def _attribute(tag: str, name: str, value: str) -> str | None:
    check = ELEMENTS.get(tag, {}).get(name)
    return check(value.replace(STAND_IN, "&")) if check else None


_CLEANER = nh3.Cleaner(
    tags=set(ELEMENTS) | set(EQUIVALENTS),
    attributes={tag: set(checks) for tag, checks in ELEMENTS.items() if checks},
    attribute_filter=_attribute,
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)


def parse(html: str) -> Element:
    """Return the allowed part of `html` as the children of a `body` element.

    Any string will do. Markup nested too deep to be an article gives its words in paragraphs.
    """
    text = without_controls(html)
    if _is_too_deep(text):
        return _words(text)
    clean = _allowed if len(text) <= KEPT_LENGTH else _allowed.__wrapped__
    try:
        root = _read(clean(text))
    except etree.XMLSyntaxError:
        return _words(text)
    for element in root.iter(*EQUIVALENTS):
        element.tag = EQUIVALENTS[element.tag]
    return root


# A page asks first what a body refers to and then renders it; the pages around an article ask soon after.
@lru_cache(maxsize=64)
def _allowed(text: str) -> str:
    """Return the allowed part of a text as nh3 writes it."""
    clean = _CLEANER.clean(PLAIN_AMPERSAND.sub(STAND_IN, text)).replace(STAND_IN, "&amp;")
    # Once more, because "&#1;" is a control character only after nh3 has decoded it.
    return without_controls(clean)


def serialise(root: Element) -> str:
    """Return the contents of `root` as HTML that `parse` reads back into the same tree."""
    for element in root.iter(etree.Element):
        # XML would write an empty element as "<td/>", which HTML reads as an open tag.
        if element.text is None and len(element) == 0 and element.tag not in VOID:
            element.text = ""
    whole: str = etree.tostring(root, encoding="unicode", with_tail=False)
    inner = whole[whole.index(">") + 1 : whole.rindex("<")]
    for tag in VOID:
        inner = inner.replace(f"<{tag}/>", f"<{tag}>")
    return inner


def text_of(element: Element) -> str:
    """Return the words inside `element` on one line."""
    return " ".join("".join(element.itertext()).split())


def unwrap(root: Element, *elements: Element) -> None:
    """Take away `elements`, descendants of `root`, and leave what they hold in their place."""
    # Marked and stripped in one sweep: one at a time is quadratic in the length of the text.
    for element in elements:
        element.tag = UNWRAP
    if elements:
        etree.strip_tags(root, UNWRAP)


def drop(root: Element, *elements: Element) -> None:
    """Take away `elements`, descendants of `root`, with what they hold; text after them stays."""
    for element in elements:
        element.tag = DROP
    if elements:
        etree.strip_elements(root, DROP, with_tail=False)


def _read(clean: str) -> Element:
    xml = VOID_TAG.sub(r"<\1/>", clean).replace("&nbsp;", "\u00a0")
    # Entities are off because nh3 leaves none but the five of XML.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(f"<body>{xml}</body>", parser)


def _is_too_deep(text: str) -> bool:
    if text.count("<") <= DEPTH_LIMIT:
        return False
    # Counted by name: a closing tag for something that is not open closes nothing.
    still_open: Counter[str] = Counter()
    depth = 0
    for closing, name in TAG.findall(text):
        tag = name.lower()
        if tag in UNCOUNTED:
            continue
        if not closing:
            still_open[tag] += 1
            depth += 1
        elif still_open[tag]:
            still_open[tag] -= 1
            depth -= 1
        if depth > DEPTH_LIMIT:
            return True
    return False


def _words(text: str) -> Element:
    root = etree.Element("body")
    for paragraph in PARAGRAPH_BREAK.split(text):
        words = without_controls(entities.unescape(MARKUP.sub(" ", paragraph))).split()
        if words:
            etree.SubElement(root, "p").text = " ".join(words)
    return root
