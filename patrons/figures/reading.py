"""What was counted, as one page shows it: the months of one currency, and what they come to together."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from newsroom.public_articles import look_up
from patrons.models import Campaign, Figures, ProviderAccount
from patrons.money import Money

from .tallying import MOVES, NOTHING, Sum

SPANS = {"12": 12, "24": 24, "all": 0}
BROUGHT_SHOWN = 10


@dataclass(frozen=True)
class MonthLine:
    """One month: what patrons gave a month at its end, and how that came to be."""

    month: date
    amount: Money
    patrons: int
    moves: dict[str, Sum]
    parts: Counter[int]
    given: Sum
    once: Sum

    @property
    def average(self) -> int:
        """What a patron gives a month on average, rounded down."""
        return self.amount.minor // self.patrons if self.patrons else 0

    @property
    def median(self) -> int:
        """What the patron in the middle gives; between two, half the way, rounded down."""
        if not self.patrons:
            return 0
        # Which ones stand in the middle, counted from nought.
        low, high = (self.patrons - 1) // 2, self.patrons // 2
        found, seen = [], 0
        for part, number in sorted(self.parts.items()):
            found += [part for place in (low, high) if seen <= place < seen + number]
            seen += number
        return (found[0] + found[1]) // 2

    @property
    def change(self) -> int:
        """By how much it is more than the month before."""
        return sum(one.minor for one in self.moves.values())


@dataclass(frozen=True)
class Cohort:
    """Those who began in one month, and how many of them gave at its end, and at the end of each one after."""

    month: date
    began: int
    stayed: list[int]

    @property
    def percents(self) -> list[int]:
        """In hundredths of those who began, rounded down."""
        return [100 * number // self.began for number in self.stayed]


@dataclass(frozen=True)
class Brought:
    """What brought pledges: an article (its public headline and address, while it is public), a campaign, nothing."""

    kind: str
    number: int | None
    words: str
    url: str
    pledges: Sum


@dataclass(frozen=True)
class Report:
    """The figures of one currency."""

    currency: str
    at: datetime
    months: list[MonthLine]
    cohorts: list[Cohort]
    brought: list[Brought]
    through: list[tuple[str, Sum]]
    # What is left out of `brought`, because a page has an end.
    brought_more: Sum

    @property
    def last(self) -> MonthLine:
        return self.months[-1]

    def money(self, minor: int) -> Money:
        """Return an amount in this currency."""
        return Money(minor, self.currency)


def currencies() -> list[str]:
    """Return the currencies in which there are figures."""
    return list(Figures.objects.order_by("currency").values_list("currency", flat=True).distinct())


def report(currency: str, span: int = 12, shown: int = BROUGHT_SHOWN) -> Report | None:
    """Return what was counted in `currency`, of the last `span` months (0: all); None where nothing was."""
    rows = list(Figures.objects.filter(currency=currency).order_by("-month")[: span or None])[::-1]
    if not rows:
        return None
    brought, more = _brought(rows, shown)
    return Report(
        currency, rows[-1].at, [_line(row) for row in rows],
        [Cohort(row.month, row.numbers["began"], row.numbers["stayed"]) for row in rows if row.numbers["began"]],
        brought, _through(rows), more,
    )  # fmt: skip


def _line(row: Figures) -> MonthLine:
    said = row.numbers
    return MonthLine(
        row.month, row.amount, row.patrons, {move: Sum(*said["moves"][move]) for move in MOVES},
        Counter(dict(said["parts"])), Sum(*said["given"]), Sum(*said["once"]),
    )  # fmt: skip


def _summed(rows: list[Figures], name: str) -> dict[str, Sum]:
    found: dict[str, Sum] = defaultdict(Sum)
    for row in rows:
        for key, (number, minor) in row.numbers[name].items():
            found[key].number += number
            found[key].minor += minor
    return found


def _through(rows: list[Figures]) -> list[tuple[str, Sum]]:
    accounts = {str(account.pk): str(account) for account in ProviderAccount.objects.all()}
    found = _summed(rows, "through")
    return sorted(((accounts[key], one) for key, one in found.items()), key=lambda line: -line[1].minor)


def _brought(rows: list[Figures], shown: int) -> tuple[list[Brought], Sum]:
    found = sorted(_summed(rows, "brought").items(), key=lambda item: (item[0] == NOTHING, -item[1].number, item[0]))
    named = [item for item in found if item[0] != NOTHING]
    top, rest = named[:shown], named[shown:]
    articles = _articles([int(key[1:]) for key, _sum in top if key[0] == "a"])
    campaigns = Campaign.objects.in_bulk([int(key[1:]) for key, _sum in top if key[0] == "c"])
    lines = []
    for key, one in top:
        number = int(key[1:])
        if key[0] == "a":
            words, url = articles.get(number, ("", ""))
            lines.append(Brought("article", number, words, url, one))
        else:
            lines.append(Brought("campaign", number, str(campaigns.get(number, "")), "", one))
    lines += [Brought("nothing", None, "", "", one) for key, one in found if key == NOTHING]
    return lines, Sum(sum(one.number for _key, one in rest), sum(one.minor for _key, one in rest))


def _articles(numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Return headline and address as readers have them: who sees the figures need not see drafts."""
    return {number: (found.headline, found.url) for number, found in look_up(numbers).items()}
