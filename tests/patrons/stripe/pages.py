"""The fake's own pages: where a payer types a card, and where a subscription is looked after."""

import html
from typing import Any

from . import billing, moving
from .state import DAY, ApiError, State


def create(state: State, wanted: dict[str, Any]) -> dict[str, Any]:
    """Make a Checkout Session."""
    mode = wanted.get("mode")
    if mode not in ("payment", "subscription"):
        raise ApiError(400, "You must provide a mode.", param="mode")
    if wanted.get("customer"):
        state.get(wanted["customer"], "customer")
    asked = []
    for line in wanted["line_items"]:
        data = line["price_data"]
        if (mode == "subscription") != bool(data.get("recurring")):
            raise ApiError(400, "You must provide at least one recurring price in `subscription` mode.")
        if int(data["unit_amount"]) < 50:
            raise ApiError(
                400, "The Checkout Session's total amount must convert to at least 50 cents.", "amount_too_small"
            )
        asked.append(billing.price(state, data))
    total = sum(one["unit_amount"] for one in asked)
    made = state.new(
        "checkout.session", "cs_test", mode=mode, status="open", payment_status="unpaid", currency=asked[0]["currency"],
        success_url=wanted.get("success_url"), cancel_url=wanted.get("cancel_url"), metadata=wanted.get("metadata", {}),
        client_reference_id=wanted.get("client_reference_id"), customer=wanted.get("customer"), subscription=None,
        customer_email=wanted.get("customer_email"), expires_at=state.now + DAY, payment_intent=None, invoice=None,
        amount_total=total, amount_subtotal=total, locale=wanted.get("locale"), customer_details=None,
    )  # fmt: skip
    made["url"] = f"{state.base}/c/pay/{made['id']}"
    state.aside[made["id"]] = {
        "price": asked[0],
        "metadata": (wanted.get("subscription_data") or wanted.get("payment_intent_data") or {}).get("metadata", {}),
    }
    return made


def expire(state: State, session: dict[str, Any]) -> dict[str, Any]:
    _must_be_open(session)
    session.update(status="expired", url=None)
    state.event("checkout.session.expired", session)
    return session


def pay(state: State, session: dict[str, Any], card: str, email: str) -> bool:
    """Type a card and press the button. Returns whether it was taken."""
    _must_be_open(session)
    kept = state.aside[session["id"]]
    customer = session["customer"] or kept.get("customer") or state.new("customer", "cus", email=email)["id"]
    kept["customer"], state.cards[customer] = customer, card
    done = (_pay_once if session["mode"] == "payment" else _pay_monthly)(state, session, customer, card)
    if done:
        session["customer_details"] = {**state.shapes["checkout.session"]["customer_details"], "email": email}
        session.update(status="complete", payment_status="paid", customer=customer, url=None)
        state.event("checkout.session.completed", session)
    return done


def _pay_once(state: State, session: dict[str, Any], customer: str, card: str) -> bool:
    kept = state.aside[session["id"]]
    if session["payment_intent"] is None:
        intent = moving.intend(state, session["amount_total"], session["currency"], customer, kept["metadata"])
        session["payment_intent"] = intent["id"]
    return moving.attempt(state, state.get(session["payment_intent"]), card)


def _pay_monthly(state: State, session: dict[str, Any], customer: str, card: str) -> bool:
    kept = state.aside[session["id"]]
    if card in moving.DECLINED and card != "4000000000000341":
        # Since 2025-03-31 there is no subscription before the first payment: only a try that bears no mark.
        moving.attempt(state, moving.intend(state, session["amount_total"], session["currency"], customer, {}), card)
        return False
    made = billing.subscribe(state, customer, kept["price"], kept["metadata"])
    invoice = billing.invoice(state, made, "subscription_create")
    billing.collect(state, invoice, "4242424242424242")
    made["status"] = "active"
    session.update(subscription=made["id"], invoice=invoice["id"])
    state.event("customer.subscription.created", made)
    return True


def _must_be_open(session: dict[str, Any]) -> None:
    if session["status"] != "open":
        raise ApiError(400, "This Checkout Session is no longer open.")


def checkout_page(session: dict[str, Any], said: str = "") -> str:
    if session["status"] != "open":
        return "<!doctype html><title>Fake Stripe</title><p id=error>This page is no longer open.</p>"
    return (
        "<!doctype html><title>Fake Stripe</title>"
        f"<form method=post><h1>{session['amount_total']} {html.escape(session['currency'])}</h1>"
        f"<p id=error>{html.escape(said)}</p>"
        f'<label>E-mail <input name=email value="{html.escape(session["customer_email"] or "")}"></label>'
        '<label>Card <input name=card value="4242 4242 4242 4242"></label><button>Pay</button></form>'
        f'<a href="{html.escape(session["cancel_url"] or "")}">Back</a>'
    )


def portal(state: State, wanted: dict[str, Any]) -> dict[str, Any]:
    state.get(wanted["customer"], "customer")
    made = state.new(
        "billing_portal.session", "bps", customer=wanted["customer"], return_url=wanted.get("return_url"), flow=None
    )
    made["url"] = f"{state.base}/p/session/{made['id']}"
    return made


def portal_page(state: State, made: dict[str, Any]) -> str:
    rows = [
        f'<form method=post><input type=hidden name=subscription value="{one["id"]}">'
        "<button name=do value=cancel>Cancel</button><input name=card><button name=do value=card>Save</button></form>"
        for one in state.all("subscription")
        if one["customer"] == made["customer"] and one["status"] in billing.ALIVE
    ]
    return "<!doctype html><title>Fake Stripe</title>" + "".join(rows)


def portal_press(state: State, made: dict[str, Any], pressed: dict[str, Any]) -> None:
    if pressed["do"] == "card":
        state.cards[made["customer"]] = pressed["card"].replace(" ", "")
    else:
        billing.update(state, state.get(pressed["subscription"], "subscription"), {"cancel_at_period_end": "true"})
