"""What is asked of a subscription at Stripe: another amount, a pause, an end."""

import hashlib
from datetime import datetime
from typing import Any

import stripe
from stripe.params import SubscriptionUpdateParams

from patrons.money import Money
from patrons.providers.base import Refused, Subscription
from patrons.providers.facts import AnyFact

from .amounts import to_stripe
from .asking import asking, seen
from .looking import Look


class Subscribing:
    """Changes subscriptions. Stripe's answer is told like any other report of it."""

    def __init__(self, client: stripe.StripeClient, look: Look) -> None:
        self.ask, self.look = client.v1.subscriptions, look

    def change_amount(self, known: Subscription, amount: Money, *, key: str) -> list[AnyFact]:
        """Ask for another amount from the next invoice on; the time that is paid for stays as it is."""
        item = self._now(known)["items"]["data"][0]
        price = item["price"]
        recurring = {part: price["recurring"][part] for part in ("interval", "interval_count")}
        return self._update(
            known,
            {
                "items": [
                    {
                        "id": item["id"],
                        "quantity": 1,
                        "price_data": {
                            "currency": amount.currency.lower(),
                            "unit_amount": to_stripe(amount),
                            "product": price["product"],
                            "recurring": recurring,  # type: ignore[typeddict-item]
                        },
                    }
                ],
                "proration_behavior": "none",
            },
            key,
        )

    def cancel(self, known: Subscription, *, at_once: bool, key: str) -> list[AnyFact]:
        """End it now, or with the time that is paid for. What has ended already is told as it is."""
        try:
            if not at_once:
                return self._update(known, {"cancel_at_period_end": True}, key)
            options: Any = {"idempotency_key": _once(key, "cancel")}
            return self.look.told(
                seen(lambda: self.ask.cancel(known.ref, {"prorate": False, "invoice_now": False}, options))
            )
        except Refused:
            facts = self.look.subscription(known.ref)
            if self._now(known)["status"] != "canceled":
                raise
            return facts

    def pause(self, known: Subscription, until: datetime, *, key: str) -> list[AnyFact]:
        """Ask for nothing until a day: what would have been asked for in between never will be."""
        resumes_at = int(until.timestamp())
        return self._update(known, {"pause_collection": {"behavior": "void", "resumes_at": resumes_at}}, key)

    def resume(self, known: Subscription, *, key: str) -> list[AnyFact]:
        """Take back a pause, or an end that has not come; a repeat finds nothing to take back."""
        now = self._now(known)
        wanted: SubscriptionUpdateParams = {}
        if now["pause_collection"]:
            wanted["pause_collection"] = ""
        if now["cancel_at_period_end"]:
            wanted["cancel_at_period_end"] = False
        elif now["cancel_at"]:
            wanted["cancel_at"] = ""
        return self._update(known, wanted, key) if wanted else self.look.subscription(known.ref)

    def customer(self, known: Subscription) -> str:
        return known.customer or str(self._now(known)["customer"])

    def _now(self, known: Subscription) -> dict[str, Any]:
        with asking():
            found: dict[str, Any] = self.ask.retrieve(known.ref).to_dict()
        return found

    def _update(self, known: Subscription, wanted: SubscriptionUpdateParams, key: str) -> list[AnyFact]:
        options: Any = {"idempotency_key": _once(key, repr(wanted))}
        return self.look.told(seen(lambda: self.ask.update(known.ref, wanted, options)))


def _once(key: str, wanted: str) -> str:
    """Return the key of one question.

    Stripe keeps its answer to a key for a day, refusals and its own errors included. Whoever asks for
    something else after one of these asks another question: it needs a key of its own.
    """
    return f"{key}:{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
