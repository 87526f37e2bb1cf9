"""Counting everything out of the ledger anew, a thousand patrons at a time, and keeping what it came to."""

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from patrons.models import Figures, LedgerEntry, Patron

from .months import first_day
from .recurring import GIVEN
from .tallying import NOTHING, Kept, Tally

Kind = LedgerEntry.Kind
PATRONS_AT_ONCE = 1000
# A page counts anew by itself where that is quick; elsewhere the clock does, or somebody who presses the button.
QUICK_MS = 400
LASTS = timedelta(minutes=5)
# What would take longer is not begun in a request: servers give up on those after half a minute.
SECONDS_AT_MOST = 15
_NO_GIFT = tuple(kind for kind in Kind.values if kind not in GIVEN)


def current(now: datetime | None = None) -> datetime | None:
    """Count anew if the ledger or the clock went on and it is quick, and return when was counted; None: never."""
    now = now or timezone.now()
    last = Figures.objects.order_by("-at").values("at", "upto", "took_ms").first()
    if last is None:
        # Nothing real ever came: there is nothing to count, and nothing to keep.
        if not LedgerEntry.objects.filter(is_live=True).exists():
            return None
        return count(now) if _newest() <= 10 * PATRONS_AT_ONCE else None
    is_old = now - last["at"] > LASTS or _newest() != last["upto"]
    return count(now) if is_old and last["took_ms"] <= QUICK_MS else last["at"]


def too_long() -> int:
    """Return how many seconds counting took the last time, if that is too long to wait for; else nought."""
    took = Figures.objects.order_by("-at").values_list("took_ms", flat=True).first() or 0
    return took // 1000 if took > 1000 * SECONDS_AT_MOST else 0


def count(now: datetime | None = None) -> datetime:
    """Read the whole ledger and keep what each month came to. Safe at any time, and twice at once."""
    now, began = now or timezone.now(), time.monotonic_ns()
    upto = _newest()
    tallies: dict[str, Tally] = {}
    # Not in one transaction: readers of a large ledger take seconds, and nobody who writes should wait for them.
    for payments in each_patron(upto):
        for currency, kept in payments.items():
            if currency not in tallies:
                tallies[currency] = Tally(now)
            tallies[currency].add(kept)
    took = (time.monotonic_ns() - began) // 1_000_000
    rows = [row for currency, tally in sorted(tallies.items()) for row in _rows(currency, tally)]
    for row in rows:
        row.at, row.upto, row.took_ms = now, upto, took
    with transaction.atomic():
        Figures.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["currency", "month"],
            update_fields=["amount_minor", "patrons", "numbers", "at", "upto", "took_ms"],
        )  # fmt: skip
        Figures.objects.filter(at__lt=now).delete()
    return now


def each_patron(upto: int) -> Iterator[dict[str, list[Kept]]]:
    """Yield what each patron gave, by currency, of the entries up to number `upto`."""
    span = Patron.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if span["first"] is None:
        return
    for low in range(span["first"], span["last"] + 1, PATRONS_AT_ONCE):
        by_patron: dict[int, dict[str, list[Kept]]] = defaultdict(lambda: defaultdict(list))
        for (patron, currency), kept in _payments(low, low + PATRONS_AT_ONCE, upto):
            by_patron[patron][currency].append(kept)
        yield from by_patron.values()


def _payments(low: int, high: int, upto: int) -> Iterator[tuple[tuple[int, str], Kept]]:
    entries = LedgerEntry.objects.filter(pledge__patron__gte=low, pledge__patron__lt=high, is_live=True, pk__lte=upto)
    # Said as “none of these”, so that no database goes by the index of kinds through all that was ever charged.
    rows = entries.exclude(kind__in=_NO_GIFT).exclude(payment=None).order_by().values_list(
        "kind", "payment", "currency", "amount_minor", "months", "occurred_at", "account", "pledge", "pledge__patron",
        "pledge__article", "pledge__campaign", "payment__period_start", "payment__period_end",
    )  # fmt: skip
    charged: dict[tuple[int, str], tuple[int, Kept]] = {}
    other: list[tuple[tuple[int, str], int]] = []
    for kind, payment, currency, minor, months, at, account, pledge, patron, article, campaign, begins, ends in rows:
        if kind != Kind.CHARGE:
            other.append(((payment, currency), minor))
            continue
        brought = f"a{article}" if article else f"c{campaign}" if campaign else NOTHING
        charged[payment, currency] = patron, Kept(at, minor, months, pledge, account, begins, ends, brought)
    for key, minor in other:
        if key in charged:
            charged[key][1].minor += minor
    for (_payment, currency), (patron, kept) in charged.items():
        yield (patron, currency), kept


def _rows(currency: str, tally: Tally) -> list[Figures]:
    if not tally.months:
        return []
    # Without a gap, so that a month in which nothing happened shows that.
    return [
        Figures(
            month=first_day(number), currency=currency, amount_minor=month.minor, patrons=month.patrons,
            numbers=month.said(tally.this - number + 1),
        )
        for number, month in ((each, tally.months[each]) for each in range(min(tally.months), tally.this + 1))
    ]  # fmt: skip


def _newest() -> int:
    newest: Any = LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
