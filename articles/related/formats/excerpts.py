"""Titles and excerpts as plain text: what a story says, without what its outlet says about itself."""

import re

from .clutter import is_clutter, without_last_calls, without_tail
from .cutting import cut
from .markup import Block, Markup, plain, read_markup
from .values import EXCERPT_AT_MOST, TEXT_AT_MOST, TITLE_AT_MOST

# Less than this says nothing that the title does not.
LETTERS_AT_LEAST = 25
TITLE_FROM_TEXT = 100
BLOCKS_AT_MOST = 500
_NO_LETTER = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r".{20,}?[.!?…](?=\s+[\"«“„(]?[^\W\d_a-zа-яіїєґ])")


def excerpt(html: str, limit: int = EXCERPT_AT_MOST, *, title: str = "") -> str:
    """Return the beginning of a story as plain text of at most `limit` characters, cut at a word end.

    Args:
        html: HTML or plain text, escaped once, twice or not at all.
        title: the story's title; a text that only repeats it gives "".
    """
    return excerpt_of(read_markup(html), limit, title=title)


def excerpt_of(markup: Markup, limit: int = EXCERPT_AT_MOST, *, title: str = "") -> str:
    """Return the beginning of what was read, as `excerpt` does."""
    return cut(_without_title(story_text(markup, at_most=limit * 8), title), limit)


def story_text(markup: Markup, at_most: int = TEXT_AT_MOST) -> str:
    """Return the words of a story on one line, without captions, calls to subscribe and lists of links."""
    if markup.story is None:
        kept = [block for block in markup.blocks[:BLOCKS_AT_MOST] if not is_clutter(block.text)]
        own = [block for block in kept if not _is_link(block) and not block.in_table]
        # Some feeds put everything into one table, or into one link.
        chosen = own or [block for block in kept if not _is_link(block)] or kept
        words = " ".join(block.text for block in chosen)
        markup.story = without_tail(without_last_calls(words))[:TEXT_AT_MOST]
    return markup.story[:at_most]


def clean_title(value: object, text: str = "") -> str:
    """Return a title as plain text; without one, the beginning of `text`."""
    # Twice: a title may hold "&amp;amp;" and be right in neither reading.
    title = cut(plain(value, TITLE_AT_MOST * 4), TITLE_AT_MOST)
    if any(char.isalnum() for char in title):
        return title
    first = _SENTENCE.match(text[:TITLE_AT_MOST])
    if first and len(first[0]) <= TITLE_FROM_TEXT:
        return first[0].rstrip(".")
    return cut(text, TITLE_FROM_TEXT) or title


def _is_link(block: Block) -> bool:
    return block.linked > 0 and block.linked >= 0.9 * len(_NO_LETTER.sub("", block.text))


def _without_title(text: str, title: str) -> str:
    bare_title, bare_text = _bare(title), _bare(text)
    if not bare_title or not bare_text:
        return text
    if bare_title.startswith(bare_text):
        return ""
    if not bare_text.startswith(bare_title):
        return text
    if len(bare_text) - len(bare_title) < LETTERS_AT_LEAST:
        return ""
    # The title stands again before the text: cut it off where its last letter ends.
    left, rest = len(bare_title), ""
    for at, char in enumerate(text):
        left -= len(_bare(char))
        if left <= 0:
            rest = text[at + 1 :]
            break
    # "Kyiv" before "Kyiv's mayor said": the sentence goes on, and needs its beginning.
    ended = re.match(r"\s*[.!?:|»”\"–—-]+\s*", rest)
    return rest[ended.end() :] if ended else text


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()
