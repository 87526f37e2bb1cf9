"""From a name to facts: the thing is asked for as it is now, and told if it bears our mark.

What a delivery says of a thing is only read for its name: late ones and repeated ones tell the same as new ones.
"""

from typing import Any

import stripe

from patrons.providers.facts import AnyFact, Session

from . import movements, reading
from .asking import Missing, Seen, asking, seen
from .marks import REFUND, named
from .reading import Found

# What an intent says only if asked: the money that came, and what Stripe kept of it.
_WHOLE = ["latest_charge.balance_transaction"]
# These bear the mark themselves: without it they need not be asked for.
_MARKED = ("checkout.session", "subscription")


class Look:
    """Asks for things by their ids, with one key, for one site."""

    def __init__(self, client: stripe.StripeClient, site: str, live: bool) -> None:
        self.ask, self.site, self.live = client.v1, site, live

    def thing(self, thing: Found) -> list[AnyFact]:
        """Return the facts about what an event or a list holds: only its id and its mark are read."""
        ref, kind = str(thing.get("id") or ""), thing.get("object")
        if not ref or (kind in _MARKED and not named(thing, self.site)):
            return []
        try:
            match kind:
                case "checkout.session":
                    return self.session(ref)
                case "subscription":
                    return [*self.subscription(ref)]
                case "invoice":
                    return self.invoice(ref)
                case "payment_intent":
                    return self.intent(ref)
                case "charge":
                    return self.intent(reading.name(thing.get("payment_intent")), refunds=True)
                case "refund":
                    return self.refund(ref)
                case "dispute":
                    return self.dispute(ref)
        except Missing:
            # Another account's, told to us: only if it bears our mark must somebody look into it.
            if named(thing, self.site):
                raise
        return []

    def session(self, ref: str) -> list[AnyFact]:
        """A visit to the page, with all that came of it: enough for whoever returns before any delivery."""
        found = self._one(lambda: self.ask.checkout.sessions.retrieve(ref))
        pledge = named(found, self.site)
        if not pledge:
            return []
        facts: list[AnyFact] = [*reading.session(found, **self._about(pledge))]
        if found["subscription"]:
            facts += self.subscription(reading.name(found["subscription"]))
        if found["invoice"]:
            facts += self.invoice(reading.name(found["invoice"]))
        return facts + self.intent(reading.name(found["payment_intent"]))

    def declined(self, ref: str) -> list[AnyFact]:
        """A card that was refused on the page, while it is open: counted by whoever was told, once for each try."""
        with asking():
            found = self.ask.checkout.sessions.list({"payment_intent": ref, "limit": 1}).to_dict()["data"]
        return [
            reading.visit(one, Session.DECLINED, **self._about(pledge))
            for one in found
            if one["status"] == "open" and (pledge := named(one, self.site))
        ]

    def subscription(self, ref: str) -> list[AnyFact]:
        return self.told(seen(lambda: self.ask.subscriptions.retrieve(ref, {"expand": _CARD})))

    def told(self, known: Seen) -> list[AnyFact]:
        """What an answer about a subscription says."""
        pledge = named(known.found, self.site)
        return [reading.subscription(known, **self._about(pledge))] if pledge else []

    def invoice(self, ref: str) -> list[AnyFact]:
        found = self._one(lambda: self.ask.invoices.retrieve(ref))
        if not named(_subscription_of(found), self.site):
            return []
        with asking():
            parts = self.ask.invoice_payments.list({"invoice": ref, "limit": 100}).to_dict()["data"]
        intents = [reading.name(part["payment"].get("payment_intent")) for part in parts]
        return [fact for intent in intents if intent for fact in self._payment(self._intent(intent), found)]

    def intent(self, ref: str, *, refunds: bool = False) -> list[AnyFact]:
        """A payment: a single gift bears our mark itself, a renewal's invoice bears it."""
        if not ref:
            return []
        found = self._intent(ref)
        invoice = None if named(found, self.site) else self._invoice_of(ref)
        facts = self._payment(found, invoice)
        if facts and refunds:
            with asking():
                parts = self.ask.refunds.list({"payment_intent": ref, "limit": 100, "expand": _LISTED}).to_dict()
            for part in parts["data"]:
                facts += self._refund(part, facts[0].pledge)
        return facts

    def refund(self, ref: str) -> list[AnyFact]:
        """A refund, and before it the payment, which may not have been heard of."""
        found = self._one(lambda: self.ask.refunds.retrieve(ref, {"expand": ["failure_balance_transaction"]}))
        facts = self.intent(reading.name(found["payment_intent"]))
        return facts + self._refund(found, facts[0].pledge) if facts else []

    def dispute(self, ref: str) -> list[AnyFact]:
        found = self._one(lambda: self.ask.disputes.retrieve(ref))
        facts = self.intent(reading.name(found["payment_intent"]))
        return facts + [*movements.dispute(found, **self._about(facts[0].pledge))] if facts else []

    def refunded(self, found: Found) -> list[AnyFact]:
        """What Stripe's answer to our own refund says; the payment is known to whoever asked."""
        return self._refund(found, "")

    def _refund(self, found: Found, pledge: str) -> list[AnyFact]:
        return [*movements.refund(found, ours=named(found, self.site, REFUND), **self._about(pledge))]

    def _payment(self, intent: Found, invoice: Found | None) -> list[AnyFact]:
        if invoice is None:
            pledge = named(intent, self.site)
            return [*movements.payment(intent, **self._about(pledge))] if pledge else []
        source = _subscription_of(invoice)
        pledge = named(source, self.site)
        if not pledge:
            return []
        renews = reading.name(source.get("subscription"))
        return [*movements.payment(intent, renews=renews, period=reading.period(invoice), **self._about(pledge))]

    def _intent(self, ref: str) -> Found:
        return self._one(lambda: self.ask.payment_intents.retrieve(ref, {"expand": _WHOLE}))

    def _invoice_of(self, intent: str) -> Found | None:
        with asking():
            parts = self.ask.invoice_payments.list(
                {"payment": {"type": "payment_intent", "payment_intent": intent}, "expand": ["data.invoice"]}
            ).to_dict()["data"]
        return next((part["invoice"] for part in parts if isinstance(part["invoice"], dict)), None)

    def _one(self, ask: Any) -> Found:
        with asking():
            found: Found = ask().to_dict()
        return found

    def _about(self, pledge: str) -> dict[str, Any]:
        return {"pledge": pledge, "live": self.live}


# The card that is asked next: the subscription's own, or else the customer's.
_CARD = ["default_payment_method", "customer.invoice_settings.default_payment_method"]
_LISTED = ["data.failure_balance_transaction"]


def _subscription_of(invoice: Found) -> Found:
    """Return what an invoice says of its subscription: its id, and the metadata it had then."""
    return (invoice.get("parent") or {}).get("subscription_details") or {}
