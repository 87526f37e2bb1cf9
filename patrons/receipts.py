"""Receipts have numbers without gaps, a row of them a year; those of no real money are told apart."""

from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.site.models import SiteSettings

from . import sentences
from .models import Payment, ReceiptRow
from .standing import ONCE


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
        (_("Paid by"), payment.receipt_name or "–"),
        (_("Paid on"), _day(payment.occurred_at)),
        (_("Amount"), str(payment.amount)),
        (_("Given back"), str(payment.given_back) if payment.refunded_minor and not payment.is_void else ""),
        (_("For"), purpose(payment)),
        (_("Paid through"), str(payment.account)),
    ]
    return [(heading, words) for heading, words in said if words]


def void(payment: Payment) -> str:
    """Return what stands over a receipt that holds no more, else nothing."""
    return _("Void: booked by mistake.") if payment.is_void else ""


def purpose(payment: Payment) -> str:
    """Return what a payment was for: "Friend, monthly, 1 March 2026 – 31 March 2026", as it was called on that day."""
    pledge, names = payment.pledge, payment.receipt_tier
    tier = names.get(get_language() or "") or names.get(settings.LANGUAGE_CODE, "")
    gift = getattr(pledge, "gift", None)
    if gift:
        return sentences.a_gift(tier, gift.months)
    begin, end = payment.period_start, payment.period_end
    if tier and pledge.interval == "once":
        begin, end = payment.occurred_at, payment.occurred_at + ONCE
    span = f", {_day(begin)} – {_day(end)}" if end else ""
    return f"{f'{tier}, ' if tier else ''}{pledge.get_interval_display()}{span}"


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""
