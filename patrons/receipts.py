"""Receipts have numbers without gaps, a row of them a year; those of no real money are told apart."""

from django.db.models import F

from .models import Payment, ReceiptRow


def number(payment: Payment) -> str:
    """Return the next number for a receipt of `payment`'s year, in the caller's transaction."""
    name = f"{payment.occurred_at.year}" if payment.is_live else f"TEST-{payment.occurred_at.year}"
    row, _made = ReceiptRow.objects.get_or_create(name=name)
    ReceiptRow.objects.filter(pk=row.pk).update(last=F("last") + 1)
    # Our own update holds the row until we commit: nobody reads the same number.
    last = ReceiptRow.objects.values_list("last", flat=True).get(pk=row.pk)
    return f"{name}-{last:06}"
