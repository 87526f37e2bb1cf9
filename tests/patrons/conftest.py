"""A provider that says what a test lets it say, and people who pledge."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from patrons import pledges
from patrons.models import Patron, Pledge, ProviderAccount, Tier
from patrons.money import Money
from patrons.providers import base, facts
from patrons.providers.base import Envelope

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def day(number: int) -> datetime:
    """Noon of a day after the first of March."""
    return NOON + timedelta(days=number)


class Scripted:
    """A provider whose deliveries are numbers: `told[n]` are the facts of delivery n."""

    key = "scripted"

    def __init__(self, told: list[list[facts.AnyFact]]) -> None:
        self.told = told

    def facts(self, kind: str, payload: dict[str, Any]) -> list[facts.AnyFact]:
        return self.told[payload["number"]]

    def envelope(self, number: int) -> Envelope:
        return Envelope(event_id=f"evt_{number}", kind="told", payload={"number": number}, happened_at=NOON)


@pytest.fixture
def account(db) -> ProviderAccount:
    return ProviderAccount.objects.create(key="scripted", label="Card")


def make_pledge(account: ProviderAccount, minor: int = 500, currency: str = "EUR", **fields: Any) -> Pledge:
    number = Patron.objects.count() + 1
    patron = fields.pop("patron", None) or Patron.objects.create(email=f"reader{number}@example.com", name="Olha")
    tier = fields.pop("tier", None) or Tier.objects.get_or_create(slug="friend", defaults={"name": "Friend"})[0]
    fields = {"interval": "month", "is_live": account.is_live} | fields
    return Pledge.objects.create(
        patron=patron, account=account, tier=tier, amount_minor=minor, currency=currency, **fields
    )


class Obedient(Scripted):
    """A provider that does what it is asked, remembers by which key, and can be told to refuse or to be silent."""

    key = "stripe"
    abilities = base.Abilities()

    def __init__(self) -> None:
        super().__init__([])
        self.asked: list[tuple[str, str]] = []
        self.fails_with: Exception | None = None
        self.done: dict[str, Any] = {}

    def _once(self, verb: str, key: str, result: Any) -> Any:
        self.asked.append((verb, key))
        if self.fails_with:
            raise self.fails_with
        return self.done.setdefault(key, result)

    def start(self, order: base.Order) -> base.Way:
        session = f"cs_{len(self.done)}"
        return self._once("start", order.key, base.Way(url=f"https://pay.example/{session}", session=session))

    def refund(self, payment: str, amount: Any, *, ours: str, key: str) -> list[facts.AnyFact]:
        told = facts.RefundFact(
            at=NOON, refund=f"re_{len(self.done)}", payment=payment, outcome=facts.Outcome.SUCCEEDED, amount=amount,
            ours=ours,
        )  # fmt: skip
        return self._once("refund", key, [told])

    def _told(self, verb: str, known: base.Subscription, key: str, told: str, **said: Any) -> list[facts.AnyFact]:
        fact = facts.SubscriptionFact(
            at=day(len(self.done) + 1), subscription=known.ref, told=facts.Told(told), **{"amount": known.amount} | said
        )
        return self._once(verb, key, [fact])

    def cancel(self, known: base.Subscription, *, at_once: bool, key: str) -> list[facts.AnyFact]:
        if at_once:
            return self._told("cancel", known, key, "ended", reason="asked")
        return self._told("cancel", known, key, "canceling", cancel_at=day(30))

    def resume(self, known: base.Subscription, *, key: str) -> list[facts.AnyFact]:
        return self._told("resume", known, key, "active")

    def pause(self, known: base.Subscription, until: datetime, *, key: str) -> list[facts.AnyFact]:
        return self._told("pause", known, key, "paused", resume_at=until)

    def change_amount(self, known: base.Subscription, amount: Any, *, key: str) -> list[facts.AnyFact]:
        return self._told("amount", known, key, "active", amount=amount)


@pytest.fixture
def provider(monkeypatch) -> Obedient:
    """What every account's provider is in this test."""
    made = Obedient()
    monkeypatch.setattr("patrons.pledging.provider_for", lambda key: made)
    monkeypatch.setattr("patrons.changing.provider_for", lambda key: made)
    return made


@pytest.fixture
def paid(account) -> Pledge:
    """A monthly pledge of five euros whose first payment came on the first day."""
    pledge = make_pledge(account, subscription_ref="sub_paid")
    amount = Money(500, "EUR")
    pledges.apply(
        account,
        [
            facts.SubscriptionFact(at=day(0), subscription="sub_paid", told=facts.Told.ACTIVE, amount=amount),
            facts.PaymentFact(
                at=day(0), subscription="sub_paid", payment="pay_1", outcome=facts.Outcome.SUCCEEDED, amount=amount,
                period_start=day(0), period_end=day(30),
            ),
        ],
    )  # fmt: skip
    pledge.refresh_from_db()
    return pledge


@pytest.fixture
def demo_bank(settings, tmp_path) -> str:
    """The demonstration bank is open; returns its secret."""
    from patrons.providers.demo.signing import kept_secret

    settings.PATRONS_DEMO, settings.VAR_DIR = True, tmp_path
    return kept_secret(tmp_path)


@pytest.fixture
def account_of_demo(db) -> ProviderAccount:
    return ProviderAccount.objects.create(key="demo", label="Demonstration bank", is_live=False)


@pytest.fixture
def sent(monkeypatch) -> list[dict[str, Any]]:
    """What the demonstration bank says, kept in place of sending it."""
    told: list[dict[str, Any]] = []

    def tell(kind: str, objects: list[dict[str, Any]], *, slowly: bool = False, times: int = 1) -> None:
        told.append({"id": f"evt_{len(told)}", "kind": kind, "created": NOON.isoformat(), "objects": objects})

    monkeypatch.setattr("patrons.providers.demo.bank.tell", tell)
    return told
