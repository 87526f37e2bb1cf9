"""Two people changed the same record: what each of them changed, field by field, and in a long text block by block."""

import hashlib
import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Self

FINGERPRINT_LENGTH = 16
# Finding what two texts share takes time that grows with the square of their length.
PAIRS_AT_MOST = 1_000_000


def fingerprint(value: Any) -> str:
    """Return a short fingerprint of a value that JSON can hold."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def fingerprints(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the fingerprint of each value."""
    return {name: fingerprint(value) for name, value in values.items()}


@dataclass(frozen=True)
class Seen:
    """What a person was shown: the revision, and the fingerprint of every field as it was then."""

    revision: int
    fields: dict[str, str]

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what a form brought back. What is no such text saw nothing: every difference is then a question."""
        try:
            found = json.loads(text)
            revision, fields = int(found["revision"]), dict(found["fields"])
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return cls(0, {})
        return cls(revision, {str(name): value for name, value in fields.items() if isinstance(value, str)})

    def written(self) -> str:
        """Return it as text for a hidden field."""
        return json.dumps({"revision": self.revision, "fields": self.fields}, separators=(",", ":"))


@dataclass(frozen=True)
class Sides:
    """Whose value each differing field takes. In `conflicts` both sides changed it, and not alike."""

    mine: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def three_way(seen: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Sides:
    """Compare two changes with what both began from; fingerprints all.

    A field that only one side changed is that side's. A field that `seen` does not know, and in which
    the sides differ, is a conflict: nobody can tell who changed it.
    """
    sides = Sides()
    for name in mine.keys() & theirs.keys():
        if mine[name] == theirs[name]:
            continue
        before = seen.get(name)
        if mine[name] == before:
            sides.theirs.append(name)
        elif theirs[name] == before:
            sides.mine.append(name)
        else:
            sides.conflicts.append(name)
    for names in (sides.mine, sides.theirs, sides.conflicts):
        names.sort(key=list(mine).index)
    return sides


@dataclass(frozen=True)
class Clash[T: Hashable]:
    """A place that both sides changed, and not alike: what stood there, and what each of them made of it."""

    before: tuple[T, ...]
    mine: tuple[T, ...]
    theirs: tuple[T, ...]


type Woven[T: Hashable] = list[tuple[T, ...] | Clash[T]]


def weave[T: Hashable](before: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> Woven[T]:
    """Put two changes of one row of blocks together, in order: runs that are settled, and clashes between them.

    What only one side changed is that side's, also beside a change of the other's. Two rewritings of the
    same block, a block that one side took out and the other rewrote, and two insertions at the same place
    are clashes.
    """
    if len(before) * max(len(mine), len(theirs)) > PAIRS_AT_MOST:
        return _settled(tuple(before), tuple(mine), tuple(theirs))
    woven: Woven[T] = []
    b = m = t = 0
    for kept, in_mine, in_theirs, length in _kept_by_both(before, mine, theirs):
        woven += _settled(tuple(before[b:kept]), tuple(mine[m:in_mine]), tuple(theirs[t:in_theirs]))
        if length:
            woven.append(tuple(before[kept : kept + length]))
        b, m, t = kept + length, in_mine + length, in_theirs + length
    return woven


def _kept_by_both[T: Hashable](
    before: Sequence[T], mine: Sequence[T], theirs: Sequence[T]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each run that nobody changed begins, in all three, and how long it is; an empty one comes last."""
    ones = SequenceMatcher(None, before, mine, autojunk=False).get_matching_blocks()
    others = SequenceMatcher(None, before, theirs, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(ones) and j < len(others):
        one, other = ones[i], others[j]
        begin = max(one.a, other.a)
        end = min(one.a + one.size, other.a + other.size)
        if begin < end:
            yield begin, one.b + begin - one.a, other.b + begin - other.a, end - begin
        if one.a + one.size < other.a + other.size:
            i += 1
        else:
            j += 1
    yield len(before), len(mine), len(theirs), 0


def _settled[T: Hashable](before: tuple[T, ...], mine: tuple[T, ...], theirs: tuple[T, ...]) -> Woven[T]:
    if mine == theirs or theirs == before:
        return [mine] if mine else []
    if mine == before:
        return [theirs] if theirs else []
    if len(before) > 1 and _rewrites(before, mine) and _rewrites(before, theirs):
        rows = zip(before, mine, theirs, strict=True)
        return [part for old, one, other in rows for part in _settled((old,), (one,), (other,))]
    return [Clash(before, mine, theirs)]


def _rewrites[T: Hashable](before: tuple[T, ...], after: tuple[T, ...]) -> bool:
    """Whether every block of `before` stayed where it was or became another one: none came, went or moved."""
    olds, news = set(before), set(after)
    return len(before) == len(after) and all(
        old == new or (new not in olds and old not in news) for old, new in zip(before, after, strict=True)
    )
