"""From rows to lines: what came, when, from whom, with which words; and the mark by which a line is known again."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from patrons.money import CURRENCIES, Money, NotMoney

from .columns import Layout
from .decoding import rows_of
from .values import amount_of, day_of

_MARKED = re.compile(r"[0-9][.,][0-9]", re.ASCII)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "₴": "UAH", "ГРН": "UAH"}


@dataclass(frozen=True)
class Line:
    """A row that tells of money. `went` is money that left the account."""

    number: int
    day: date
    amount: Money
    went: bool
    payer: str = ""
    text: str = ""
    ref: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Unread:
    """A row that says nothing we understand.

    `what` is "day", "amount", "currency"; of its day "old", "future"; of its amount "marks".
    """

    number: int
    what: str
    said: str


def lines_of(text: str, layout: Layout) -> Iterator[Line | Unread]:
    """Yield what the rows after the head say, in their order.

    Raises:
        NotAStatement: it is no table, or too long.
    """
    seen: Counter[str] = Counter()
    for number, row in enumerate(rows_of(text, layout.separator)[layout.head + 1 :], layout.head + 2):
        if not any(row):
            continue
        line = _line(number, row, layout)
        if isinstance(line, Line) and not line.went:
            same = fingerprint(line, 0)
            # Two that are alike in everything are two: the second one of a file is the second one of each file.
            line = Line(**{**line.__dict__, "fingerprint": fingerprint(line, seen[same])})
            seen[same] += 1
        yield line


def fingerprint(line: Line, times: int) -> str:
    """Return the mark of a line, of which `times` like it stood before it."""
    said = [" ".join(each.casefold().split()) for each in (line.payer, line.text, line.ref)]
    parts = [line.day.isoformat(), line.amount.minor, line.amount.currency, *said, times]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _line(number: int, row: list[str], layout: Layout) -> Line | Unread:
    def cell(role: str) -> str:
        at = layout.columns.get(role)
        return _shown(row[at]) if at is not None and 0 <= at < len(row) else ""

    day = day_of(cell("day"), layout.order)
    if day is None:
        return Unread(number, "day", cell("day")[:60])
    amount, went = amount_of(cell("amount"), layout.decimal), amount_of(cell("out"), layout.decimal)
    if not amount and went:
        amount = -abs(went)
    unread = _no_amount(number, cell("amount") or cell("out"))
    if not amount:
        return unread
    said = cell("currency").upper().strip(". ") or layout.currency
    currency = _SIGNS.get(said, said)
    if currency not in CURRENCIES:
        return Unread(number, "currency", said[:60])
    try:
        money = Money.of(abs(amount), currency)
    except NotMoney:
        return unread
    words = " | ".join(each for each in (cell("text"), cell("more")) if each)
    return Line(number, day, money, amount < 0, cell("payer")[:200], words[:500], cell("ref")[:120])


def _no_amount(number: int, said: str) -> Unread:
    # A number with marks is one by the other decimal mark, perhaps: whoever looks at it decides.
    return Unread(number, "marks" if _MARKED.search(said) else "amount", said[:60])


def _shown(text: str) -> str:
    # Signs that turn a line around or ring a bell are no part of what a bank says.
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
