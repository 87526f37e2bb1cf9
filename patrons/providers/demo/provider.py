"""The demonstration bank as a provider: Newsroom's side of it, which only translates."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from patrons.money import Money
from patrons.providers.base import Abilities, BadSignature, Envelope, NotReady, Order, Subscription, Way
from patrons.providers.facts import AnyFact

from . import bank, signing, wire
from .models import Charge, Done, Mandate, Return, Visit

VISIT_LASTS = timedelta(days=1)
POLLED_AT_ONCE = 500


def make(settings: Any) -> "DemoBank":
    """Return the demonstration bank.

    Raises:
        NotReady: it is not switched on, or real money is taken at this site.
    """
    if not settings.PATRONS_DEMO:
        raise NotReady(_("The demonstration bank is switched off: PATRONS_DEMO is not set."))
    # The only question to Newsroom's own books, by name: pretended money never stands beside real money.
    if apps.get_model("patrons", "ProviderAccount").objects.filter(is_enabled=True, is_live=True).exists():
        raise NotReady(_("The demonstration bank is closed while a way to pay with real money is offered."))
    return DemoBank(settings.SITE_URL, signing.kept_secret(settings.VAR_DIR))


class DemoBank:
    """See `patrons.providers.base.Provider`."""

    key: ClassVar[str] = "demo"
    abilities: ClassVar[Abilities] = Abilities(
        recurring=True,
        webhooks=True,
        refunds=True,
        partial_refunds=True,
        change_amount=True,
        pause=True,
        portal=True,
        closes=True,
    )

    def __init__(self, site_url: str, secret: str) -> None:
        self._site_url, self._secret = site_url, secret

    def start(self, order: Order) -> Way:
        visit, _made = Visit.objects.get_or_create(
            key=order.key,
            defaults={
                "pledge": order.pledge, "amount_minor": order.amount.minor, "currency": order.amount.currency,
                "months": order.months, "words": order.words[:200], "language": order.language,
                "done_url": order.done_url, "back_url": order.back_url, "expires_at": timezone.now() + VISIT_LASTS,
            },
        )  # fmt: skip
        return Way(url=self._page("pay", visit.ref), session=visit.ref, expires_at=visit.expires_at)

    def returned(self, session: str) -> list[AnyFact]:
        # Its deliveries may be slow on purpose: nothing is known here before they come.
        return []

    def close(self, session: str) -> None:
        Visit.objects.filter(ref=session, is_paid=False).update(expires_at=timezone.now())

    def verify(self, headers: Mapping[str, str], body: bytes) -> Envelope:
        signing.check(self._secret, body, headers.get(signing.HEADER, ""))
        try:
            event = json.loads(body)
            happened = datetime.fromisoformat(event["created"])
            return Envelope(event_id=event["id"], kind=event["kind"], payload=event, happened_at=happened)
        except (ValueError, KeyError, TypeError) as error:
            raise BadSignature("It is signed, and says nothing.") from error

    def facts(self, kind: str, payload: dict[str, Any]) -> list[AnyFact]:
        return wire.facts(payload["objects"])

    def poll(self, since: datetime) -> Iterable[AnyFact]:
        rows: tuple[tuple[Any, Callable[[Any], dict[str, Any]]], ...] = (
            (Mandate.objects.filter(changed_at__gte=since), wire.subscription),
            (Charge.objects.filter(at__gte=since).select_related("mandate"), wire.charge),
            (Return.objects.filter(at__gte=since).select_related("charge"), wire.given_back),
        )
        for found, said in rows:
            last = 0
            # A page after another: whoever reads may write in between, and nothing is held whole.
            while page := list(found.filter(pk__gt=last).order_by("pk")[:POLLED_AT_ONCE]):
                yield from wire.facts(said(each) for each in page)
                last = page[-1].pk

    def refund(self, payment: str, amount: Money, *, ours: str, key: str) -> list[AnyFact]:
        return self._once(key, lambda: wire.given_back(bank.give_back(payment, amount, ours)))

    def change_amount(self, subscription: Subscription, amount: Money, *, key: str) -> list[AnyFact]:
        return self._change(key, subscription, amount_minor=amount.minor)

    def cancel(self, subscription: Subscription, *, at_once: bool, key: str) -> list[AnyFact]:
        if at_once:
            return self._change(key, subscription, "ended", reason="asked")

        def at_the_end() -> dict[str, Any]:
            until = Mandate.objects.filter(ref=subscription.ref).values_list("period_end", flat=True).first()
            return wire.subscription(bank.change(subscription.ref, "canceling", cancel_at=until))

        return self._once(key, at_the_end)

    def pause(self, subscription: Subscription, until: datetime, *, key: str) -> list[AnyFact]:
        return self._change(key, subscription, "paused", resume_at=until)

    def resume(self, subscription: Subscription, *, key: str) -> list[AnyFact]:
        return self._change(key, subscription, "active", resume_at=None, cancel_at=None)

    def portal_url(self, subscription: Subscription, back_url: str) -> str:
        return f"{self._page('subscription', subscription.ref)}?{urlencode({'back': back_url})}"

    def shred(self, payload: dict[str, Any]) -> dict[str, Any]:
        # The bank is told no name and no address: there is nothing of a person in what it says.
        return payload

    def _page(self, what: str, ref: str) -> str:
        return f"{self._site_url}/demo-bank/{what}/{ref}/"

    def _change(self, key: str, known: Subscription, told: str = "", **fields: Any) -> list[AnyFact]:
        return self._once(key, lambda: wire.subscription(bank.change(known.ref, told, **fields)))

    def _once(self, key: str, act: Callable[[], dict[str, Any]]) -> list[AnyFact]:
        try:
            with transaction.atomic():
                done = Done.objects.filter(key=key).first() or Done.objects.create(key=key, answer=act())
        except IntegrityError:  # the same was asked in the same moment: what we did is taken back
            done = Done.objects.get(key=key)
        return wire.facts([done.answer])
