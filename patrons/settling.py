"""After facts: a pledge's state, its grant and its receipts follow from what is written down."""

from datetime import datetime
from typing import Any

from django.db.models import F

from . import gifts, tier_prices
from .announcing import announce
from .history import note
from .models import Dispute, Grant, Payment, Pledge, ProviderEvent, Refund
from .models.payments import MISTAKE
from .receipts import number
from .standing import OVER, brought, grant_span, paid, paid_until, state_of, tier_of


def settle(pledge: Pledge, cause: ProviderEvent | None = None, *, by: Any = None, at: datetime | None = None) -> None:
    """Bring a locked pledge up to date with its payments, and write its history if it changed."""
    payments = list(pledge.payments.all())
    lost = set(
        Dispute.objects.filter(payment__pledge=pledge)
        .exclude(state=Dispute.State.WON)
        .values_list("payment", flat=True)
    )
    # Who began at a provider pays that provider: it writes to them and gives them their receipts.
    begun_here = pledge.source != Pledge.Source.PROVIDER
    new = [one for one in payments if one.state == Payment.State.SUCCEEDED and one.receipt_number is None]
    receipts = [_receipt(one, pledge) for one in new] if begun_here else []
    came = [*brought(pledge), *paid(payments, lost, _void(payments))]
    before, pledge.state = pledge.state, state_of(pledge, came)
    pledge.started_at = min((one.at for one in came if not one.is_void), default=None)
    pledge.period_end = paid_until(came)
    if pledge.state not in OVER:
        pledge.ended_at, pledge.end_reason = None, ""
    pledge.save()
    gift = gifts.of(pledge)
    if gift:
        gifts.settle(gift, pledge, came)
    else:
        _grant(pledge, came)
    if pledge.state != before:
        note(pledge, "state", before=before, told_at=pledge.told_at, cause=cause, by=by, at=at)
    if begun_here:
        announce(pledge, before, receipts, payments)


def _void(payments: list[Payment]) -> set[int]:
    """Return the numbers of the payments that were booked by mistake."""
    back = [one.pk for one in payments if one.refunded_minor]
    if not back:
        return set()
    mistakes = Refund.objects.filter(payment__in=back, provider_ref__startswith=MISTAKE)
    return set(mistakes.values_list("payment", flat=True))


def _receipt(payment: Payment, pledge: Pledge) -> Payment:
    """Give a payment its number, and write down what a receipt says that may be called otherwise later."""
    payment.pledge = pledge
    payment.receipt_number, payment.receipt_name = number(payment), pledge.patron.name
    payment.tier = tier_prices.paid_for(pledge, payment.amount)
    payment.receipt_tier = payment.tier.names if payment.tier else {}
    payment.save(update_fields=["receipt_number", "receipt_name", "tier", "receipt_tier"])
    return payment


def _grant(pledge: Pledge, came: list) -> None:
    span = grant_span(pledge, pledge.state, came)
    if span is None:
        # Nothing was paid, or all of it went back: no right, and no vote by it.
        Grant.objects.filter(pledge=pledge, revoked_at=None).update(revoked_at=F("starts_at"))
        return
    Grant.objects.update_or_create(
        pledge=pledge,
        defaults={
            "patron_id": pledge.patron_id, "tier_id": tier_of(pledge, came), "source": Grant.Source.PLEDGE,
            "starts_at": span[0], "ends_at": span[1], "revoked_at": None,
        },
    )  # fmt: skip
