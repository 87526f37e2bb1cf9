"""Subscriptions in the fake: they renew as its clock goes on, fail, are tried again, recover or end."""

import copy
from typing import Any

from . import moving
from .state import DAY, ApiError, State, listing

LENGTH = {"day": DAY, "week": 7 * DAY, "month": 30 * DAY, "year": 365 * DAY}
# A renewal that failed is tried three times more, three days apart; then the subscription is over.
AGAIN, TRIES = 3 * DAY, 4
ALIVE = ("active", "past_due")


def price(state: State, wanted: dict[str, Any]) -> dict[str, Any]:
    recurring = wanted.get("recurring") and {
        **state.shapes["price"]["recurring"],
        "interval": wanted["recurring"]["interval"],
        "interval_count": int(wanted["recurring"].get("interval_count", 1)),
    }
    amount = int(wanted["unit_amount"])
    if amount < 0:
        raise ApiError(400, "Invalid non-negative integer", param="unit_amount")
    product = wanted.get("product") or state.new("product", "prod", **wanted["product_data"])["id"]
    return state.new(
        "price", "price", unit_amount=amount, unit_amount_decimal=str(amount), currency=wanted["currency"],
        product=product, recurring=recurring, type="recurring" if recurring else "one_time",
    )  # fmt: skip


def _ends(start: int, recurring: dict[str, Any]) -> int:
    return start + LENGTH[recurring["interval"]] * recurring["interval_count"]


def subscribe(state: State, customer: str, asked: dict[str, Any], metadata: dict[str, str]) -> dict[str, Any]:
    """Make a subscription whose first invoice is still to be paid."""
    item = copy.deepcopy(state.shapes["subscription"]["items"]["data"][0])
    made = state.new(
        "subscription", "sub", customer=customer, currency=asked["currency"], status="incomplete", cancel_at=None,
        cancel_at_period_end=False, canceled_at=None, ended_at=None, pause_collection=None, metadata=dict(metadata),
        start_date=state.now, trial_start=None, trial_end=None, billing_cycle_anchor=state.now, pending_update=None,
        cancellation_details={"comment": None, "feedback": None, "reason": None},
    )  # fmt: skip
    item |= {
        "id": state.name("si"), "price": asked, "quantity": 1, "subscription": made["id"], "created": state.now,
        "current_period_start": state.now, "current_period_end": _ends(state.now, asked["recurring"]),
    }  # fmt: skip
    made["items"] = listing(f"/v1/subscription_items?subscription={made['id']}", [item])
    return made


def invoice(state: State, subscription: dict[str, Any], reason: str) -> dict[str, Any]:
    item = subscription["items"]["data"][0]
    amount, currency = item["price"]["unit_amount"] * item["quantity"], subscription["currency"]
    intent = moving.intend(state, amount, currency, subscription["customer"], {})
    made = state.new(
        "invoice", "in", customer=subscription["customer"], currency=currency, amount_due=amount, amount_paid=0,
        amount_remaining=amount, total=amount, subtotal=amount, billing_reason=reason, status="open", attempt_count=0,
        next_payment_attempt=None, due_date=None, period_start=state.now, period_end=state.now,
        parent={
            "type": "subscription_details", "quote_details": None,
            "subscription_details": {"subscription": subscription["id"], "metadata": dict(subscription["metadata"])},
        },
    )  # fmt: skip
    line = made["lines"]["data"][0]
    line |= {
        "amount": amount, "currency": currency, "invoice": made["id"],
        "period": {"start": item["current_period_start"], "end": item["current_period_end"]},
    }  # fmt: skip
    state.new(
        "invoice_payment", "inpay", invoice=made["id"], amount_requested=amount, currency=currency, status="open",
        payment={"type": "payment_intent", "payment_intent": intent["id"]}, amount_paid=None,
    )  # fmt: skip
    state.aside[made["id"]] = {"intent": intent["id"]}
    subscription["latest_invoice"] = made["id"]
    return made


def collect(state: State, made: dict[str, Any], card: str) -> bool:
    made["attempt_count"] += 1
    made["attempted"] = True
    intent = state.get(state.aside[made["id"]]["intent"])
    if not moving.attempt(state, intent, card):
        made["next_payment_attempt"] = state.now + AGAIN if made["attempt_count"] < TRIES else None
        state.event("invoice.payment_failed", made)
        return False
    made.update(status="paid", amount_paid=made["amount_due"], amount_remaining=0, next_payment_attempt=None)
    part = next(one for one in state.all("invoice_payment") if one["invoice"] == made["id"])
    part.update(status="paid", amount_paid=made["amount_due"])
    state.event("invoice.paid", made)
    state.event("invoice.payment_succeeded", made)
    return True


def update(state: State, subscription: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    if subscription["status"] == "canceled":
        raise ApiError(400, "A canceled subscription can only update its cancellation_details and metadata.")
    before: dict[str, Any] = {}
    for name, value in wanted.items():
        if name == "items":
            item = subscription["items"]["data"][0]
            before["items"] = copy.deepcopy(subscription["items"])
            if value[0]["id"] != item["id"]:
                raise ApiError(404, f"No such subscription_item: '{value[0]['id']}'", "resource_missing", "id")
            item["price"] = price(state, value[0]["price_data"])
        elif name == "pause_collection":
            before[name] = subscription[name]
            resumes = value and int(value["resumes_at"])
            if value and resumes <= state.now:
                raise ApiError(400, "`resumes_at` must be in the future.", param="pause_collection[resumes_at]")
            subscription[name] = {"behavior": value["behavior"], "resumes_at": resumes} if value else None
        elif name == "cancel_at_period_end":
            before |= {name: subscription[name], "cancel_at": subscription["cancel_at"]}
            asked = value in ("true", True)
            end = subscription["items"]["data"][0]["current_period_end"]
            reason = "cancellation_requested" if asked else None
            subscription |= {
                name: asked, "cancel_at": end if asked else None, "canceled_at": state.now if asked else None,
                "cancellation_details": {"comment": None, "feedback": None, "reason": reason},
            }  # fmt: skip
        elif name == "cancel_at":
            before[name] = subscription[name]
            subscription[name] = int(value) if value else None
        elif name == "metadata":
            subscription[name] |= value
    state.event("customer.subscription.updated", subscription, before)
    return subscription


def end(state: State, subscription: dict[str, Any], reason: str = "cancellation_requested") -> dict[str, Any]:
    if subscription["status"] == "canceled":
        raise ApiError(404, f"No such subscription: '{subscription['id']}'", "resource_missing", "id")
    subscription.update(status="canceled", ended_at=state.now, canceled_at=subscription["canceled_at"] or state.now)
    subscription["cancellation_details"]["reason"] = reason
    state.event("customer.subscription.deleted", subscription)
    return subscription
