"""Stripe, as every provider is: keys in, facts out."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any, ClassVar
from urllib.parse import urlsplit

import stripe

from patrons.money import Money
from patrons.providers.base import Abilities, Envelope, NotReady, Order, Subscription, Way
from patrons.providers.facts import AnyFact

from . import checkout, hooks, shredding
from .amounts import to_stripe
from .asking import asking, client_for
from .looking import Look
from .marks import REFUND, mark, named
from .subscribing import Subscribing

# Stripe lists its events of thirty days.
EVENTS_FOR = timedelta(days=29)
NAMES_KEPT = 5000


class StripeProvider:
    """One account at Stripe. `is_live` says which money its key moves: that of the account's row must be the same."""

    key: ClassVar[str] = "stripe"
    abilities: ClassVar[Abilities] = Abilities(
        recurring=True,
        webhooks=True,
        refunds=True,
        partial_refunds=True,
        change_amount=True,
        pause=True,
        portal=True,
        returns=True,
        closes=True,
    )

    def __init__(self, client: stripe.StripeClient, secret: str, site: str, is_live: bool) -> None:
        self.client, self.secret, self.site, self.is_live = client, secret, site, is_live
        self.look = Look(client, site, is_live)
        self.subscribing = Subscribing(client, self.look)
        self.change_amount = self.subscribing.change_amount
        self.cancel = self.subscribing.cancel
        self.pause = self.subscribing.pause
        self.resume = self.subscribing.resume

    def start(self, order: Order) -> Way:
        return checkout.start(self.client, order, self.site)

    def close(self, session: str) -> None:
        with asking():
            self.client.v1.checkout.sessions.expire(session)

    def verify(self, headers: Mapping[str, str], body: bytes) -> Envelope:
        return hooks.verify(headers, body, self.secret)

    def facts(self, kind: str, payload: dict[str, Any]) -> list[AnyFact]:
        thing = (payload.get("data") or {}).get("object")
        # A live endpoint may be told of tests; money of the other kind is none of ours.
        if not isinstance(thing, dict) or payload.get("livemode") is not self.is_live:
            return []
        facts = self.look.thing(thing)
        if facts and kind == "payment_intent.payment_failed":
            facts += self.look.declined(str(thing["id"]))
        return facts

    def returned(self, session: str) -> list[AnyFact]:
        """Return what is known of a visit to the page: for whoever comes back before a delivery did."""
        return self.look.session(session)

    def poll(self, since: datetime) -> Iterable[AnyFact]:
        # What happens to one thing stands close together: the last names are enough, and a repeat does no harm.
        known: OrderedDict[tuple[Any, Any], None] = OrderedDict()
        for thing in self._happened(since):
            name = thing.get("object"), thing.get("id")
            if name not in known:
                known[name] = None
                if len(known) > NAMES_KEPT:
                    known.popitem(last=False)
                yield from self.look.thing(thing)

    def _happened(self, since: datetime) -> Iterator[dict[str, Any]]:
        """Return things that something happened to. Older than what Stripe tells: all that there are."""
        ask, page = self.client.v1, 100
        later: Any = {"gte": int(since.timestamp())}
        with asking():
            if since > datetime.now(UTC) - EVENTS_FOR:
                events = ask.events.list({"created": later, "types": [*hooks.EVENTS], "limit": page})
                yield from (event.to_dict()["data"]["object"] for event in events.auto_paging_iter())
                return
            lists: tuple[Any, ...] = (
                ask.checkout.sessions.list({"created": later, "limit": page}),
                ask.subscriptions.list({"status": "all", "limit": page}),
                ask.invoices.list({"created": later, "limit": page}),
                ask.refunds.list({"created": later, "limit": page}),
                ask.disputes.list({"created": later, "limit": page}),
            )
            yield from (thing.to_dict() for found in lists for thing in found.auto_paging_iter())

    def refund(self, payment: str, amount: Money, *, ours: str, key: str) -> list[AnyFact]:
        with asking():
            # Stripe forgets a key after a day, and somebody may ask again after a week.
            made = self.client.v1.refunds.list({"payment_intent": payment, "limit": 100}).to_dict()["data"]
            for one in made:
                if named(one, self.site, REFUND) == ours:
                    return self.look.refunded(one)
            found = self.client.v1.refunds.create(
                {"payment_intent": payment, "amount": to_stripe(amount), "metadata": mark(self.site, refund=ours)},
                {"idempotency_key": key},
            )
        return self.look.refunded(found.to_dict())

    def portal_url(self, subscription: Subscription, back_url: str) -> str:
        customer = self.subscribing.customer(subscription)
        with asking():
            made = self.client.v1.billing_portal.sessions.create({"customer": customer, "return_url": back_url})
        return made.url

    def shred(self, payload: dict[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = shredding.shred(payload)
        return kept


def make(settings: Any) -> StripeProvider:
    """Return the account whose keys stand in the environment.

    Raises:
        NotReady: naming the variable that is missing or wrong; never what it holds.
    """
    key, secret = settings.STRIPE_SECRET_KEY.strip(), settings.STRIPE_WEBHOOK_SECRET.strip()
    for name, value in (("STRIPE_SECRET_KEY", key), ("STRIPE_WEBHOOK_SECRET", secret)):
        if not value:
            raise NotReady(f"{name} is not set: see docs/providers/stripe.md.")
    if not key.startswith(("sk_live_", "sk_test_", "rk_live_", "rk_test_")):
        raise NotReady("STRIPE_SECRET_KEY is no secret or restricted key of Stripe: see docs/providers/stripe.md.")
    is_live, base = key[3:].startswith("live_"), settings.STRIPE_API_BASE.strip()
    if base and (is_live or not _is_this_machine(base)):
        raise NotReady("STRIPE_API_BASE is for tests: a test key, and an address on this machine.")
    site = settings.STRIPE_SITE or urlsplit(settings.SITE_URL).hostname or "newsroom"
    return StripeProvider(client_for(key, base), secret, site, is_live)


def _is_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
