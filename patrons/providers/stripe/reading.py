"""Stripe's objects, as they are now, in our words. Nothing here asks anybody.

Shapes of API 2025-03-31 and later: a subscription's period stands on its item, an invoice names its
subscription under `parent`.
"""

from datetime import UTC, datetime
from typing import Any

from patrons.providers.facts import (
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

from .amounts import fee_from_stripe, from_stripe
from .asking import Seen

Found = dict[str, Any]
_REASONS = {
    "cancellation_requested": "asked",
    "payment_failed": "payment failed",
    "payment_disputed": "payment disputed",
}
_REFUNDS = {"succeeded": Outcome.SUCCEEDED, "failed": Outcome.FAILED, "canceled": Outcome.FAILED}
# An inquiry (“warning_…”) and one that was prevented take no money, and are none. While one that was lost is
# appealed against, the bank keeps the money.
_DISPUTES = {
    "needs_response": Claim.OPEN, "under_review": Claim.OPEN, "won": Claim.WON, "lost": Claim.LOST,
    "appeal_needs_response": Claim.LOST, "appeal_under_review": Claim.LOST,
}  # fmt: skip


def moment(seconds: int | None) -> datetime | None:
    """Return a moment of Stripe's, which counts seconds."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def name(reference: Any) -> str:
    """Return the id of what may be an id or the thing itself."""
    return str(reference["id"] if isinstance(reference, dict) else reference or "")


def session(found: Found, **about: Any) -> list[SessionFact]:
    """Return what became of a visit to the page; nothing while it is open."""
    became = {"complete": Session.COMPLETED, "expired": Session.EXPIRED}.get(found["status"] or "")
    return [visit(found, became, **about)] if became else []


def visit(found: Found, became: Session, **about: Any) -> SessionFact:
    return SessionFact(
        at=_moment(found["created"]), session=found["id"], became=became, customer=name(found["customer"]),
        subscription=name(found["subscription"]), **about,
    )  # fmt: skip


def subscription(seen: Seen, **about: Any) -> SubscriptionFact:
    """Return what a subscription is."""
    found = seen.found
    item = found["items"]["data"][0]
    told, at, order, reason = _told(found), seen.at, seen.order, ""
    ends = found["cancel_at"] or (item["current_period_end"] if found["cancel_at_period_end"] else None)
    if told in (Told.ENDED, Told.LAPSED):
        why = (found.get("cancellation_details") or {}).get("reason") or ""
        at, order, ends = _moment(found["ended_at"] or found["canceled_at"]), 0, None
        reason = "never paid" if found["status"] == "incomplete_expired" else _REASONS.get(why, why)
    pause = found["pause_collection"] if told == Told.PAUSED else None
    return SubscriptionFact(
        at=at, order=order, subscription=found["id"], told=told, customer=name(found["customer"]),
        amount=from_stripe(item["price"]["unit_amount"] * item.get("quantity", 1), item["price"]["currency"]),
        period_end=moment(item["current_period_end"]), cancel_at=moment(ends),
        resume_at=moment((pause or {}).get("resumes_at")), reason=reason, **about,
    )  # fmt: skip


def _told(found: Found) -> Told:
    match found["status"]:
        case "incomplete":
            return Told.INCOMPLETE
        case "canceled":
            why = (found.get("cancellation_details") or {}).get("reason")
            return Told.LAPSED if why in ("payment_failed", "payment_disputed") else Told.ENDED
        case "incomplete_expired":
            return Told.ENDED
    if found["pause_collection"] or found["status"] == "paused":
        return Told.PAUSED
    # “unpaid” can still be paid: it is not over. Nor does an end that is near make up for what is owed.
    if found["status"] in ("past_due", "unpaid"):
        return Told.PAST_DUE
    return Told.CANCELING if found["cancel_at_period_end"] or found["cancel_at"] else Told.ACTIVE


def payment(
    intent: Found, *, period: tuple[int | None, int | None] = (None, None), renews: str = "", **about: Any
) -> list[PaymentFact]:
    """Return what became of a payment; nothing where nobody tried yet.

    Args:
        intent: a payment intent with its `latest_charge.balance_transaction`. Tries of one payment are one intent.
        renews: the subscription it is for.
    """
    charge = intent["latest_charge"] or {}
    outcome, at, error, fee = _outcome(intent, charge), charge.get("created") or intent["created"], "", None
    if outcome is None or (outcome == Outcome.PENDING and not (renews or intent["status"] == "processing")):
        return []
    minor = intent["amount"]
    if outcome == Outcome.SUCCEEDED:
        minor = intent["amount_received"]
        if balance := charge.get("balance_transaction"):
            # In the account's own currency, which may be another than the patron's.
            fee = fee_from_stripe(balance["fee"], balance["currency"])
    elif outcome == Outcome.FAILED:
        last = intent["last_payment_error"] or {}
        error = charge.get("failure_message") or last.get("message") or intent["cancellation_reason"] or "failed"
    return [
        PaymentFact(
            at=_moment(at), payment=intent["id"], outcome=outcome, amount=from_stripe(minor, intent["currency"]),
            subscription=renews, fee=fee, period_start=moment(period[0]), period_end=moment(period[1]), error=error,
            **about,
        )
    ]  # fmt: skip


def _outcome(intent: Found, charge: Found) -> Outcome | None:
    match intent["status"]:
        case "succeeded":
            return Outcome.SUCCEEDED
        case "canceled":
            return Outcome.FAILED
        case "processing" | "requires_action" | "requires_capture":
            return Outcome.PENDING
    return Outcome.FAILED if intent["last_payment_error"] or charge.get("status") == "failed" else None


def refund(found: Found, *, ours: str, **about: Any) -> list[RefundFact]:
    """Return what became of a refund. One that the bank sent back did go out before: that is told as well."""
    said: dict[str, Any] = {
        "refund": found["id"], "payment": name(found["payment_intent"]), "ours": ours,
        "amount": from_stripe(found["amount"], found["currency"]), "reason": found["reason"] or "", **about,
    }  # fmt: skip
    outcome, at = _REFUNDS.get(found["status"] or "", Outcome.PENDING), _moment(found["created"])
    back = found.get("failure_balance_transaction")
    if outcome != Outcome.FAILED or not back:
        return [RefundFact(at=at, outcome=outcome, **said)]
    returned = _moment(back["created"]) if isinstance(back, dict) else at
    return [
        RefundFact(at=at, outcome=Outcome.SUCCEEDED, **said),
        RefundFact(at=returned, outcome=Outcome.FAILED, **said),
    ]


def dispute(found: Found, **about: Any) -> list[DisputeFact]:
    """Return what became of a dispute; nothing while a bank only asks."""
    became = _DISPUTES.get(found["status"])
    if became is None:
        return []
    # Taken with the money; what Stripe gives back later is another movement.
    taken = [one for one in found["balance_transactions"] if one["fee"] > 0]
    fee = fee_from_stripe(sum(one["fee"] for one in taken), taken[0]["currency"]) if taken else None
    return [
        DisputeFact(
            at=_moment(found["created"]), dispute=found["id"], payment=name(found["payment_intent"]), became=became,
            amount=from_stripe(found["amount"], found["currency"]), fee=fee,
            answer_by=moment((found["evidence_details"] or {}).get("due_by")), **about,
        )
    ]  # fmt: skip


def period(invoice: Found) -> tuple[int | None, int | None]:
    """Return for which time an invoice is: that of its lines, its own is the time before."""
    lines = [line["period"] for line in invoice["lines"]["data"] if line.get("period")]
    return (min((one["start"] for one in lines), default=None), max((one["end"] for one in lines), default=None))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
