"""Documents of Ghost's editor until version 5: Mobiledoc 0.3 as HTML.

The format: https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md
"""

from html import escape
from typing import Any

from ..json_values import parsed_document, text, whole_number
from .cards import card_as_html

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
TEXT, ATOM = 0, 1
TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"})
INLINE = frozenset({"a", "b", "strong", "i", "em", "s", "del", "u", "sub", "sup", "code", "span", "mark", "cite"})
# Marks that are open at once; more are a trap.
MOST_OPEN = 30
# A document names its cards by number, and a trap names a large one a thousand times. More than an article holds.
LONGEST = 6_000_000


def mobiledoc_as_html(source: Any) -> str:
    """Return a Mobiledoc, as text or as what its JSON holds, as HTML; of what is none, nothing."""
    document = parsed_document(source)
    if not isinstance(document, dict):
        return ""
    reading = _Reading(document)
    out: list[str] = []
    for section in _list_of(document, "sections"):
        if reading.length > LONGEST:
            break
        out.append(reading.section(section))
        reading.length += len(out[-1])
    return "".join(out)


class _Reading:
    def __init__(self, document: dict[str, Any]):
        self.atoms = _list_of(document, "atoms")
        self.cards = _list_of(document, "cards")
        self.markups = _list_of(document, "markups")
        self.length = 0

    def section(self, section: Any) -> str:
        kind, *rest = section if isinstance(section, list) and section else [None]
        if kind == MARKUP and len(rest) >= 2:
            return self._words(text(rest[0]), rest[1])
        if kind == IMAGE and rest:
            return card_as_html("image", {"src": rest[0]})
        if kind == LIST and len(rest) >= 2:
            tag = "ol" if rest[0] == "ol" else "ul"
            items = rest[1] if isinstance(rest[1], list) else []
            return f"<{tag}>{''.join(f'<li>{self._markers(item)}</li>' for item in items)}</{tag}>"
        if kind == CARD and rest:
            name, payload = [*_at(self.cards, rest[0]), None, None][:2]
            return card_as_html(text(name), payload)
        return ""

    def _words(self, tag: str, markers: Any) -> str:
        tag = tag if tag in TAGS else "p"
        inner = self._markers(markers)
        if tag in ("aside", "pull-quote"):
            return f'<blockquote class="kg-blockquote-alt">{inner}</blockquote>'
        return f"<{tag}>{inner}</{tag}>"

    def _markers(self, markers: Any) -> str:
        out: list[str] = []
        opened: list[str] = []
        for marker in markers if isinstance(markers, list) else []:
            if not isinstance(marker, list) or len(marker) < 4 or self.length > LONGEST:
                continue
            before = len(out)
            kind, opens, closes, value = marker[:4]
            for number in opens if isinstance(opens, list) else []:
                tag, attributes = self._markup(number)
                if len(opened) < MOST_OPEN:
                    opened.append(tag)
                    out.append(f"<{tag}{attributes}>" if tag else "")
            out.append(self._atom(value) if kind == ATOM else escape(text(value, strip=False), quote=False))
            for _time in range(min(whole_number(closes), len(opened))):
                tag = opened.pop()
                out.append(f"</{tag}>" if tag else "")
            self.length += sum(map(len, out[before:]))
        out.extend(f"</{tag}>" for tag in reversed(opened) if tag)
        return "".join(out)

    def _markup(self, number: Any) -> tuple[str, str]:
        tag, attributes = [*_at(self.markups, number), "", []][:2]
        if text(tag) not in INLINE:
            return "", ""
        pairs = attributes if isinstance(attributes, list) else []
        href = next((text(value) for name, value in zip(pairs[::2], pairs[1::2], strict=False) if name == "href"), "")
        return text(tag), f' href="{escape(href)}"' if tag == "a" else ""

    def _atom(self, number: Any) -> str:
        name, words = [*_at(self.atoms, number), "", ""][:2]
        return "<br>" if name == "soft-return" else escape(text(words, strip=False), quote=False)


def _list_of(document: dict[str, Any], name: str) -> list[Any]:
    held = document.get(name)
    return held if isinstance(held, list) else []


def _at(held: list[Any], number: Any) -> list[Any]:
    found = held[number] if type(number) is int and 0 <= number < len(held) else None
    return found if isinstance(found, list) else []
