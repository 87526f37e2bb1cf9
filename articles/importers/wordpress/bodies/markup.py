"""The HTML of a post into what the desk has words for: a list of steps over the tree, to be read aloud."""

import json
import re
from collections.abc import Callable
from html import escape
from typing import Any

from django.utils.translation import gettext_noop
from lxml import etree

from articles.body.values import without_controls

from ..plain import plain
from .embeds import show_embeds
from .pictures import show_galleries, show_pictures
from .related import recognise_related
from .trees import Element, classes, drop, put_in_place, words_of
from .working import Working

# libxml2 stops at 256 levels and says nothing.
DEPTH_AT_MOST = 180
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
SELF_ENDING = frozenset("p li dt dd tr td th thead tbody option br hr img input meta link wbr col source area".split())
BREAK = re.compile(r"\n\s*\n|</?(?:p|div|br|li|tr|table|h[1-6]|blockquote)\b[^<>]*>", re.IGNORECASE)
GONE = (
    "script style template noscript noembed noframes form textarea select button title head canvas svg math "
    "cms-picture cms-gallery cms-read-also cms-embed cms-footnote"
).split()
ALWAYS_GONE = frozenset({"script", "style"})
STAND_INS = frozenset({"cms-picture", "cms-gallery", "cms-read-also", "cms-embed", "cms-footnote"})
DRAWN = frozenset({"svg", "math", "canvas"})
WORDS_OF_A_FORM = 400
STYLES = {
    "strong": re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)"),
    "em": re.compile(r"font-style\s*:\s*italic"),
    "s": re.compile(r"text-decoration[^;]*:\s*line-through"),
}

TOO_DEEP = gettext_noop("Its mark-up is nested deeper than any article; only its words were kept.")
NO_CODE = gettext_noop("Preformatted text (“{what}”) became ordinary paragraphs; its line ends stay.")
FORM_GONE = gettext_noop("A form was left out: what is typed into it would reach nobody.")


def rearranged(html: str, working: Working) -> str:
    """Return `html` with pictures, embeds and lists of related articles as stand-ins the sanitiser lets pass.

    Any string will do. What is nested too deep gives its words in paragraphs.
    """
    html = without_controls(html)
    if not html.strip():
        return ""
    root = None if _is_too_deep(html) else _parsed(html)
    if root is None:
        working.note("markup", "", TOO_DEEP)
        return "".join(f"<p>{escape(words)}</p>" for part in BREAK.split(html) if (words := plain(part)))
    for step in STEPS:
        step(root, working)
    whole: str = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return whole[whole.index(">") + 1 : whole.rindex("<")]


def take_away_what_is_no_text(root: Element, working: Working) -> None:
    """Scripts, forms, drawings; and blocks of the desk's own kind, whose numbers mean nothing here."""
    if root.find(".//form") is not None:
        working.note("markup", "form", FORM_GONE)
    for element in list(root.iter(*GONE)):
        if element.tag not in ALWAYS_GONE and len("".join(element.itertext())) > WORDS_OF_A_FORM:
            # It was never closed, and holds the rest of the article.
            element.tag = "div"
        elif element.tag in DRAWN and element.find(".//p") is not None:
            element.tag = "div"
        elif element.tag not in STAND_INS:
            drop(element)
        else:
            # Empty by nature: what it holds only follows it.
            element.tag = "div"
            element.attrib.clear()
    for link in root.iter("a"):
        link.attrib.pop("data-article", None)


def show_footnotes(root: Element, working: Working) -> None:
    """WordPress keeps a footnote's words apart from its number; here they stand where it is called."""
    words = _footnotes(working.around.footnotes)
    for mark in list(root.iter("sup")):
        said = mark.get("data-words") or words.get(mark.get("data-fn", ""))
        if said:
            note = etree.Element("cms-footnote")
            note.set("data-text", without_controls(said))
            put_in_place(mark, note)
        elif mark.get("data-fn"):
            drop(mark)


def keep_lines(root: Element, working: Working) -> None:
    """Code and verse live by their line ends, which become real ones."""
    for block in list(root.iter("pre")):
        working.note("pre", words_of(block)[:40], NO_CODE)
        for element in list(block.iter()):
            for side in ("text", "tail"):
                text = getattr(element, side)
                if text and "\n" in text and not (element is block and side == "tail"):
                    _break_lines(element, side, text.strip("\n") if element is block else text)
        for code in list(block.iter("code")):
            code.tag = "span"
        block.tag = "p"


def set_asides(root: Element, _working: Working) -> None:
    """Pull quotes and what unfolds."""
    for element in list(root.iter("figure", "blockquote", "details")):
        if element.tag == "details":
            for summary in element.iter("summary"):
                summary.tag = "h3"
            element.tag = "aside"
            element.attrib.clear()
            element.set("data-factbox", "")
        elif "wp-block-pullquote" in classes(element):
            element.tag = "aside"
            element.attrib.clear()
            element.set("data-pullquote", "")


def caption_tables(root: Element, _working: Working) -> None:
    """A table's caption stands under its figure there and inside the table here."""
    for figure in list(root.iter("figure")):
        table = figure.find(".//table")
        caption = figure.find("figcaption")
        if table is not None and caption is not None and table.find("caption") is None:
            words = words_of(caption)
            drop(caption)
            if words:
                inside = etree.Element("caption")
                inside.text = words
                table.insert(0, inside)


def keep_marks(root: Element, _working: Working) -> None:
    """Words that were struck through for readers to see, and bold or slanted by style alone."""
    for element in list(root.iter("del", "ins", "q", "span")):
        if element.tag == "del":
            element.tag = "s"
        elif element.tag == "q":
            element.tag = "span"
            element.text = f"“{element.text or ''}"
            if len(element):
                element[-1].tail = f"{element[-1].tail or ''}”"
            else:
                element.text += "”"
        elif element.tag == "span" and element.get("style"):
            style = element.get("style")[:2_000].lower()
            element.tag = next((tag for tag, rule in STYLES.items() if rule.search(style)), "span")


def complete_links(root: Element, working: Working) -> None:
    """A link without a host led to the old site; here it would lead to this one."""
    for link in root.iter("a"):
        address = (link.get("href") or "").strip()
        if not address or address.startswith("#"):
            link.attrib.pop("href", None)
        elif not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address):
            link.set("href", without_controls(working.around.addresses.whole(address) or address))


def part_buttons_and_files(root: Element, _working: Working) -> None:
    """Buttons become links in paragraphs of their own; a file's second link, “Download”, goes."""
    for element in list(root.iter("a")):
        kinds = classes(element)
        if "wp-block-file__button" in kinds and element.getprevious() is not None:
            drop(element)


STEPS: tuple[Callable[[Element, Working], None], ...] = (
    take_away_what_is_no_text,
    show_footnotes,
    # Before pictures: a frame or a post of another site may hold some.
    show_embeds,
    keep_lines,
    set_asides,
    caption_tables,
    part_buttons_and_files,
    # Galleries first: the pictures in them are theirs.
    show_galleries,
    show_pictures,
    keep_marks,
    complete_links,
    # Last: it reads whole paragraphs and lists, with their links complete.
    recognise_related,
)


def _parsed(html: str) -> Any:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, recover=True
    )
    try:
        tree = etree.fromstring(f"<html><body>{html}</body></html>".encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if tree is None else tree.find("body")


def _is_too_deep(html: str) -> bool:
    if html.count("<") <= DEPTH_AT_MOST:
        return False
    depth: dict[str, int] = {}
    deep = 0
    for closing, name in TAG.findall(html):
        tag = name.lower()
        if tag in SELF_ENDING:
            continue
        if not closing:
            depth[tag] = depth.get(tag, 0) + 1
            deep += 1
        elif depth.get(tag):
            depth[tag] -= 1
            deep -= 1
        if deep > DEPTH_AT_MOST:
            return True
    return False


def _footnotes(text: str) -> dict[str, str]:
    try:
        read = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return {}
    notes = read if isinstance(read, list) else []
    return {
        str(note.get("id")): plain(str(note.get("content") or "")) for note in notes[:1_000] if isinstance(note, dict)
    }


def _break_lines(element: Element, side: str, text: str) -> None:
    lines = [re.sub(r"^[ \t]+", lambda gap: "\u00a0" * len(gap[0].expandtabs(4)), line) for line in text.split("\n")]
    setattr(element, side, lines[0])
    holder = element if side == "text" else element.getparent()
    at = 0 if side == "text" else holder.index(element) + 1
    ends = [etree.Element("br") for _line in lines[1:]]
    for end, line in zip(ends, lines[1:], strict=True):
        end.tail = line
    # All at once: put in one by one, each counts its way from the first.
    holder[at:at] = ends
