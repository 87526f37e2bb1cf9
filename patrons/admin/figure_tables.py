"""The figures as tables: what stands below each chart, and what is saved as CSV. Both have the same rows."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from patrons.figures.now import TierLine
from patrons.figures.reading import Brought, Report
from patrons.figures.tallying import MOVES
from patrons.money import Money

from .charts import share


@dataclass(frozen=True)
class Percent:
    """A share in hundredths; `step` is its shade, from 0 to 10."""

    value: int

    @property
    def step(self) -> int:
        return min(max(self.value, 0), 100) // 10

    def __str__(self) -> str:
        return f"{self.value}\u00a0%"


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    words: str
    url: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Line:
    """A line of a table; `bar` is how long its bar is, of a hundred."""

    cells: list[Any]
    bar: int | None = None

    @property
    def shown(self) -> list[Any]:
        """The cells after the first, in words."""
        return [cell if isinstance(cell, Percent) else words(cell) for cell in self.cells[1:]]

    @property
    def head(self) -> Any:
        return self.cells[0] if isinstance(self.cells[0], Link) else words(self.cells[0])


@dataclass(frozen=True)
class Table:
    """A table: names of columns, lines."""

    slug: str
    head: list[str]
    lines: list[Line] = field(default_factory=list)

    def as_csv(self) -> str:
        """Return the table as CSV. What begins like a formula of a spreadsheet is made text."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(_safe(name) for name in self.head)
        writer.writerows([_plain(cell) for cell in line.cells] for line in self.lines)
        return text.getvalue()


def words(cell: Any) -> str:
    """Return a cell as people read it."""
    match cell:
        case date():
            return date_format(cell, "YEAR_MONTH_FORMAT")
        case int():
            return number_format(cell, force_grouping=True)
        case None:
            return ""
    return str(cell)


def monthly(report: Report) -> Table:
    lines = [
        Line([one.month, one.amount, one.patrons, report.money(one.average), report.money(one.median)])
        for one in report.months
    ]
    head = [_("Month"), _("A month, %(currency)s") % {"currency": report.currency}, _("Patrons"), _("Average"),
            _("Median")]  # fmt: skip
    return Table("monthly", head, lines[::-1])


def movement(report: Report) -> Table:
    names = {
        "new": _("New patrons"),
        "up": _("Gives more"),
        "returned": _("Returned"),
        "down": _("Gives less"),
        "lapsed": _("Lapsed"),
    }
    head = [_("Month"), *(each for move in MOVES for each in (names[move], _("patrons"))), _("Change")]
    lines = []
    for one in report.months:
        cells: list[Any] = [one.month]
        for move in MOVES:
            cells += [report.money(one.moves[move].minor), one.moves[move].number]
        lines.append(Line([*cells, report.money(one.change)]))
    return Table("movement", head, lines[::-1])


def retention(report: Report) -> Table:
    """A triangle: months downwards, age to the right."""
    most = max((len(cohort.stayed) for cohort in report.cohorts), default=0)
    lines = [
        Line([cohort.month, cohort.began, *(Percent(value) for value in cohort.percents)]) for cohort in report.cohorts
    ]
    return Table("retention", [_("Began in"), _("Patrons"), *(str(age) for age in range(most))], lines[::-1])


def tiers(found: list[TierLine]) -> Table:
    most = max((one.patrons for one in found), default=0)
    lines = [
        Line([str(one.tier or _("Without a tier")), one.source, one.patrons], share(one.patrons, most)) for one in found
    ]
    return Table("tiers", [_("Tier"), _("From"), _("Patrons")], lines)


def brought(report: Report) -> Table:
    most = max((one.pledges.number for one in report.brought), default=0)
    lines = [
        Line(
            [_what(one), _KINDS[one.kind](), one.pledges.number, report.money(one.pledges.minor)],
            share(one.pledges.number, most),
        )
        for one in report.brought
    ]
    if report.brought_more.number:
        more = report.brought_more
        lines.append(Line([_("All others"), "", more.number, report.money(more.minor)]))
    return Table("brought", [_("What brought them"), _("Kind"), _("Pledges"), _("Given so far")], lines)


def given(report: Report) -> Table:
    head = [_("Month"), _("Given, %(currency)s") % {"currency": report.currency}, _("payments"),
            _("Of it single gifts"), _("gifts")]  # fmt: skip
    lines = [
        Line([one.month, report.money(one.given.minor), one.given.number, report.money(one.once.minor),
              one.once.number])
        for one in report.months
    ]  # fmt: skip
    return Table("given", head, lines[::-1])


def through(report: Report) -> Table:
    most = max((one.minor for _name, one in report.through), default=0)
    lines = [Line([name, one.number, report.money(one.minor)], share(one.minor, most)) for name, one in report.through]
    head = [_("Way to pay"), _("Payments"), _("Given, %(currency)s") % {"currency": report.currency}]
    return Table("through", head, lines)


OF_A_REPORT: dict[str, Callable[[Report], Table]] = {
    "monthly": monthly, "movement": movement, "retention": retention, "brought": brought, "given": given,
    "through": through,
}  # fmt: skip
_KINDS: dict[str, Callable[[], str]] = {
    "article": lambda: _("article"), "campaign": lambda: _("campaign"), "nothing": lambda: "",
}  # fmt: skip


def _what(one: Brought) -> Any:
    if one.kind == "nothing":
        return _("Nothing is known")
    if one.url:
        return Link(one.words, one.url)
    return one.words or _("An article that is not public now (%(number)s)") % {"number": one.number}


def _plain(cell: Any) -> str:
    match cell:
        case Money():
            return f"{cell.amount:f}"
        case Percent():
            return str(cell.value)
        case date():
            return cell.isoformat()[:7]
        case int():
            return str(cell)
    return _safe(str(cell))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def rows(tables: Iterable[Table]) -> dict[str, Table]:
    """Return tables by their names."""
    return {table.slug: table for table in tables}
