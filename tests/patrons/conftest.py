"""A provider that says what a test lets it say, and people who pledge."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from patrons.models import Patron, Pledge, ProviderAccount, Tier
from patrons.providers import facts
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
