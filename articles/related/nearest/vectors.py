"""Terms with weights as bytes, and how like two of them are. Pure arithmetic, no database."""

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

# So many terms are kept of a text: with 256 the answers are no better, with 128 noticeably worse.
TERMS_KEPT = 192
_STEPS = 32  # a weight is 1 + ln(times): up to 7.9 in a byte

type Telling = Callable[[int], float]

# The ten nearest say in other words what the text is about: what is like them as well is nearer.
_BELIEVED = 10
_TRUST = 0.8
_NOTHING = 1e-6
_LOOKED_AT_AGAIN = 40


@dataclass(frozen=True, slots=True)
class Vector:
    """The terms kept of a text, each with a weight of 1 to 255.

    `length` is that of the weights, each times how much its term told when it was kept.
    """

    terms: Sequence[int]
    weights: bytes
    length: float

    @classmethod
    def of(cls, weighed: Mapping[int, float], telling: Telling) -> Self:
        """Keep the terms that tell the most."""
        told = {term: weight * telling(term) for term, weight in weighed.items()}
        kept = sorted(told, key=lambda term: (-told[term], term))[:TERMS_KEPT]
        weights = bytes(min(round(weighed[term] * _STEPS), 255) for term in kept)
        return cls(kept, weights, _STEPS * math.sqrt(sum(told[term] ** 2 for term in kept)))

    @classmethod
    def unpack(cls, packed: bytes, length: float) -> Self:
        count = len(packed) // 5
        terms = struct.unpack_from(f"<{count}I", packed)
        return cls(terms, packed[4 * count :], length)

    def pack(self) -> bytes:
        return struct.pack(f"<{len(self.terms)}I", *self.terms) + self.weights

    def told(self, telling: Telling) -> dict[int, float]:
        """Return the terms as a direction of length one, by how much each tells now."""
        told = {
            term: weight * known
            for term, weight in zip(self.terms, self.weights, strict=True)
            if (known := telling(term))
        }
        return _of_length_one(told)


def likeness(direction: Mapping[int, float], others: Sequence[Vector], telling: Telling, best: int) -> list[float]:
    """Return how like each of `others` is to a text, from 0 to 1: by its own terms, and by those of the nearest ten.

    Args:
        best: so many at most are asked for; what others have in common is only looked at for the best.
    """
    scores = _cosines(direction, others, telling)
    places = sorted(range(len(others)), key=lambda place: -scores[place])[: max(_LOOKED_AT_AGAIN, 2 * best)]
    believed = places[:_BELIEVED]
    theirs: dict[int, float] = {}
    for place in believed:
        other = others[place]
        share = scores[place] / other.length
        for term, weight in zip(other.terms, other.weights, strict=True):
            theirs[term] = theirs.get(term, 0.0) + share * weight
    theirs = {term: weight * telling(term) for term, weight in theirs.items()}
    length = _length(theirs)
    again = _cosines(_of_length_one(theirs), [others[place] for place in places], telling)
    # The likelier it is that any of the ten is about the same, the more they are believed.
    trust = 1 - math.prod(1 - scores[place] for place in believed)
    for rank, (place, also) in enumerate(zip(places, again, strict=True)):
        own = scores[place]
        if rank < _BELIEVED:
            also = _without(own, also, length)
        scores[place] = 1 - (1 - own) * (1 - _TRUST * trust * also)
    return scores


def _without(own: float, also: float, length: float) -> float:
    """Return how like one of the ten is to the other nine: none speaks for itself.

    Args:
        own: what it gave to the sum of the ten, a part of its own direction.
        also: how like it is to that sum.
        length: of the sum.
    """
    rest = length * length - 2 * own * also * length + own * own
    return max(also * length - own, 0) / math.sqrt(rest) if rest > _NOTHING else 0.0


def _cosines(direction: Mapping[int, float], others: Iterable[Vector], telling: Telling) -> list[float]:
    wanted = {term: weight * telling(term) for term, weight in direction.items()}
    cosines = []
    for other in others:
        pairs = zip(other.terms, other.weights, strict=True)
        cosines.append(
            min(sum([wanted[term] * weight for term, weight in pairs if term in wanted]) / other.length, 1.0)
        )
    return cosines


def _of_length_one(weighed: dict[int, float]) -> dict[int, float]:
    length = _length(weighed) or 1.0
    return {term: weight / length for term, weight in weighed.items()}


def _length(weighed: Mapping[int, float]) -> float:
    return math.sqrt(sum([weight * weight for weight in weighed.values()]))
