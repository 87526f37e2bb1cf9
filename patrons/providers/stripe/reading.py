"""Stripe's objects, as they are now, in our words. Nothing here asks anybody.

Shapes of API 2025-03-31 and later: a subscription's period stands on its item, an invoice names its
subscription under `parent`.
"""

from datetime import UTC, datetime
from typing import Any

from patrons.providers.facts import Session, SessionFact, SubscriptionFact, Told

from .amounts import from_stripe
from .asking import Seen

Found = dict[str, Any]
_REASONS = {
    "cancellation_requested": "asked",
    "payment_failed": "payment failed",
    "payment_disputed": "payment disputed",
}


def moment(seconds: int) -> datetime:
    """Return a moment of Stripe's, which counts seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def perhaps(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def name(reference: Any) -> str:
    """Return the id of what may be an id or the thing itself."""
    return str(reference["id"] if isinstance(reference, dict) else reference or "")


def session(found: Found, **about: Any) -> list[SessionFact]:
    """Return what became of a visit to the page; nothing while it is open."""
    became = {"complete": Session.COMPLETED, "expired": Session.EXPIRED}.get(found["status"] or "")
    return [visit(found, became, **about)] if became else []


def visit(found: Found, became: Session, **about: Any) -> SessionFact:
    return SessionFact(
        at=moment(found["created"]), session=found["id"], became=became, customer=name(found["customer"]),
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
        at, order, ends = moment(found["ended_at"] or found["canceled_at"] or found["created"]), 0, None
        reason = "never paid" if found["status"] == "incomplete_expired" else _REASONS.get(why, why)
    pause = found["pause_collection"] if told == Told.PAUSED else None
    return SubscriptionFact(
        at=at, order=order, subscription=found["id"], told=told, customer=name(found["customer"]),
        amount=from_stripe(item["price"]["unit_amount"] * item.get("quantity", 1), item["price"]["currency"]),
        period_end=perhaps(item["current_period_end"]), cancel_at=perhaps(ends),
        resume_at=perhaps((pause or {}).get("resumes_at")), reason=reason, card_expires=_card(found), **about,
    )  # fmt: skip


def _card(found: Found) -> str:
    """Return until which month the card of a subscription is good; nothing where the answer does not hold it."""
    customer = found.get("customer")
    settings = (customer.get("invoice_settings") or {}) if isinstance(customer, dict) else {}
    for method in (found.get("default_payment_method"), settings.get("default_payment_method")):
        if isinstance(method, dict) and (card := method.get("card")):
            return f"{card['exp_year']:04}-{card['exp_month']:02}"
    return ""


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


def period(invoice: Found) -> tuple[int | None, int | None]:
    """Return for which time an invoice is: that of its lines, its own is the time before."""
    lines = [line["period"] for line in invoice["lines"]["data"] if line.get("period")]
    return (min((one["start"] for one in lines), default=None), max((one["end"] for one in lines), default=None))
