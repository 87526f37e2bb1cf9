"""The fake's clock: what falls due between now and then happens one after the other, each at its moment."""

from collections.abc import Callable, Iterator
from typing import Any

from . import billing
from .state import DAY, State

Due = tuple[int, Callable[[], None]]


def advance(state: State, days: int = 0, seconds: int = 0) -> None:
    until = state.now + days * DAY + seconds
    while True:
        moment, happen = min(_due(state), key=lambda one: one[0], default=(until + 1, lambda: None))
        if moment > until:
            break
        state.now = max(state.now, moment)
        happen()
    state.now = until


def _due(state: State) -> Iterator[Due]:
    for one in state.all("subscription"):
        if one["status"] not in billing.ALIVE:
            continue
        pause = one["pause_collection"]
        if pause and pause["resumes_at"]:
            yield pause["resumes_at"], lambda one=one: billing.update(state, one, {"pause_collection": ""})
        if one["cancel_at"]:
            yield one["cancel_at"], lambda one=one: billing.end(state, one)
        retry = _retry(state, one)
        if retry is not None:
            yield retry["next_payment_attempt"], lambda one=one, retry=retry: _collect(state, one, retry)
        yield one["items"]["data"][0]["current_period_end"], lambda one=one: _renew(state, one)


def _retry(state: State, subscription: dict[str, Any]) -> dict[str, Any] | None:
    if subscription["status"] != "past_due":
        return None
    made = state.get(subscription["latest_invoice"])
    return made if made["status"] == "open" and made["next_payment_attempt"] else None


def _renew(state: State, subscription: dict[str, Any]) -> None:
    item = subscription["items"]["data"][0]
    start = item["current_period_end"]
    item |= {"current_period_start": start, "current_period_end": billing._ends(start, item["price"]["recurring"])}
    if subscription["pause_collection"]:
        state.event("customer.subscription.updated", subscription, {})
        return
    _collect(state, subscription, billing.invoice(state, subscription, "subscription_cycle"))


def _collect(state: State, subscription: dict[str, Any], made: dict[str, Any]) -> None:
    before = {"status": subscription["status"]}
    if billing.collect(state, made, state.cards[subscription["customer"]]):
        subscription["status"] = "active"
    elif made["next_payment_attempt"] is None:
        billing.end(state, subscription, "payment_failed")
        return
    else:
        subscription["status"] = "past_due"
    state.event("customer.subscription.updated", subscription, before)
