"""Writing into the books: each movement once, whoever reports it and how often."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from .models import LedgerEntry, Payment, ProviderEvent
from .money import Money

Kind = LedgerEntry.Kind


def book(
    kind: str,
    amount: Money,
    *,
    ref: str,
    at: datetime,
    payment: Payment,
    cause: ProviderEvent | None = None,
    by: Any = None,
    **about: Any,
) -> LedgerEntry:
    """Write down one movement of `payment`, or return the entry that tells of it already.

    Args:
        kind: a `LedgerEntry.Kind`; `amount` has its sign.
        ref: the provider's name for it: with account and kind it makes the entry the only one.
        about: refund, dispute, reverses, memo, months, period_start, period_end.

    Raises:
        Contradiction: an entry of this name stands there with another amount.
    """
    values = {
        "amount_minor": amount.minor, "currency": amount.currency, "pledge_id": payment.pledge_id, "payment": payment,
        "is_live": payment.is_live, "occurred_at": at, "cause": cause, "by_number": getattr(by, "pk", None), **about,
    }  # fmt: skip
    with transaction.atomic():
        entry, _made = LedgerEntry.objects.get_or_create(
            account_id=payment.account_id, kind=kind, provider_ref=ref, defaults=values
        )
    if (entry.amount_minor, entry.currency) != (amount.minor, amount.currency):
        raise Contradiction(f"{kind}:{ref}", entry.amount, amount)
    return entry


class Contradiction(Exception):
    """A provider says of something written down that it is something else. `ours` stays; staff are shown both."""

    def __init__(self, subject: str, ours: object, theirs: object) -> None:
        super().__init__(f"{subject}: {ours} in our books, {theirs} at the provider")
        self.subject, self.ours, self.theirs = subject, str(ours), str(theirs)


def balance(payment: Payment) -> dict[str, int]:
    """Return what is left of `payment` by its entries, in smallest units by currency."""
    rows = (
        payment.entries.order_by().values("currency").annotate(left=Sum("amount_minor")).values_list("currency", "left")
    )
    return dict(rows)
