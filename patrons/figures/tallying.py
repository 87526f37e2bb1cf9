"""From payments to months: who began, gave more, gave less, lapsed, came back. Plain arithmetic, nothing is asked."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .months import EARLIEST, end, number_of

# How what is given a month changes, in the order in which it is shown.
MOVES = ("new", "up", "returned", "down", "lapsed")
NOTHING = ""


@dataclass
class Kept:
    """What is left of one payment, see the package; `brought` names what brought its pledge: "a12", "c3" or nothing."""

    at: datetime
    minor: int
    months: int
    pledge: int
    account: int
    begins: datetime | None = None
    ends: datetime | None = None
    brought: str = NOTHING

    @property
    def part(self) -> int:
        """What it is worth a month."""
        return self.minor // self.months if self.months and self.begins and self.ends else 0


@dataclass
class Sum:
    """How many, and what they come to."""

    number: int = 0
    minor: int = 0

    def add(self, minor: int) -> None:
        self.number, self.minor = self.number + 1, self.minor + minor


@dataclass
class Month:
    """One month in one currency."""

    minor: int = 0
    patrons: int = 0
    moves: dict[str, Sum] = field(default_factory=lambda: {move: Sum() for move in MOVES})
    # How many patrons give how much a month at its end.
    parts: Counter[int] = field(default_factory=Counter)
    # Of the patrons that began in this month: how many there are, and how many gave at the end of it, of the next …
    began: int = 0
    stayed: Counter[int] = field(default_factory=Counter)
    given: Sum = field(default_factory=Sum)
    once: Sum = field(default_factory=Sum)
    through: dict[int, Sum] = field(default_factory=lambda: defaultdict(Sum))
    brought: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))

    def said(self, ages: int) -> dict[str, Any]:
        """Return what is kept of it beside its columns; `ages` months are over or begun since it began, itself too."""
        return {
            "moves": {move: [one.number, one.minor] for move, one in self.moves.items()},
            "parts": sorted(self.parts.items()),
            "began": self.began,
            "stayed": [self.stayed[age] for age in range(ages)] if self.began else [],
            "given": [self.given.number, self.given.minor],
            "once": [self.once.number, self.once.minor],
            "through": {str(key): [one.number, one.minor] for key, one in sorted(self.through.items())},
            "brought": {key: [one.number, one.minor] for key, one in sorted(self.brought.items())},
        }


class Tally:
    """Counts patrons, one after the other, into the months of one currency."""

    def __init__(self, now: datetime) -> None:
        self.now, self.this = now, number_of(now)
        self.months: dict[int, Month] = defaultdict(Month)
        # The moments at which months are looked at, as far back as anything is.
        self._ends = [end(number, now) for number in range(EARLIEST, self.this + 1)]

    def add(self, payments: Iterable[Kept]) -> None:
        """Count all payments of one patron; those of which nothing is kept are none."""
        kept = [one for one in payments if one.minor > 0 and one.at < self.now]
        self._count_gifts(kept)
        recurring = [one for one in kept if one.part]
        began = [one.begins for one in recurring if one.begins and one.begins < self.now]
        if began:
            self._count_standing(recurring, max(number_of(min(began)), EARLIEST))

    def _count_gifts(self, kept: list[Kept]) -> None:
        by_pledge: dict[int, list[Kept]] = defaultdict(list)
        for one in kept:
            month = self.months[max(number_of(one.at), EARLIEST)]
            month.given.add(one.minor)
            month.through[one.account].add(one.minor)
            if not one.months:
                month.once.add(one.minor)
            by_pledge[one.pledge].append(one)
        for payments in by_pledge.values():
            first = min(payments, key=lambda one: one.at)
            month = self.months[max(number_of(first.at), EARLIEST)]
            month.brought[first.brought].add(sum(one.minor for one in payments))

    def _count_standing(self, recurring: list[Kept], first: int) -> None:
        gives: dict[int, int] = defaultdict(int)
        for one in recurring:
            if one.begins is None or one.ends is None:
                continue
            for place in range(bisect_right(self._ends, one.begins), bisect_right(self._ends, one.ends)):
                gives[EARLIEST + place] += one.part
        cohort = self.months[first]
        cohort.began += 1
        for number in sorted({*gives, *(each + 1 for each in gives)}):
            if number > self.this:
                continue
            before, after = gives.get(number - 1, 0), gives.get(number, 0)
            month = self.months[number]
            if after:
                month.minor, month.patrons = month.minor + after, month.patrons + 1
                month.parts[after] += 1
                cohort.stayed[number - first] += 1
            self._move(month, before, after, is_first=first == number)

    def _move(self, month: Month, before: int, after: int, *, is_first: bool) -> None:
        if not before and after:
            month.moves["new" if is_first else "returned"].add(after)
        elif before and not after:
            month.moves["lapsed"].add(-before)
        elif before != after:
            month.moves["up" if after > before else "down"].add(after - before)
