"""Receipts have numbers without gaps, a row of them a year; those of no real money are told apart."""

from datetime import datetime

from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from newsroom.site.models import SiteSettings

from .models import Payment, ReceiptRow


def number(payment: Payment) -> str:
    """Return the next number for a receipt of `payment`'s year, in the caller's transaction."""
    name = f"{payment.occurred_at.year}" if payment.is_live else f"TEST-{payment.occurred_at.year}"
    row, _made = ReceiptRow.objects.get_or_create(name=name)
    ReceiptRow.objects.filter(pk=row.pk).update(last=F("last") + 1)
    # Our own update holds the row until we commit: nobody reads the same number.
    last = ReceiptRow.objects.values_list("last", flat=True).get(pk=row.pk)
    return f"{name}-{last:06}"


def lines(payment: Payment) -> list[tuple[str, str]]:
    """Return what a receipt says, as pairs of a heading and its words, for the page and for the file."""
    site = SiteSettings.load().local
    said = [
        (_("Received by"), site.receipt_issuer.strip() or site.name),
        (_("From"), payment.receipt_name or "–"),
        (_("On"), _day(payment.occurred_at)),
        (_("Amount"), str(payment.amount)),
        (_("Given back"), str(payment.given_back) if payment.refunded_minor else ""),
        (_("For"), purpose(payment)),
        (_("Paid through"), str(payment.account)),
    ]
    return [(heading, words) for heading, words in said if words]


def purpose(payment: Payment) -> str:
    """Return what a payment was for: "Friend, monthly, 1 March 2026 – 31 March 2026"."""
    pledge = payment.pledge
    tier = f"{pledge.tier.local.name}, " if pledge.tier else ""
    span = f", {_day(payment.period_start)} – {_day(payment.period_end)}" if payment.period_end else ""
    return f"{tier}{pledge.get_interval_display()}{span}"


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""
