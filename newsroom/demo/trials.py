"""Pledges at the demonstration bank, so that the desk has some whose bank answers: pause, refund, end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from patrons import pledges
from patrons.days import day_of
from patrons.history import Via, note
from patrons.models import Gift, Patron, Pledge, ProviderAccount, Tier, TierPrice
from patrons.models.people import email_key
from patrons.money import fee
from patrons.providers.demo import wire
from patrons.providers.demo.bank import FEE_BASIS_POINTS, later
from patrons.providers.demo.models import Charge, Mandate
from patrons.providers.facts import AnyFact

from .givers import date_mails

PEOPLE = (
    ("Tilda Trial", "en", "reader", "EUR", 40),
    ("Viktor Trial", "en", "friend", "EUR", 75),
    ("Проба Пробна", "uk", "patron", "UAH", 12),
)


def make_trials(now: datetime | None = None) -> None:
    """Make the patrons of the demonstration bank, unless an earlier run did."""
    now = now or timezone.now()
    account = ProviderAccount.objects.get(key="demo", is_live=False)
    if Pledge.objects.filter(account=account).exists():
        return
    for number, (name, language, tier, currency, days) in enumerate(PEOPLE, 1):
        patron = Patron(
            name=name, locale=language, email_key=email_key(f"trial{number}@example.org"),
            created_at=now - timedelta(days=days), verified_at=now,
        )  # fmt: skip
        Patron.objects.bulk_create([patron])
        _pay(patron, account, Tier.objects.get(slug=tier), currency, now - timedelta(days=days), now)
        if number == 1:
            _give_away(patron, account, now)
        date_mails(patron)
        # An address only now: what is past is no news, and nobody reads at example.org.
        Patron.objects.filter(pk=patron.pk).update(email=patron.email_key)


def _tell(pledge: Pledge, facts: Iterable[AnyFact]) -> None:
    """Let the bank tell what came of a pledge, as if it had been asked on the day on which it began."""
    note(pledge, "begun", by=Via.PATRON, at=pledge.created_at)
    pledges.apply(pledge.account, facts, by=Via.RETURN, at=pledge.created_at)


def _give_away(giver: Patron, account: ProviderAccount, now: datetime) -> None:
    """Two gifts by link: one that its recipient has, and one that waits to be handed over."""
    have = Patron(
        name="Greta Given", locale="en", email_key=email_key("trial-gift@example.org"), created_at=now, verified_at=now
    )
    Patron.objects.bulk_create([have])
    tier = Tier.objects.get(slug="reader")
    price = TierPrice.objects.get(tier=tier, currency="EUR", interval="month", is_active=True)
    for name, to, at in (("Greta", have, now - timedelta(days=9)), ("Wanda", None, now - timedelta(hours=5))):
        pledge = Pledge.objects.create(
            patron=giver, account=account, tier=tier, amount_minor=price.amount_minor * 3, currency="EUR",
            interval="once", is_live=False, created_at=at,
        )  # fmt: skip
        Gift.objects.create(
            pledge=pledge, months=3, starts_on=day_of(at), giver_name=giver.name, recipient_name=name, by_link=True,
            message="So that we have something to argue about at breakfast.", language="en", recipient=to,
            redeemed_at=at + timedelta(days=1) if to else None, letter_at=at if to else None, created_at=at,
        )  # fmt: skip
        charge = Charge.objects.create(
            outcome="succeeded", fee_minor=fee(pledge.amount_minor, FEE_BASIS_POINTS, 0), at=at,
            amount_minor=pledge.amount_minor, currency="EUR", pledge=str(pledge.public_id),
        )  # fmt: skip
        _tell(pledge, wire.facts([wire.charge(charge)]))
    Patron.objects.filter(pk=have.pk).update(email=have.email_key)


def _pay(patron: Patron, account: ProviderAccount, tier: Tier, currency: str, at: datetime, now: datetime) -> None:
    price = TierPrice.objects.get(tier=tier, currency=currency, interval="month", is_active=True)
    pledge = Pledge.objects.create(
        patron=patron, account=account, tier=tier, amount_minor=price.amount_minor, currency=currency,
        interval="month", is_live=False, created_at=at,
    )  # fmt: skip
    count = 1
    while later(at, count) <= now:
        count += 1
    money = {"amount_minor": price.amount_minor, "currency": currency, "pledge": str(pledge.public_id)}
    mandate = Mandate.objects.create(
        months=1, period_end=later(at, count), changed_at=at, language=patron.language, **money
    )
    charges = [
        Charge.objects.create(
            mandate=mandate, outcome="succeeded", fee_minor=fee(price.amount_minor, FEE_BASIS_POINTS, 0),
            at=later(at, month), period_start=later(at, month), period_end=later(at, month + 1), **money,
        )
        for month in range(count)
    ]  # fmt: skip
    _tell(pledge, wire.facts([wire.subscription(mandate), *map(wire.charge, charges)]))
