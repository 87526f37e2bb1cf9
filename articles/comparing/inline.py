"""Running text of a body as words with their formatting, and back into HTML under marks."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.body.tree import Element
from articles.comparing.names import Names
from articles.comparing.words import Effort, Mark, Word, align, joined, words

# A format is an element and, for a link, where it leads.
type Formats = tuple[tuple[str, str], ...]

FORMATS = frozenset({"strong", "em", "s", "sub", "sup", "cite", "a"})
NOTE, BREAK = "\0note", "\0break"


class Token(NamedTuple):
    """A word, a footnote or a line break, and how it is set."""

    word: Word
    formats: Formats = ()
    note: str = ""

    @property
    def key(self) -> Word:
        """What makes two tokens the same, however they are set."""
        return Word(f"{self.word.text}{self.note}", self.word.spaced)


def tokens(element: Element) -> list[Token]:
    """Return the running text inside `element`. Blocks in it give their words."""
    found: list[Token] = []
    pending = True  # whether white space was met since the last token

    def take(text: str | None, formats: Formats) -> None:
        nonlocal pending
        if not text:
            return
        for place, word in enumerate(words(text)):
            spaced = word.spaced if place else pending or text[0].isspace()
            found.append(Token(Word(word.text, spaced), formats))
            pending = False
        pending = pending or text[-1].isspace()

    # A stack and not recursion: bodies may be deeper than Python likes to call.
    waiting: list[tuple[Element, Formats, bool]] = [(element, (), False)]
    while waiting:
        current, formats, leaving = waiting.pop()
        if leaving:
            take(current.tail, formats)
            continue
        inner = formats
        if current is not element and current.tag in FORMATS:
            inner = (*formats, (current.tag, _leads_to(current) if current.tag == "a" else ""))
        if current.tag == "cms-footnote":
            found.append(Token(Word(NOTE, False), formats, current.get("data-text", "")))
            pending = False
        elif current.tag == "br":
            found.append(Token(Word(BREAK, False), formats))
            pending = True
        take(current.text, inner)
        if current is not element:
            waiting.append((current, formats, True))
        waiting.extend((child, inner, False) for child in reversed(current))
    return found


def unchanged(element: Element, mark: Mark, names: Names) -> SafeString:
    """Return the running text of `element` under one mark."""
    return _run(mark, tokens(element), names)


def compared(before: Element, after: Element, names: Names, effort: Effort) -> tuple[SafeString, bool]:
    """Return the running text of two elements as one, words marked, and whether anything differs."""
    old, new = tokens(before), tokens(after)
    steps = align([token.key for token in old], [token.key for token in new], effort)
    parts: list[SafeString] = []
    differs = False
    for step in steps:
        if step.mark != "same":
            differs = True
            source = new if step.mark == "added" else old
            parts.append(_run(step.mark, source[step.start : step.end], names))
            continue
        length = step.end - step.start
        pairs = list(zip(old[step.start : step.end], new[step.other : step.other + length], strict=True))
        for same, group in groupby(pairs, key=lambda pair: pair[0].formats == pair[1].formats):
            members = list(group)
            html = _run("same", [now for _then, now in members], names)
            if not same:
                differs = True
                html = format_html('<span class="desk-reset" title="{}">{}</span>', _reset(members[0], names), html)
            parts.append(html)
    # Safe: every part was made by format_html or escape.
    return mark_safe("".join(parts)), differs


def vocabulary(element: Element) -> frozenset[str]:
    """Return the different words inside `element`."""
    return frozenset(" ".join(element.itertext()).casefold().split())


def overlap(old: frozenset[str], new: frozenset[str]) -> float:
    """Return from 0 to 1 how much two vocabularies share."""
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 0.0


def _run(mark: Mark, run: Sequence[Token], names: Names) -> SafeString:
    parts = []
    for formats, group in groupby(run, key=lambda token: token.formats):
        html = _words(list(group))
        for tag, target in reversed(formats):
            html = _link(target, html, names) if tag == "a" else f"<{tag}>{html}</{tag}>"
        parts.append(html)
    html = "".join(parts)
    if mark != "same" and html:
        tag = "del" if mark == "removed" else "ins"
        html = f"<{tag}>{html}</{tag}>"
    return mark_safe(html)  # Safe: words are escaped, elements are named here


def _words(run: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in run:
        if token.word.text == NOTE:
            parts.append(format_html(' <span class="desk-note"><b>{}</b> {}</span>', _("Footnote:"), token.note or "–"))
        elif token.word.text == BREAK:
            parts.append("<br>")
        else:
            parts.append(escape(joined([token.word])[0]))
    return "".join(parts)


def _leads_to(link: Element) -> str:
    number = link.get("data-article")
    return f"article:{number}" if number else str(link.get("href", ""))


def _link(target: str, html: str, names: Names) -> str:
    # No address is written out: from this page nobody should be sent away by a click on a marked word.
    return f'<u class="desk-leads" title="{escape(_target(target, names))}">{html}</u>'


def _target(target: str, names: Names) -> str:
    if not target.startswith("article:"):
        return target
    number = int(target.removeprefix("article:"))
    return names.articles.get(number) or _("an article that is gone (number %(number)d)") % {"number": number}


def _reset(pair: tuple[Token, Token], names: Names) -> str:
    """Say what is different about words that are the same."""
    links = [next((target for tag, target in token.formats if tag == "a"), "") for token in pair]
    if links[0] == links[1]:
        return _("The formatting changed")
    was, now = (_target(link, names) if link else _("none") for link in links)
    return _("The link changed: %(before)s → %(after)s") % {"before": was, "after": now}
