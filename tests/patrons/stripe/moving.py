"""Money moves in the fake: tries, charges and what Stripe keeps of them, refunds, disputes."""

from typing import Any

from .state import ApiError, State

DECLINED = {"4000000000000002", "4000000000000341"}
DISPUTE_FEE = 1500


def balance(state: State, amount: int, fee: int, currency: str, source: str, kind: str) -> dict[str, Any]:
    return state.new(
        "balance_transaction", "txn", amount=amount, fee=fee, net=amount - fee, currency=currency, source=source,
        type=kind, reporting_category=kind,
    )  # fmt: skip


def intend(state: State, amount: int, currency: str, customer: str | None, metadata: dict[str, str]) -> dict[str, Any]:
    return state.new(
        "payment_intent", "pi", amount=amount, currency=currency, customer=customer, metadata=dict(metadata),
        status="requires_payment_method", latest_charge=None, amount_received=0, last_payment_error=None,
        canceled_at=None, next_action=None, cancellation_reason=None,
    )  # fmt: skip


def attempt(state: State, intent: dict[str, Any], card: str) -> bool:
    """Charge a card once. Returns whether the money came."""
    fails = card in DECLINED
    words = "Your card was declined." if fails else None
    charge = state.new(
        "charge", "ch", amount=intent["amount"], amount_captured=0 if fails else intent["amount"], amount_refunded=0,
        currency=intent["currency"], customer=intent["customer"], payment_intent=intent["id"], captured=not fails,
        status="failed" if fails else "succeeded", paid=not fails, refunded=False, disputed=False,
        failure_code="card_declined" if fails else None, failure_message=words, balance_transaction=None,
        metadata=dict(intent["metadata"]),
    )  # fmt: skip
    charge["billing_details"] |= {"name": "Olha Payer", "email": "olha@example.com"}
    intent["latest_charge"] = charge["id"]
    if fails:
        intent["last_payment_error"] = {"type": "card_error", "code": "card_declined", "message": words}
        state.event("charge.failed", charge)
        state.event("payment_intent.payment_failed", intent)
        return False
    intent.update(status="succeeded", amount_received=intent["amount"], last_payment_error=None)
    if not state.fees_are_late:
        settle(state, charge)
    state.event("charge.succeeded", charge)
    state.event("payment_intent.succeeded", intent)
    return True


def settle(state: State, charge: dict[str, Any]) -> None:
    """Stripe takes its fee: one and a half in a hundred, rounded, and 25."""
    fee = (charge["amount"] * 15 + 500) // 1000 + 25
    made = balance(state, charge["amount"], fee, charge["currency"], charge["id"], "charge")
    charge["balance_transaction"] = made["id"]


def refund(state: State, wanted: dict[str, Any]) -> dict[str, Any]:
    if "payment_intent" in wanted:
        wanted = {**wanted, "charge": state.get(wanted["payment_intent"], "payment_intent")["latest_charge"]}
    charge = state.get(wanted["charge"], "charge")
    left = charge["amount"] - charge["amount_refunded"]
    amount = int(wanted.get("amount", left))
    if charge["disputed"]:
        raise ApiError(400, f"Charge {charge['id']} has been charged back; cannot issue a refund.", "charge_disputed")
    if left == 0:
        raise ApiError(400, f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    if amount > left or amount <= 0:
        text = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise ApiError(400, text, param="amount")
    made = state.new(
        "refund", "re", amount=amount, currency=charge["currency"], charge=charge["id"], status="succeeded",
        payment_intent=charge["payment_intent"], reason=wanted.get("reason"), metadata=wanted.get("metadata", {}),
    )  # fmt: skip
    made["balance_transaction"] = balance(state, -amount, 0, charge["currency"], made["id"], "refund")["id"]
    before = {"amount_refunded": charge["amount_refunded"]}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    state.event("refund.created", made)
    state.event("charge.refunded", charge, before)
    return made


def fail_refund(state: State, made: dict[str, Any]) -> None:
    """The bank sends a refund back, days after it went out."""
    charge = state.get(made["charge"])
    back = balance(state, made["amount"], 0, made["currency"], made["id"], "refund_failure")
    charge["amount_refunded"] -= made["amount"]
    charge["refunded"] = False
    made |= {
        "status": "failed",
        "failure_reason": "expired_or_canceled_card",
        "failure_balance_transaction": back["id"],
    }
    state.event("refund.updated", made, {"status": "succeeded"})
    state.event("refund.failed", made)


def dispute(state: State, intent: str, status: str = "needs_response") -> dict[str, Any]:
    """A bank takes a payment back, or with `warning_needs_response` only asks about it."""
    charge = state.get(state.get(intent, "payment_intent")["latest_charge"])
    made = state.new(
        "dispute", "du", amount=charge["amount"], currency=charge["currency"], charge=charge["id"], status=status,
        payment_intent=intent, balance_transactions=[],
    )  # fmt: skip
    made["evidence_details"]["due_by"] = state.now + 7 * 86_400
    state.event("charge.dispute.created", made)
    if status == "needs_response":
        charge["disputed"] = True
        taken = balance(state, -charge["amount"], DISPUTE_FEE, charge["currency"], charge["id"], "adjustment")
        made["balance_transactions"].append(dict(taken))
        state.event("charge.dispute.funds_withdrawn", made)
    return made


def close_dispute(state: State, made: dict[str, Any], *, won: bool) -> None:
    made["status"] = "won" if won else "lost"
    if won:
        back = balance(state, made["amount"], -DISPUTE_FEE, made["currency"], made["charge"], "adjustment")
        made["balance_transactions"].append(dict(back))
        state.get(made["charge"])["disputed"] = False
        state.event("charge.dispute.funds_reinstated", made)
    state.event("charge.dispute.closed", made)
