"""A body without its markup: for search, for counting, for summaries."""

import re

from articles.body.blocks import block_of
from articles.body.blocks.base import Block
from articles.body.tree import Element, parse, text_of

# Silent reading of English non-fiction by adults: Brysbaert, "How many words do we read per
# minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109 (2019),
# 190 studies, https://doi.org/10.1016/j.jml.2019.104047
WORDS_A_MINUTE = 238

# From a letter or digit to the next space or dash: "п’ять" and "state-owned" are one word,
# "war—and" is two, a dash alone is none.
WORD = re.compile(r"\w[^\s—–]*")

FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
MARKUP = re.compile(r"<[^>]*>|&\w+;")
# Signs that fill about the three lines beside an initial in the text's column.
BESIDE_AN_INITIAL = 160

PARAGRAPHS = frozenset({"p", "h2", "h3", "li", "blockquote", "aside", "table", "caption", "tr"})
CELLS = frozenset({"td", "th"})
SHOWN_WITHOUT_WORDS = ("cms-picture", "cms-gallery", "cms-embed")


def plain_text(html: str) -> str:
    """Return the words of a body, paragraphs separated by blank lines.

    Captions stand where their blocks stand, footnotes come last. A row of a table is a paragraph.
    """
    paragraphs = _Paragraphs()
    notes = []
    # A stack and not recursion: bodies may be deeper than Python likes to call.
    waiting: list[tuple[Element, bool, bool]] = [(parse(html), False, False)]
    while waiting:
        element, is_leaving, breaks = waiting.pop()
        if is_leaving:
            if breaks:
                paragraphs.end()
            paragraphs.add(element.tail)
            continue
        block = block_of(element)
        if breaks := _breaks(element, block):
            paragraphs.end()
        elif element.tag in CELLS:
            paragraphs.add(" ")
        elif element.tag == "br":
            paragraphs.add(" ")
        elif element.tag == "cms-footnote":
            notes.append(element.get("data-text", ""))
        if block:
            paragraphs.add(block.words(element))
        paragraphs.add(element.text)
        waiting.append((element, True, breaks))
        waiting.extend((child, False, False) for child in reversed(element))
    paragraphs.end()
    return "\n\n".join([*paragraphs.done, *(note for note in notes if note)])


def is_empty(html: str) -> bool:
    """Say whether a body shows nothing: neither words, nor a picture, nor anything embedded."""
    return not plain_text(html).strip() and not any(f"<{name}" in html for name in SHOWN_WITHOUT_WORDS)


def word_count(html: str) -> int:
    """Return how many words a body has, captions and footnotes included."""
    return words_in(plain_text(html))


def words_in(text: str) -> int:
    """Return how many words plain text has."""
    return len(WORD.findall(text))


def opens_briefly(html: str) -> bool:
    """Return whether the first paragraph of a sanitised body is too short to stand beside a large initial."""
    first = FIRST_PARAGRAPH.search(html)
    return first is not None and len(MARKUP.sub("", first[1]).strip()) < BESIDE_AN_INITIAL


def reading_minutes(words: int) -> int:
    """Return how many minutes `words` words take to read, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def excerpt(html: str, length: int = 250) -> str:
    """Return the beginning of a body on one line of at most `length` characters.

    Its paragraphs are taken, without headings, boxes and captions; where there are none, all of
    its words. What is longer is cut after a word and ends with an ellipsis.
    """
    paragraphs = (text_of(paragraph) for paragraph in parse(html).iterchildren("p"))
    line = " ".join(words for words in paragraphs if words)
    return shortened(line or " ".join(plain_text(html).split()), length)


def shortened(line: str, length: int = 250) -> str:
    """Return plain words in at most `length` characters: cut after a word, with an ellipsis, where there are more."""
    if len(line) <= length:
        return line
    room = max(length - 1, 0)
    # One character more, so that a word which just fits is kept.
    words, space, _cut = line[: room + 1].rpartition(" ")
    return (words if space else line[:room]).rstrip(" ,;:–—-") + "…"


class _Paragraphs:
    """Collects words until a paragraph ends."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._current: list[str] = []

    def add(self, words: str | None) -> None:
        if words:
            self._current.append(words)

    def end(self) -> None:
        paragraph = " ".join("".join(self._current).split())
        if paragraph:
            self.done.append(paragraph)
        self._current.clear()


def _breaks(element: Element, block: Block | None) -> bool:
    if element.tag in PARAGRAPHS:
        # A paragraph in a cell is part of its row.
        return next(element.iterancestors(*CELLS), None) is None
    return element.tag == "body" or element.tag == "hr" or block is not None
