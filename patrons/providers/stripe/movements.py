"""Money that moved at Stripe, in our words: payments, refunds, disputes. Nothing here asks anybody."""

from typing import Any

from patrons.providers.facts import Claim, DisputeFact, Outcome, PaymentFact, RefundFact

from .amounts import fee_from_stripe, from_stripe
from .reading import Found, moment, name, perhaps

_REFUNDS = {"succeeded": Outcome.SUCCEEDED, "failed": Outcome.FAILED, "canceled": Outcome.FAILED}
# An inquiry (“warning_…”) and one that was prevented take no money, and are none. While one that was lost is
# appealed against, the bank keeps the money.
_DISPUTES = {
    "needs_response": Claim.OPEN, "under_review": Claim.OPEN, "won": Claim.WON, "lost": Claim.LOST,
    "appeal_needs_response": Claim.LOST, "appeal_under_review": Claim.LOST,
}  # fmt: skip


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
            at=moment(at), payment=intent["id"], outcome=outcome, amount=from_stripe(minor, intent["currency"]),
            subscription=renews, fee=fee, period_start=perhaps(period[0]), period_end=perhaps(period[1]), error=error,
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
    outcome, at = _REFUNDS.get(found["status"] or "", Outcome.PENDING), moment(found["created"])
    back = found.get("failure_balance_transaction")
    if outcome != Outcome.FAILED or not back:
        return [RefundFact(at=at, outcome=outcome, **said)]
    returned = moment(back["created"]) if isinstance(back, dict) else at
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
            at=moment(found["created"]), dispute=found["id"], payment=name(found["payment_intent"]), became=became,
            amount=from_stripe(found["amount"], found["currency"]), fee=fee,
            answer_by=perhaps((found["evidence_details"] or {}).get("due_by")), **about,
        )
    ]  # fmt: skip
