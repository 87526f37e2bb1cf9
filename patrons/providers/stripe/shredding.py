"""A kept delivery without the person: only what is named here stays, so that what Stripe adds later goes as well."""

from typing import Any

from .marks import PLEDGE, REFUND, SITE

# Names, kinds, states, amounts and moments. Names of customers stay: they lead to Stripe, not to a person.
KEPT = frozenset(
    "id object type created livemode api_version pending_webhooks status mode payment_status amount amount_total "
    "amount_subtotal amount_due amount_paid amount_remaining amount_received amount_captured amount_refunded "
    "amount_requested currency customer subscription invoice payment_intent latest_charge charge balance_transaction "
    "balance_transactions fee net total subtotal unit_amount quantity interval interval_count client_reference_id "
    "period start end period_start period_end current_period_start current_period_end cancel_at cancel_at_period_end "
    "canceled_at ended_at expires_at start_date billing_reason reason paid refunded captured disputed attempt_count "
    "latest_invoice resumes_at behavior due_by is_charge_refundable failure_code cancellation_reason has_more "
    "collection_method".split()
)
# What is looked into, whatever it is called inside.
LOOKED_INTO = frozenset(
    "data object previous_attributes items lines price recurring parent subscription_details payments payment "
    "pause_collection evidence_details cancellation_details latest_charge balance_transaction balance_transactions "
    "subscription invoice payment_intent charge refunds latest_invoice period".split()
)


def shred(thing: Any) -> Any:
    """Return what may stay of a payload, or of a part of it."""
    if isinstance(thing, list):
        return [shred(part) for part in thing if isinstance(part, dict)]
    kept: dict[str, Any] = {}
    for name, value in thing.items():
        if name == "metadata":
            kept[name] = {key: (value or {})[key] for key in (SITE, PLEDGE, REFUND) if key in (value or {})}
        elif isinstance(value, dict | list):
            if name in LOOKED_INTO:
                kept[name] = shred(value)
        elif name in KEPT:
            kept[name] = value
    return kept
