"""What a reader typed, as something to look for.

Words that must all be there, "a phrase" whose words stand together, -word or -"a phrase" that must not be.
"""

import re
from dataclasses import dataclass

from .stemming import stem
from .words import folded_words

MAX_LENGTH = 300
MAX_TERMS = 12
# A shorter beginning would find half of all articles.
MIN_PREFIX = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟＂", '"'))
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|(\S[^\s"]*))')


@dataclass(frozen=True)
class Term:
    """One word, or several that stand together. `is_prefix`: the word may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in self.words)


@dataclass(frozen=True)
class Query:
    """What must be in an article, and what must not."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


def parse(text: str) -> Query:
    """Return the query that `text` means. Never fails: without a word to look for, the query is false."""
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    last: Term | None = None
    for minus, phrase, plain in _PIECE.findall(text[:MAX_LENGTH].translate(_QUOTES)):
        found = tuple(folded_words(phrase or plain))
        if not found or len(wanted) + len(unwanted) == MAX_TERMS:
            continue
        term = Term(found)
        (unwanted if minus else wanted)[term] = None
        last = term if plain and not minus else None
    if last and len(last.words) == 1 and len(last.words[0]) >= MIN_PREFIX:
        # The reader may still have been typing.
        wanted = {Term(term.words, is_prefix=True) if term == last else term: None for term in wanted}
    return Query(tuple(wanted), tuple(unwanted))
