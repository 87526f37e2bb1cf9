"""What a text is about, as weighed terms, and the few words that say it to people."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import nlargest

from .tokens import WORD, is_unspaced, pieces

# An article is about what its beginning is about; the rest of a very long one only costs time.
_READ = 12_000
_READ_OF_LINES = 1_000
_HEADLINE, _NAMES = 2, 2
WORDS_KEPT = 20
_SHORTEST_WORD = 3
# Names say more than other words what two texts share.
_NAME_WEIGHT = 2


@dataclass(frozen=True)
class Fields:
    """A text as a newsroom has it. `names`: tags, people, places that it is about."""

    headline: str = ""
    deck: str = ""
    text: str = ""
    names: tuple[str, ...] = ()


def read(fields: Fields) -> Counter[str]:
    """Return the words of a text as they are spelt, with how often each stands there; more in headline and names."""
    words = Counter(WORD.findall(fields.text[:_READ]))
    for text, times in ((fields.headline, _HEADLINE), (fields.deck, 1), (" ".join(fields.names), _NAMES)):
        for word in WORD.findall(text[:_READ_OF_LINES]):
            words[word] += times
    return words


def weigh(words: Mapping[str, int]) -> dict[int, float]:
    """Return the terms that words are known by, each with the weight that its frequency gives it."""
    counts: dict[int, int] = {}
    for word, times in words.items():
        known = pieces(word)
        for term in (*known.whole, *known.parts):
            counts[term] = counts.get(term, 0) + times
    return {term: 1 + math.log(count) for term, count in counts.items()}


def telling_words(words: Mapping[str, int], telling: Callable[[int], float]) -> list[str]:
    """Return up to twenty words that tell best what a text is about, as people write them.

    Args:
        telling: how much a term tells, or 0 for one that tells nothing.
    """
    spellings: dict[int, dict[str, int]] = {}
    for word, times in words.items():
        if (len(word) >= _SHORTEST_WORD or word.isupper()) and not (word[0].isdigit() or is_unspaced(word)):
            for term in pieces(word).whole:
                spellings.setdefault(term, {})[word] = times
    scores: dict[str, float] = {}
    for term, spelt in spellings.items():
        if (told := telling(term)) > 0:
            name = _NAME_WEIGHT if all(one[0].isupper() for one in spelt) else 1
            word = min(spelt, key=lambda one: (-spelt[one], len(one)))
            scores[word] = told * name * (1 + math.log(sum(spelt.values())))
    return nlargest(WORDS_KEPT, scores, key=scores.__getitem__)
