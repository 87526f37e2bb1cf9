"""What patrons give a month, at one moment, asked of the ledger itself."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Sum

from patrons.models import LedgerEntry
from patrons.money import Money

Kind = LedgerEntry.Kind
# What was given, and what of it went back; fees and payouts are the newsroom's affair.
GIVEN = (Kind.CHARGE, Kind.REFUND, Kind.REFUND_RETURNED, Kind.DISPUTE, Kind.DISPUTE_WON, Kind.ADJUSTMENT)


def monthly(currency: str, at: datetime) -> Money:
    """Return monthly recurring revenue: of each payment that pays for the moment, a month's part of what is kept.

    Single gifts (0 months) and payments that do not say for which time they are do not recur.
    """
    parts = _kept(currency, at).values_list("kept", "of_months")
    return Money(sum(kept // months for kept, months in parts), currency)


def monthly_by_patron(currency: str, at: datetime) -> dict[int, int]:
    """Return each patron's part of `monthly`, in smallest units; nobody with nothing."""
    found: dict[int, int] = {}
    for patron, kept, months in _kept(currency, at).values_list("pledge__patron", "kept", "of_months"):
        if part := kept // months:
            found[patron] = found.get(patron, 0) + part
    return found


def _kept(currency: str, at: datetime) -> QuerySet[LedgerEntry, Any]:
    rows = LedgerEntry.objects.filter(
        payment__period_end__gte=at, payment__period_start__lt=at, kind=Kind.CHARGE, months__gt=0, is_live=True,
        currency=currency, payment__entries__kind__in=GIVEN, payment__entries__currency=F("currency"),
    )  # fmt: skip
    rows = rows.order_by().values("payment", "pledge__patron", of_months=F("months"))
    return rows.annotate(kept=Sum("payment__entries__amount_minor")).filter(kept__gt=0)
