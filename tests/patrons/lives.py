"""What a provider tells of whole lives of pledges, and the books that must come of it."""

from datetime import timedelta
from typing import Any

from patrons.models import Discrepancy, Dispute, Grant, LedgerEntry, Payment, Pledge, ProviderEvent, Refund
from patrons.money import Money
from patrons.providers.facts import (
    AnyFact,
    Claim,
    DisputeFact,
    Outcome,
    PaymentFact,
    RefundFact,
    Session,
    SessionFact,
    SubscriptionFact,
    Told,
)

from .conftest import day

HOUR = timedelta(hours=1)


def monthly(pledge: Pledge) -> list[list[AnyFact]]:
    """Three months of trouble: paid, refused, paid after all, argued about, raised, refunded, ended."""
    name, sub = str(pledge.public_id), f"sub_{pledge.pk}"
    euros, more = Money(500, "EUR"), Money(800, "EUR")

    def subscription(at, told, **said: Any) -> SubscriptionFact:
        return SubscriptionFact(at=at, pledge=name, subscription=sub, told=told, **{"amount": euros} | said)

    def payment(number, start, outcome, amount=euros, at=None, **said: Any) -> PaymentFact:
        # Only the first one carries our own name, as when a provider renews by itself.
        own = {"pledge": name} if number == 1 else {}
        return PaymentFact(
            at=at or day(start), subscription=sub, payment=f"pay_{pledge.pk}_{number}", outcome=outcome, amount=amount,
            period_start=day(start), period_end=day(start + 30), **own, **said,
        )  # fmt: skip

    def refund(number, outcome, minor, at) -> RefundFact:
        return RefundFact(
            at=at, refund=f"re_{pledge.pk}_{number}", payment=f"pay_{pledge.pk}_1", outcome=outcome,
            amount=Money(minor, "EUR"),
        )  # fmt: skip

    def dispute(became) -> DisputeFact:
        return DisputeFact(
            at=day(40), dispute=f"dp_{pledge.pk}", payment=f"pay_{pledge.pk}_2", became=became, amount=euros,
            fee=Money(1500, "EUR"),
        )  # fmt: skip

    fee = Money(43, "EUR")
    return [
        [SessionFact(at=day(0), pledge=name, session="cs", became=Session.COMPLETED, subscription=sub, customer="cus")],
        [subscription(day(0), Told.ACTIVE, period_end=day(30))],
        [payment(1, 0, Outcome.PENDING)],
        [payment(1, 0, Outcome.SUCCEEDED, fee=fee)],
        [payment(2, 30, Outcome.FAILED, error="card_declined")],
        [subscription(day(30) + HOUR, Told.PAST_DUE)],
        [payment(2, 30, Outcome.SUCCEEDED, at=day(33), fee=fee)],
        [subscription(day(33), Told.ACTIVE)],
        [refund(1, Outcome.PENDING, 200, day(34))],
        [refund(1, Outcome.SUCCEEDED, 200, day(34))],
        [refund(2, Outcome.SUCCEEDED, 300, day(35))],
        [refund(2, Outcome.FAILED, 300, day(36))],
        [dispute(Claim.OPEN)],
        [dispute(Claim.WON)],
        [subscription(day(41), Told.ACTIVE, amount=more)],
        # One delivery may tell of two things.
        [
            payment(3, 60, Outcome.SUCCEEDED, amount=more, fee=Money(60, "EUR")),
            subscription(day(60), Told.ACTIVE, amount=more),
        ],
        [subscription(day(61), Told.CANCELING, amount=more, cancel_at=day(90))],
        [subscription(day(90), Told.ENDED, amount=more, reason="cancelled")],
    ]  # fmt: skip


def once(pledge: Pledge) -> list[list[AnyFact]]:
    """A single gift, declined, paid, and given back at the provider, in two parts."""
    name, pay = str(pledge.public_id), f"pay_{pledge.pk}"
    asked = Money(2500, "EUR")
    return [
        [SessionFact(at=day(0), pledge=name, session="cs", became=Session.DECLINED)],
        [PaymentFact(at=day(0), pledge=name, payment=pay, outcome=Outcome.FAILED, amount=asked, error="no money")],
        [PaymentFact(at=day(0) + HOUR, pledge=name, payment=pay, outcome=Outcome.SUCCEEDED, amount=asked)],
        [SessionFact(at=day(0) + HOUR, pledge=name, session="cs", became=Session.COMPLETED)],
        [RefundFact(at=day(1), refund=f"{pay}_a", payment=pay, outcome=Outcome.SUCCEEDED, amount=Money(1000, "EUR"))],
        [RefundFact(at=day(2), refund=f"{pay}_b", payment=pay, outcome=Outcome.SUCCEEDED, amount=Money(1500, "EUR"))],
    ]


def books() -> dict[str, Any]:
    """All that must not depend on the order in which it was told."""
    return {
        "entries": sorted(
            LedgerEntry.objects.values_list(
                "kind", "provider_ref", "amount_minor", "currency", "months", "period_start", "period_end",
                "pledge", "payment__provider_ref", "refund__provider_ref", "dispute__provider_ref", "occurred_at",
            ),
            key=repr,
        ),
        "payments": sorted(
            Payment.objects.values_list(
                "provider_ref", "state", "amount_minor", "refunded_minor", "error", "occurred_at"
            )
        ),
        "receipts": Payment.objects.exclude(receipt_number=None).count(),
        "refunds": sorted(Refund.objects.values_list("provider_ref", "state", "amount_minor", "at")),
        "disputes": sorted(Dispute.objects.values_list("provider_ref", "state", "amount_minor")),
        "pledges": list(
            Pledge.objects.order_by("pk").values_list(
                "state", "amount_minor", "subscription_ref", "customer_ref", "started_at", "period_end", "cancel_at",
                "ended_at", "end_reason",
            )
        ),
        "grants": sorted(Grant.objects.filter(revoked_at=None).values_list("pledge", "starts_at", "ends_at")),
        "unheard": ProviderEvent.objects.exclude(state="done").count(),
        "disagreements": list(Discrepancy.objects.values_list("kind", "subject")),
    }  # fmt: skip
