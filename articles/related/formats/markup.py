"""Somebody else's HTML, read once: its paragraphs as plain text, its pictures and its links."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from articles.body.values import CONTROL_CHARACTERS

type Element = Any

LENGTH_AT_MOST = 60_000
# "<3" and "a < b" are words; "<b" and "</b" are markup.
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--|<[!?][A-Za-z\[]")
STRAY = re.compile(r"<(?=[A-Za-z/!?])")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Invisible on the page, and in the way when two texts are compared.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
WINDOWS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}

SILENT = frozenset(
    "script style head title noscript template iframe object embed svg math form button select textarea "
    "figure figcaption audio video canvas map nav".split()
)
BREAKS = frozenset(
    "p div br li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre hr section article aside header footer "
    "main address table caption tr td th tbody thead tfoot center details summary body".split()
)
_CAPTION = re.compile(r"\b(?:wp-caption|caption|credit|figure|image-source|photo-?source|copyright)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:share|social|sharedaddy|feedflare|addtoany|jp-relatedposts|related-?posts|yarpp|mf-viral|feedburner)\b",
    re.IGNORECASE,
)


@dataclass
class Block:
    """A paragraph as plain text: how much of it is a link, and whether it stands in a table."""

    text: str
    linked: int = 0
    in_table: bool = False


@dataclass
class Markup:
    """What a piece of HTML holds: `images` and `links` are attributes, as they were written."""

    blocks: list[Block] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    story: str | None = None  # the story's own words, once somebody has asked for them

    @property
    def text(self) -> str:
        """All paragraphs, a line each."""
        return "\n".join(block.text for block in self.blocks)


def read_markup(value: str) -> Markup:
    """Return what `value` holds, whether it is HTML, plain text, or HTML that was escaped twice or thrice."""
    markup = Markup()
    for _round in range(3):
        value = _tidy(value)
        if TAG.search(value):
            read = _parsed(value)
            markup = Markup(read.blocks, markup.images + read.images, markup.links + read.links)
        else:
            lines = (html.unescape(line) for line in value.split("\n"))
            markup.blocks = [Block(words) for line in lines if (words := one_line(line))]
        value = markup.text
        # What still looks like markup was escaped once more than it should have been.
        if not (TAG.search(value) or ENTITY.search(value)):
            break
    for block in markup.blocks:
        block.text = one_line(STRAY.sub("< ", block.text))
    return markup


def plain(value: object, limit: int = LENGTH_AT_MOST) -> str:
    """Return any value of a feed as plain text on one line: no markup, no entities, no control characters."""
    if not isinstance(value, str) or not value:
        return ""
    if "<" not in value and "&" not in value:
        return one_line(_tidy(value[: limit * 4]))[:limit]
    return one_line(read_markup(value[: limit * 20]).text)[:limit]


def one_line(words: str) -> str:
    """Return `words` with single spaces, and without characters that show nothing."""
    line = " ".join(words.split())
    # Most lines need no more; \x85 counts as a space and was an ellipsis.
    if line.isprintable() and "\x85" not in words:
        return line
    return " ".join(INVISIBLE.sub("", CONTROL_CHARACTERS.sub("", words.translate(WINDOWS).replace("\r", "\n"))).split())


def _tidy(value: str) -> str:
    if len(value) > LENGTH_AT_MOST:
        value = value[:LENGTH_AT_MOST].rpartition("<")[0] if "<" in value[:LENGTH_AT_MOST] else value[:LENGTH_AT_MOST]
    return CONTROL_CHARACTERS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _parsed(value: str) -> Markup:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(f"<body>{value}</body>".encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        return Markup([Block(words) for line in TAG.sub("\n", value).split("\n") if (words := one_line(line))])
    return _Reader().read(root)


class _Reader:
    def __init__(self) -> None:
        self.markup = Markup()
        self.pieces: list[str] = []
        self.linked = self.anchors = self.tables = self.silent = 0

    def read(self, root: Element) -> Markup:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                if event == "end":
                    self._words(element.tail)
            elif event == "start":
                self._start(element)
            else:
                self._end(element)
        self._break()
        return self.markup

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag in BREAKS:
            self._break()
        self.tables += tag == "table"
        self.anchors += tag == "a"
        if tag in ("img", "amp-img", "source"):
            self.markup.images.append(dict(element.attrib) | {"tag": tag})
        elif tag == "a" and element.get("href"):
            self.markup.links.append(element.get("href"))
        self.silent += _is_silent(element)
        self._words(element.text)

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag in BREAKS:
            self._break()
        self.tables -= tag == "table"
        self.anchors -= tag == "a"
        self.silent -= _is_silent(element)
        self._words(element.tail)

    def _words(self, words: str | None) -> None:
        if words and not self.silent:
            self.pieces.append(words)
            self.linked += len("".join(words.split())) if self.anchors else 0

    def _break(self) -> None:
        if words := one_line("".join(self.pieces)):
            self.markup.blocks.append(Block(words, self.linked, self.tables > 0))
        self.pieces.clear()
        self.linked = 0


def _is_silent(element: Element) -> bool:
    if element.tag in SILENT:
        return True
    if not element.attrib or element.tag == "body":
        return False
    if "display:none" in element.get("style", "").replace(" ", "").lower():
        return True
    named = element.get("class", "")
    return bool(named) and bool(_CAPTION.search(named) or _SHARE.search(named))


def images_in(markup: Markup) -> Iterator[dict[str, str]]:
    """Yield the pictures in the order of the text, without those that stand for another size."""
    yield from (image for image in markup.images if image["tag"] != "source")
