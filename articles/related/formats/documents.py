"""What was fetched, made safe to read: text in a known charset, a tree that nothing can expand in."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html.entities import html5
from typing import Any

from django.utils.translation import gettext_noop as _
from lxml import etree

from articles.body.values import CONTROL_CHARACTERS

from .decoding import decode
from .mending import mended
from .values import NotAFeed

# lxml's own types are private names.
type Element = Any

BYTES_AT_MOST = 8 * 1024 * 1024
# A tree takes some hundred bytes an element, and feeds have a tag every forty characters.
TAGS_AT_MOST = 300_000
NAMESPACES_AT_MOST = 20_000
ATTRIBUTES_AT_MOST = 300_000
JUNK_AT_MOST = 8_000
DOCTYPE_AT_MOST = 16_000

_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_KNOWN_ROOT = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed|urlset|sitemapindex|opml)[\s>]", re.IGNORECASE)
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<\?xml\s.*?\?>", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?(\S+)\s+(\"[^\"]*\"|'[^']*'|[^>]*)\s*>", re.IGNORECASE)
_QUOTED_OR_END = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|[\[\]>]", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A body on its way to a format: `text` is decoded, `url` is where it came from, or "".

    `tree` and `data` are made when they are first asked for.
    """

    text: str
    url: str = ""
    content_type: str = ""

    @cached_property
    def root_name(self) -> str:
        """The local name of the root element in lower case, or "" where there is no markup."""
        found = _ROOT.match(self.text, _start_of_root(self.text))
        return found[2].lower() if found else ""

    @cached_property
    def tree(self) -> Element:
        """The root element.

        Raises NotAFeed when no tree can be made of the text.
        """
        return _tree(self.text)

    @cached_property
    def data(self) -> Any:
        """What the text says as JSON, or None."""
        if self.text[:1] not in ("{", "[") or self.text.count("{") + self.text.count("[") > TAGS_AT_MOST:
            return None
        try:
            return json.loads(self.text, strict=False)
        except (ValueError, RecursionError):
            return None


def open_document(body: bytes, *, content_type: str = "", url: str = "") -> Document:
    """Return what was fetched as a document that is safe to read.

    Raises NotAFeed when it is too large, holds nothing, or declares entities of its own.
    """
    if len(body) > BYTES_AT_MOST:
        raise NotAFeed(
            _("What was read is %(size)d MB, and a feed may have %(limit)d MB. Ask the outlet for a shorter feed."),
            {"size": len(body) // 1024**2, "limit": BYTES_AT_MOST // 1024**2},
        )
    text = CONTROL_CHARACTERS.sub("", decode(body, content_type).replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise NotAFeed(_("Nothing stands at this address: the answer is empty. Check the address."))
    if text[0] in "{[":
        return Document(text, url, content_type)
    attributes = text.count('="') + text.count("='")
    if text.count("<") > TAGS_AT_MOST or attributes > ATTRIBUTES_AT_MOST or text.count("xmlns") > NAMESPACES_AT_MOST:
        raise NotAFeed(_("This file has more tags than any feed. Check the address, or ask the outlet for its feed."))
    return Document(_without_doctype(_without_junk(text)), url, content_type)


def _without_junk(text: str) -> str:
    """Cut what a server said before the document began, and the declaration, which the bytes made good."""
    known = _KNOWN_ROOT.search(text, 0, JUNK_AT_MOST)
    # An article about XML has declarations in its text: only one that stands before the root is the file's.
    if found := _DECLARATION.search(text, 0, known.start() if known else JUNK_AT_MOST):
        text = text[found.end() :].lstrip()
    root = _ROOT.match(text, _start_of_root(text))
    if (root is None or root[2].lower() in ("html", "br", "b", "div", "p")) and (
        known := _KNOWN_ROOT.search(text, 0, JUNK_AT_MOST)
    ):
        return text[known.start() :]
    return text


def _start_of_root(text: str) -> int:
    at = 0
    while found := _BEFORE_ROOT.match(text, at):
        at = found.end()
    if _DOCTYPE.match(text, at):
        end, _subset = _doctype(text, at)
        while found := _BEFORE_ROOT.match(text, end):
            end = found.end()
        return end
    return at


def _without_doctype(text: str) -> str:
    """Take the DOCTYPE away. Entities that it declares are refused, but for those that HTML has too."""
    at = 0
    while found := _BEFORE_ROOT.match(text, at):
        at = found.end()
    if not _DOCTYPE.match(text, at):
        return text
    end, subset = _doctype(text, at)
    for parameter, name, value in _ENTITY.findall(subset):
        is_of_html = f"{name};" in html5 and len(value) <= 12 or parameter and "ENTITIES" in value
        if not is_of_html:
            raise NotAFeed(_hostile())
    if len(_ENTITY.findall(subset)) != subset.upper().count("<!ENTITY"):
        raise NotAFeed(_hostile())
    return text[:at] + text[end:]


def _doctype(text: str, at: int) -> tuple[int, str]:
    """Return where the DOCTYPE at `at` ends, and its internal subset.

    Raises NotAFeed when it does not end soon.
    """
    start = depth = 0
    for found in _QUOTED_OR_END.finditer(text, at, at + DOCTYPE_AT_MOST):
        if found[0] == "[":
            depth, start = depth + 1, start or found.end()
        elif found[0] == "]":
            depth -= 1
        elif found[0] == ">" and depth <= 0:
            return found.end(), text[start : found.start()] if start else ""
    raise NotAFeed(_hostile())


def _hostile() -> str:
    return _("This file declares entities of its own, which a feed does not need and an attack does. It was not read.")


def _tree(text: str) -> Element:
    try:
        return _parsed(text)
    except etree.XMLSyntaxError:
        pass
    whole = mended(text)
    for recover in (False, True):
        try:
            if (root := _parsed(whole, recover=recover)) is not None:
                return root
        except (etree.XMLSyntaxError, ValueError):
            continue
    raise NotAFeed(_("This is no feed: the file is damaged beyond reading. Check the address."))


def _parsed(text: str, *, recover: bool = False) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        recover=recover,
        encoding="utf-8",
    )
    return etree.fromstring(text.encode("utf-8"), parser)
