"""The index proper: which documents have a term. Each entry is one whole number, kept in order.

A number says, from its highest bit on: the term, the kind of document, how little the term counts in
it, and how old it is. So the documents of a kind that a term counts most in, the newest first, stand
in a row, in any database, in one table of one column.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from heapq import nlargest

from .tokens import is_whole
from .vectors import Telling, Vector

_KIND, _LEVEL, _PK = 2, 4, 30
_TERM = 64 - _KIND - _LEVEL - _PK
LARGEST_PK = (1 << _PK) - 1
_LEVELS = (1 << _LEVEL) - 1
_TERM_AT, _KIND_AT = 64 - _TERM, _LEVEL + _PK
_LOWEST = 1 << 63  # databases count from below nought
# A term that makes 0.025 of a text's direction or less is at the lowest level, 0.375 at the highest.
_STEP = 0.025
_COUNTS = [(level + 0.5) * _STEP for level in range(_LEVELS + 1)]

# A text is found by so many of its words, and of the parts of its words.
_WHOLES, _PARTS = 24, 12


class Kind(IntEnum):
    """What a document is: an article of ours, by its number, or a story of another outlet."""

    ARTICLE = 0
    STORY = 1


def key_of(kind: Kind, pk: int) -> int:
    """Return the number under which a document is kept."""
    return pk << _KIND | kind


def kind_and_pk(key: int) -> tuple[Kind, int]:
    """Return what `key_of` was given."""
    return Kind(key & ((1 << _KIND) - 1)), key >> _KIND


def found_by(vector: Vector, telling: Telling) -> dict[int, float]:
    """Return the terms by which a text is found and finds others, each with its share of the text's direction."""
    told = vector.told(telling)
    wholes = nlargest(_WHOLES, filter(is_whole, told), key=told.__getitem__)
    parts = nlargest(_PARTS, (term for term in told if not is_whole(term)), key=told.__getitem__)
    return {term: told[term] for term in (*wholes, *parts)}


def entries(kind: Kind, pk: int, terms: Mapping[int, float]) -> list[int]:
    """Return the entries of a document with these terms, in order."""
    tail = LARGEST_PK - pk
    return sorted(
        _start(term, kind) + ((_LEVELS - min(int(share / _STEP), _LEVELS)) << _PK) + tail
        for term, share in terms.items()
    )


def ranges(terms: Iterable[int], kinds: Iterable[Kind]) -> list[tuple[int, int]]:
    """Return where the entries of each term and kind begin, and where the next ones do."""
    return [((start := _start(term, kind)), start + (1 << _KIND_AT)) for term in terms for kind in kinds]


def sums(found: Iterable[int], terms: Mapping[int, float]) -> dict[int, float]:
    """Return the keys of the documents of `found` entries, each with the sum of what its terms count for a text."""
    counting = {_short(term): share for term, share in terms.items()}
    total: dict[int, float] = {}
    for entry in found:
        number = entry + _LOWEST
        key = (LARGEST_PK - (number & LARGEST_PK)) << _KIND | (number >> _KIND_AT & ((1 << _KIND) - 1))
        counts = counting[number >> _TERM_AT] * _COUNTS[_LEVELS - (number >> _PK & _LEVELS)]
        total[key] = total.get(key, 0.0) + counts
    return total


def packed(numbers: Sequence[int]) -> bytes:
    """Return entries as bytes, to be kept beside the document so that they can be taken out again."""
    return b"".join(number.to_bytes(8, "little", signed=True) for number in numbers)


def unpacked(data: bytes) -> list[int]:
    """Return what `packed` was given."""
    return [int.from_bytes(data[at : at + 8], "little", signed=True) for at in range(0, len(data), 8)]


def _short(term: int) -> int:
    return term >> (32 - _TERM)


def _start(term: int, kind: Kind) -> int:
    return (_short(term) << _TERM_AT | kind << _KIND_AT) - _LOWEST
