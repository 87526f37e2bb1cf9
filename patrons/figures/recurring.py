"""What patrons give a month, at one moment, asked of the ledger itself."""

from datetime import datetime
from itertools import batched

from django.db.models import Count, Sum

from patrons.models import LedgerEntry, Payment
from patrons.money import Money

Kind = LedgerEntry.Kind
# What was given, and what of it went back; fees and payouts are the newsroom's affair.
GIVEN = (Kind.CHARGE, Kind.REFUND, Kind.REFUND_RETURNED, Kind.DISPUTE, Kind.DISPUTE_WON, Kind.ADJUSTMENT)
CORRECTED = tuple(kind for kind in GIVEN if kind != Kind.CHARGE)
_NO_CHARGE = tuple(kind for kind in Kind if kind != Kind.CHARGE)


def monthly(currency: str, at: datetime) -> Money:
    """Return monthly recurring revenue: of each payment that pays for the moment, a month's part of what is kept.

    Single gifts (0 months) and payments that do not say for which time they are do not recur.
    """
    # The payments that pay for the moment are found by their time, and entries by them: said as a list of payments,
    # without the currency again, and kinds as “none of these”, lest a database goes through all that was ever charged.
    paying = Payment.objects.filter(period_end__gte=at, period_start__lt=at, currency=currency, is_live=True)
    charges = LedgerEntry.objects.filter(months__gt=0, is_live=True).exclude(kind__in=_NO_CHARGE).order_by()
    alike = charges.filter(payment__in=paying.order_by().values("pk")).values_list("amount_minor", "months")
    total = sum(number * (minor // months) for minor, months, number in alike.annotate(number=Count("pk")))
    # Few payments had anything taken off: for those the part is put right.
    corrections = LedgerEntry.objects.filter(
        kind__in=CORRECTED, payment__period_end__gte=at, payment__period_start__lt=at, payment__currency=currency,
        is_live=True,
    ).order_by()  # fmt: skip
    taken = dict(corrections.values_list("payment").annotate(Sum("amount_minor")))
    for some in batched(taken, 5_000):
        for payment, minor, months in charges.filter(payment__in=some).values_list("payment", "amount_minor", "months"):
            total += max(minor + taken[payment], 0) // months - minor // months
    return Money(total, currency)
