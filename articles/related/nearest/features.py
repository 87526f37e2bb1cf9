"""What a text is about, as weighed terms, and the few words that say it to people."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from .tokens import WORD, folded_in_any_script, is_unspaced, pieces

# An article is about what its beginning is about; the rest of a very long one only costs time.
_READ = 12_000
_READ_OF_LINES = 1_000
_HEADLINE, _NAMES = 2, 2
WORDS_KEPT = 20
_SHORTEST_WORD = 3
# Names say more than other words what two texts share.
_NAME_WEIGHT = 1.5


@dataclass(frozen=True)
class Fields:
    """A text as a newsroom has it. `names`: tags, people, places that it is about."""

    headline: str = ""
    deck: str = ""
    text: str = ""
    names: tuple[str, ...] = ()


def weigh(fields: Fields) -> dict[int, float]:
    """Return the terms of a text, each with the weight that its frequency gives it."""
    counts: dict[int, int] = {}
    for word, times in _words(fields).items():
        known = pieces(word)
        for term in known.whole:
            counts[term] = counts.get(term, 0) + times
        for term in known.parts:
            counts[term] = counts.get(term, 0) + times
    return {term: 1 + math.log(count) for term, count in counts.items()}


def telling_words(fields: Fields, telling: Callable[[int], float]) -> list[str]:
    """Return up to twenty words that tell best what a text is about, as people write them.

    Args:
        telling: how much a term tells, or 0 for one that tells nothing.
    """
    spellings: dict[int, Counter[str]] = {}
    for text, times in ((" ".join(fields.names), 3), (fields.deck, 1), (fields.text[:_READ], 1), (fields.headline, 1)):
        for word in WORD.findall(text):
            known = pieces(word)
            if is_unspaced(word) or not known.whole or (len(word) < _SHORTEST_WORD and not word.isupper()):
                continue
            spellings.setdefault(known.whole[0], Counter())[word] += times
    scores: dict[str, float] = {}
    for term, spelt in spellings.items():
        word = min(spelt, key=lambda one: (-spelt[one], len(one)))
        if not word[0].isdigit() and folded_in_any_script(word):
            name = _NAME_WEIGHT if all(one[0].isupper() for one in spelt) else 1
            scores[word] = telling(term) * name * (1 + math.log(spelt.total()))
    told = [word for word in scores if scores[word] > 0]
    return sorted(told, key=lambda word: -scores[word])[:WORDS_KEPT]


def _words(fields: Fields) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, times in ((fields.headline, _HEADLINE), (fields.deck, 1), (" ".join(fields.names), _NAMES)):
        for word in WORD.findall(text[:_READ_OF_LINES]):
            counts[word] += times
    counts.update(WORD.findall(fields.text[:_READ]))
    return counts
