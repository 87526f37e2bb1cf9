"""XML that is not well-formed, made so while it streams by; line numbers stay as they were.

What is put right: characters that XML forbids, ampersands that begin nothing, HTML's entities, a "<" that
opens no tag, "]]>" in running text and inside CDATA, prefixes nobody declared, namespaces that are no
addresses, and whatever stands before the first tag. Nothing is closed by guess: a file that is cut or
whose tags cross stays broken.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..records import CannotRead, Note
from .characters import Encoding, decoder
from .files import Bounded

CHUNK = 1 << 16
# One element's text: libxml2 takes no more than ten million bytes of it either.
TEXT_AT_MOST = 10_000_000
TAG_AT_MOST = 100_000

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TAG = re.compile(r"""<(/?)([A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
ATTRIBUTE = re.compile(r"""([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*=\s*("[^"]*"|'[^']*')""")
AMPERSAND = re.compile(r"&(?:#([0-9]{1,8});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31});)?")
XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})
CDATA, CDATA_END = "<![CDATA[", "]]>"

USUAL = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "wp": "http://wordpress.org/export/1.2/",
}

CONTROLS = gettext_noop("Characters that no text may hold were taken out, the first in {what}.")
AMPERSANDS = gettext_noop("A bare “&” was read as what it means, the first in {what}.")
BRACKETS = gettext_noop("A stray “]]>” was kept as text, the first in {what}.")
OPENERS = gettext_noop("A “<” that opens no tag was kept as text, the first in {what}.")
PREFIXES = gettext_noop("A name with a prefix that nobody declared was read all the same, the first in {what}.")
BEFORE = gettext_noop("Something stood before the first tag and was passed over, in {what}.")
BYTES = gettext_noop("Bytes in another encoding than the file’s were read by their most likely one, in {what}.")
ENCODING = gettext_noop("The file is in another encoding than it says; its own was used, in {what}.")


class MendingStream:
    """A file of UTF-8 that is well-formed wherever that takes no guess.

    Args:
        stream: the bytes of the broken file.
        encoding: what they are.
        name: the file's name, for notes.
    """

    def __init__(self, stream: Bounded, encoding: Encoding, name: str) -> None:
        self.notes: dict[str, Note] = {}
        self._name = name
        self._stream = stream
        self._misread = [0]
        self._decoder = decoder(encoding, self._misread)
        self._text, self._at = "", 0
        self._line = 1
        self._ended = False
        self._declared = {"xml", "xmlns"}
        self._is_begun = False
        self._has_markup = False
        self._last = ""
        self._pieces = self._mended()
        self._ready = bytearray()
        if not encoding.is_declared:
            self._note(ENCODING)

    def read(self, size: int = -1) -> bytes:
        """Return at least one byte of the mended file until it ends.

        Raises:
            CannotRead: one text in it is larger than any article, or has no end.
        """
        wanted = size if size > 0 else CHUNK
        while len(self._ready) < wanted:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._ready += piece.encode("utf-8", "ignore")
        given = bytes(self._ready[:wanted])
        del self._ready[:wanted]
        return given

    def _note(self, words: str, lines_on: int = 0) -> None:
        if words not in self.notes:
            where = _("{file}, line {line}").format(file=self._name, line=self._line + lines_on)
            self.notes[words] = Note("repair", where, words)

    def _more(self) -> bool:
        """Take another chunk in, and say whether there was one."""
        if self._ended:
            return False
        data = self._stream.read(CHUNK)
        before = self._misread[0]
        text = self._decoder.decode(data, final=not data)
        if self._misread[0] > before:
            self._note(BYTES)
        self._ended = not data
        text = text if self._is_begun else text.replace("\ufeff", "")
        forbidden = FORBIDDEN.search(text)
        if forbidden:
            self._note(CONTROLS, self._text.count("\n", self._at) + text.count("\n", 0, forbidden.start()))
        clean = FORBIDDEN.sub("", text) if forbidden else text
        self._text = self._text[self._at :] + clean
        self._at = 0
        return bool(data)

    def _find(self, what: str, after: int, limit: int = TEXT_AT_MOST) -> int:
        """Where `what` stands at or after `after` (counted from where we are), reading on for it; -1 for nowhere."""
        while (found := self._text.find(what, self._at + after)) < 0:
            after = max(after, len(self._text) - self._at - len(what) + 1)
            if after > limit:
                self._refuse_large()
            if not self._more():
                return -1
        return found - self._at

    def _refuse_large(self) -> None:
        raise CannotRead(
            _(
                "“{file}” has a text of more than ten million characters at line {line}: take it out of the file."
            ).format(file=self._name, line=self._line)
        )

    def _take(self, length: int) -> str:
        taken = self._text[self._at : self._at + length]
        self._at += length
        return taken

    def _mended(self) -> Iterator[str]:
        while True:
            upto = self._find("<", 0)
            words = self._take(upto if upto >= 0 else len(self._text) - self._at)
            if words:
                yield self._words(words)
                self._line += words.count("\n")
            if upto < 0:
                return
            while len(self._text) - self._at < len(CDATA) and self._more():
                pass
            yield from self._markup()

    def _markup(self) -> Iterator[str]:
        self._has_markup = True
        if self._text.startswith(CDATA, self._at):
            yield self._cdata()
            return
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if self._text.startswith(opening, self._at):
                end = self._find(closing, len(opening))
                if end < 0:
                    break
                lines = self._take(end + len(closing)).count("\n")
                self._line += lines
                # White space before the first tag is allowed where no declaration follows.
                yield "\n" * lines
                return
        if self._text.startswith("<!", self._at):
            # A DOCTYPE: the parser meets it and refuses it.
            yield self._take(2)
            return
        self._find(">", 1, TAG_AT_MOST)
        found = TAG.match(self._text, self._at)
        # A quoted value may hold a ">": read on while the tag is not whole.
        while found is None and len(self._text) - self._at < TAG_AT_MOST and self._is_open_quote() and self._more():
            found = TAG.match(self._text, self._at)
        if found is None:
            self._note(OPENERS)
            self._take(1)
            yield "&lt;"
            return
        tag = self._take(len(found[0]))
        yield self._tag(tag, found)
        self._line += tag.count("\n")

    def _is_open_quote(self) -> bool:
        return re.compile(r"<[A-Za-z_][^<>]*=\s*[\"'][^<]*+$").match(self._text, self._at) is not None

    def _tag(self, tag: str, found: re.Match[str]) -> str:
        slash, name, rest = found.groups()
        self._is_begun = True
        self._last = name
        if slash:
            return f"</{name}>"
        attributes: dict[str, str] = {}
        for key, value in ATTRIBUTE.findall(rest):
            inner = value[1:-1]
            if key.startswith("xmlns"):
                if not inner and key != "xmlns":
                    continue
                if not inner.isascii() or " " in inner:
                    self._note(PREFIXES)
                    inner = quote(inner, safe=":/?#[]@!$&'()*+,;=%~")
                self._declared.add(key[6:])
            attributes.setdefault(key, self._entities(inner).replace("<", "&lt;").replace('"', "&quot;"))
        for key in (name, *list(attributes)):
            prefix, colon, _local = key.partition(":")
            if colon and prefix not in self._declared:
                self._note(PREFIXES)
                attributes[f"xmlns:{prefix}"] = USUAL.get(prefix.lower(), f"urn:x-undeclared:{prefix}")
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        # As many lines as before: a tag's attributes often stand one on each.
        lines = "\n" * tag.count("\n")
        return f"<{name}{written}{lines}{'/' if rest.rstrip().endswith('/') else ''}>"

    def _cdata(self) -> str:
        """The whole of a CDATA text: it ends where the element around it closes, and not before."""
        closing = f"</{self._last}"
        start = len(CDATA)
        end = self._find(CDATA_END, start)
        while end >= 0:
            after = self._find(closing, end)
            if after < 0 or not self._text[self._at + end + len(CDATA_END) : self._at + after].strip():
                break
            inner = self._text.rfind(CDATA_END, self._at + end, self._at + after) - self._at
            if inner == end:
                break
            end = inner
        if end < 0:
            raise CannotRead(
                _("“{file}” has a text that never ends: it begins at line {line}. Download the export again.").format(
                    file=self._name, line=self._line
                )
            )
        whole = self._take(end + len(CDATA_END))
        self._line += whole.count("\n")
        pieces = re.split(r"\]\]>\s*<!\[CDATA\[", whole[start : -len(CDATA_END)])
        if any(CDATA_END in piece for piece in pieces):
            self._note(BRACKETS)
        # "]]>" cannot stand inside CDATA: it is cut in two, each half in one of its own.
        kept = [piece.replace(CDATA_END, "]]]]><![CDATA[>") for piece in pieces]
        return CDATA + "]]><![CDATA[".join(kept) + CDATA_END

    def _words(self, words: str) -> str:
        if not self._is_begun:
            if words.strip() or not self._has_markup:
                self._note(BEFORE)
            return "\n" * words.count("\n")
        if CDATA_END in words:
            self._note(BRACKETS)
        return self._entities(words).replace(CDATA_END, "]]&gt;")

    def _entities(self, words: str) -> str:
        return AMPERSAND.sub(self._entity, words) if "&" in words else words

    def _entity(self, found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if name in XML_ENTITIES:
            return found[0]
        if decimal or hexadecimal:
            number = int(decimal) if decimal else int(hexadecimal, 16)
            if 0x20 <= number < 0x80 or 0xA0 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or number in (9, 10, 13):
                return found[0]
            self._note(CONTROLS)
            # As browsers read it: 150 is a dash, 0 and lone halves of a pair are nothing.
            return html.escape(FORBIDDEN.sub("", html.unescape(found[0]).replace("\ufffd", "")))
        self._note(AMPERSANDS)
        means = html5.get(f"{name};") if name else None
        return html.escape(means) if means else f"&amp;{found[0][1:]}"
