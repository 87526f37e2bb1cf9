"""Terms with weights as bytes, and how like two of them are. Pure arithmetic, no database."""

import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import mul
from typing import NamedTuple, Self

# So many terms are kept of a text: with 256 the answers are no better, with 128 noticeably worse.
TERMS_KEPT = 192
_STEPS = 32  # a weight is 1 + ln(times): up to 7.9 in a byte


class Telling:
    """How much each term tells; one that is not among `tellings` tells as much as a `rare` one."""

    def __init__(self, tellings: dict[int, float], rare: float) -> None:
        self._get, self._rare = tellings.get, rare

    def __call__(self, term: int) -> float:
        return self._get(term, self._rare)

    def each(self, terms: Iterable[int]) -> Iterator[float]:
        """Return how much each of `terms` tells. A question is asked some 25,000 of them: no call of Python's each."""
        return map(self._get, terms, repeat(self._rare))


# The ten nearest say in other words what the text is about: what is like them as well is nearer.
_BELIEVED = 10
_TRUST = 0.8
_NOTHING = 1e-6
_LOOKED_AT_AGAIN = 40
# Of what is compared, so many at least are measured exactly; the others are not near.
_MEASURED = 60


@dataclass(frozen=True, slots=True)
class Vector:
    """The terms kept of a text, each with a weight of 1 to 255."""

    terms: Sequence[int]
    weights: bytes

    @classmethod
    def of(cls, weighed: Mapping[int, float], telling: Telling) -> Self:
        """Keep the terms that tell the most; none that tells nothing."""
        told = {term: known for term, weight in weighed.items() if (known := weight * telling(term)) > 0}
        kept = sorted(told, key=lambda term: (-told[term], term))[:TERMS_KEPT]
        return cls(kept, bytes(min(round(weighed[term] * _STEPS), 255) for term in kept))

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        count = len(packed) // 5
        return cls(struct.unpack_from(f"<{count}I", packed), packed[4 * count :])

    @property
    def rough_length(self) -> float:
        """Return how long it would be if all terms told the same."""
        return math.sqrt(math.sumprod(self.weights, self.weights)) or 1.0

    def length(self, telling: Telling) -> float:
        """Return how long it is, by how much each term tells now: a length kept from before would be of other terms."""
        told = list(map(mul, self.weights, telling.each(self.terms)))
        return math.sqrt(math.sumprod(told, told)) or 1.0

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


class Likeness(NamedTuple):
    """How like a text is to another, from 0 to 1. `score` puts what was found in order; `alike` lasts.

    `alike` is the cosine of the two alone, both measured by what terms tell now: whatever else is in
    the index, two texts have the same, but for what counting more texts says of their words.
    """

    score: float
    alike: float


def likeness(direction: Mapping[int, float], others: Sequence[Vector], telling: Telling, best: int) -> list[Likeness]:
    """Return how like each of `others` is to a text: by its own terms, and for `score` by those of the nearest ten.

    Args:
        best: so many at most are asked for; only about twice as many are looked at closely, the rest has 0.
    """
    dots = _dots(direction, others, telling)
    # Measuring one takes as long as all the rest: the weights alone say well enough which are worth it.
    rough = [dot / other.rough_length for dot, other in zip(dots, others, strict=True)]
    near = sorted(range(len(others)), key=lambda place: -rough[place])[: max(_MEASURED, 2 * best)]
    lengths = {place: others[place].length(telling) for place in near}
    own = [0.0] * len(others)
    for place in near:
        own[place] = min(dots[place] / lengths[place], 1.0)
    scores = list(own)
    places = sorted(near, key=lambda place: -own[place])[: max(_LOOKED_AT_AGAIN, 2 * best)]
    believed = places[:_BELIEVED]
    theirs: dict[int, float] = {}
    for place in believed:
        other = others[place]
        share = own[place] / lengths[place]
        for term, weight in zip(other.terms, other.weights, strict=True):
            theirs[term] = theirs.get(term, 0.0) + share * weight
    theirs = {term: weight * telling(term) for term, weight in theirs.items()}
    length = _length(theirs)
    again = _dots(_of_length_one(theirs), [others[place] for place in places], telling)
    # The likelier it is that any of the ten is about the same, the more they are believed.
    trust = 1 - math.prod(1 - own[place] for place in believed)
    for rank, (place, dot) in enumerate(zip(places, again, strict=True)):
        also = min(dot / lengths[place], 1.0)
        if rank < _BELIEVED:
            also = _without(own[place], also, length)
        scores[place] = 1 - (1 - own[place]) * (1 - _TRUST * trust * also)
    return [Likeness(*pair) for pair in zip(scores, own, strict=True)]


def _without(own: float, also: float, length: float) -> float:
    """Return how like one of the ten is to the other nine: none speaks for itself.

    Args:
        own: what it gave to the sum of the ten, a part of its own direction.
        also: how like it is to that sum.
        length: of the sum.
    """
    rest = length * length - 2 * own * also * length + own * own
    return max(also * length - own, 0) / math.sqrt(rest) if rest > _NOTHING else 0.0


def _dots(direction: Mapping[int, float], others: Iterable[Vector], telling: Telling) -> list[float]:
    """Return what `direction` has in common with each of `others`: their cosine, times the other's length."""
    wanted = {term: weight * telling(term) for term, weight in direction.items()}
    return [
        sum([wanted[term] * weight for term, weight in zip(each.terms, each.weights, strict=True) if term in wanted])
        for each in others
    ]


def _of_length_one(weighed: dict[int, float]) -> dict[int, float]:
    length = _length(weighed) or 1.0
    return {term: weight / length for term, weight in weighed.items()}


def _length(weighed: Mapping[int, float]) -> float:
    return math.sqrt(sum([weight * weight for weight in weighed.values()]))
