"""Broken XML made well-formed: what stood before the break and after it stays where it was.

Everything is read once from left to right, and what is looked up ahead is remembered, so that the
time grows with the length and not with its square.
"""

import html
import re
from collections import Counter
from html.entities import html5

DEPTH_AT_MOST = 100
TAGS_AT_MOST = 100_000
# With more, an "&" is only an "&": what was escaped is then escaped twice, and read all the same.
ENTITIES_AT_MOST = 150_000
PREFIXES_AT_MOST = 50
WORDS_AT_MOST = 500_000
ATTRIBUTES_AT_MOST = 20_000  # characters of one tag

XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})
ENTITY = re.compile(r"&(?:#([0-9]{1,8});?|#[xX]([0-9a-fA-F]{1,6});?|([A-Za-z][A-Za-z0-9]{1,31});)?")
SURROGATES = re.compile(r"&#(5[5-7][0-9]{3});&#(5[5-7][0-9]{3});")
# No part of it crosses a "<", so that a quote which is never closed costs one tag and not the file.
TAG = re.compile(r"""<(/?)([A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""", re.ASCII)
LOOSE_TAG = re.compile(r"<(/?)([A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?)([\s/][^<>]*+)?>", re.ASCII)
ATTRIBUTE = re.compile(
    r"""([A-Za-z_][\w.-]{0,60}(?::[A-Za-z_][\w.-]{0,60})?)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.ASCII
)
ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
ITEMS = frozenset({"item", "entry"})
EMPTY = frozenset({"br", "img", "hr", "wbr", "input"})

# The names that feeds use without saying whose they are.
USUAL = {
    "a10": "http://www.w3.org/2005/Atom",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "yt": "http://www.youtube.com/xml/schemas/2015",
}


def mended(text: str) -> str:
    """Return `text` as well-formed XML without a declaration, comments or a DOCTYPE.

    A "&" that begins no entity and a "<" that begins no tag become characters, HTML's entities
    too. What is not closed is closed where the element around it ends, or where the next item or
    entry begins.
    """
    return _Mender(text).run()


class _Mender:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.open: list[str] = []
        self.opened: Counter[str] = Counter()
        self.prefixes: set[str] = set()
        self.declared: set[str] = {"xml", "xmlns"}
        self.ahead: dict[str, int] = {}
        self.has_entities = text.count("&") <= ENTITIES_AT_MOST

    def run(self) -> str:
        at, tags = 0, 0
        while (start := self.text.find("<", at)) >= 0 and tags < TAGS_AT_MOST:
            self._words(self.text[at:start])
            at = self._markup(start)
            tags += 1
        self._words(self.text[at:] if tags < TAGS_AT_MOST else "")
        while self.open:
            self._close()
        whole = "".join(self.out)
        missing = "".join(
            f' xmlns:{prefix}="{USUAL.get(prefix.lower(), "urn:x-undeclared:" + prefix)}"'
            for prefix in sorted(self.prefixes - self.declared)
        )
        return re.sub(r"[\s/>]", lambda end: missing + end[0], whole, count=1) if missing else whole

    def _markup(self, at: int) -> int:
        """Take in what begins with the "<" at `at`, and return where it ends."""
        text = self.text
        if text.startswith("<![CDATA[", at):
            start = at + len("<![CDATA[")
            end = self._next("]]>", start)
            following = self._next_item(start)
            if end >= 0 and not 0 <= following < end:
                self._words(text[start:end], is_literal=True)
                return end + 3
            # Its end is missing: the element around it ends with it.
            end = self._next(f"</{self.open[-1]}", start) if self.open else -1
            self._words(text[start:end] if end >= 0 else "", is_literal=True)
            return end if end >= 0 else start
        for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<!", ">")):
            if text.startswith(opening, at):
                end = self._next(closing, at + len(opening))
                return end + len(closing) if end >= 0 else at + len(opening)
        found = TAG.match(text, at) or LOOSE_TAG.match(text, at)
        if found is None:
            self._words("<", is_literal=True)
            return at + 1
        self._tag(found[1], found[2], found[3] or "")
        return found.end()

    def _tag(self, slash: str, name: str, rest: str) -> None:
        local = name.rpartition(":")[2].lower()
        name = self._prefixed(name)
        if slash:
            # The root stays open: what follows its end by mistake still belongs to the file.
            if self.opened[name] and name != self.open[0]:
                while self._close() != name:
                    pass
            return
        if local in ITEMS:
            while self.opened[name] and name != self.open[0]:
                self._close()
        if len(self.open) >= DEPTH_AT_MOST or (self.out and not self.open):
            return
        is_empty = rest.endswith("/") or local in EMPTY
        self.out.append(f"<{name}{self._attributes(rest)}{'/' if is_empty else ''}>")
        if not is_empty:
            self.open.append(name)
            self.opened[name] += 1

    def _attributes(self, rest: str) -> str:
        kept: dict[str, str] = {}
        for name, double, single, bare in ATTRIBUTE.findall(rest[:ATTRIBUTES_AT_MOST]):
            if name.startswith("xmlns:") and not self.open:
                self.declared.add(name[6:])
            name = name if name.startswith("xmlns") else self._prefixed(name)
            if name not in kept and (double or single or bare or not name.startswith("xmlns")):
                value = double or single or bare
                kept[name] = (literal(value) if self.has_entities else html.escape(value)).replace('"', "&quot;")
        return "".join(f' {name}="{value}"' for name, value in kept.items())

    def _words(self, words: str, *, is_literal: bool = False) -> None:
        # Outside the root only white space is well-formed.
        if words and self.open:
            words, is_literal = words[:WORDS_AT_MOST], is_literal or not self.has_entities
            self.out.append(html.escape(words, quote=False) if is_literal else literal(words))

    def _close(self) -> str:
        name = self.open.pop()
        self.opened[name] -= 1
        self.out.append(f"</{name}>")
        return name

    def _prefixed(self, name: str) -> str:
        """Remember the prefix of a name, or take it off where there are more than any feed has."""
        prefix, colon, rest = name.partition(":")
        if not colon:
            return name
        if prefix not in self.prefixes and len(self.prefixes) >= PREFIXES_AT_MOST:
            return rest
        self.prefixes.add(prefix)
        return name

    def _next(self, what: str, at: int) -> int:
        """Where `what` stands next; asked again further on, the answer is remembered."""
        known = self.ahead.get(what, 0)
        if known == -1 or known >= at and what in self.ahead:
            return known
        self.ahead[what] = self.text.find(what, at)
        return self.ahead[what]

    def _next_item(self, at: int) -> int:
        known = self.ahead.get("", 0)
        if known == -1 or known >= at and "" in self.ahead:
            return known
        found = ITEM.search(self.text, at)
        self.ahead[""] = found.start() if found else -1
        return self.ahead[""]


def literal(words: str) -> str:
    """Return text of a file with every entity as the character it means, escaped for XML."""
    if "&" in words:
        words = SURROGATES.sub(_pair, words)
        words = ENTITY.sub(_entity, words)
    return words.replace("<", "&lt;").replace(">", "&gt;")


def _pair(found: re.Match[str]) -> str:
    high, low = int(found[1]), int(found[2])
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
    return ""


def _entity(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        if name in XML_ENTITIES:
            return found[0]
        means = html5.get(name + ";")
        return html.escape(means, quote=False) if means else f"&amp;{name};"
    if decimal or hexadecimal:
        # As browsers read it: 150 is a dash, 0 and lone halves of a pair are nothing.
        return html.escape(html.unescape(found[0]), quote=False).replace("\ufffd", "")
    return "&amp;"
