"""A gift somebody pledged for, and a provider's words about its money."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patrons import pledges
from patrons.days import day_of
from patrons.models import Gift, Patron, Pledge
from patrons.money import Money
from patrons.providers.facts import Claim, DisputeFact, Outcome, PaymentFact, RefundFact
from tests.patrons.conftest import make_pledge

NOW = timezone.now()
TODAY = day_of(NOW)
WHOLE = 3600


def paid(pledge: Pledge, at=None) -> PaymentFact:
    return PaymentFact(
        at=at or NOW - timedelta(hours=1), pledge=str(pledge.public_id), payment=f"pay_{pledge.pk}",
        outcome=Outcome.SUCCEEDED, amount=Money(WHOLE, "EUR"),
    )  # fmt: skip


def refunded(pledge: Pledge, minor: int = WHOLE, mark: str = "a") -> RefundFact:
    return RefundFact(
        at=NOW, refund=f"re_{pledge.pk}_{mark}", payment=f"pay_{pledge.pk}", outcome=Outcome.SUCCEEDED,
        amount=Money(minor, "EUR"),
    )  # fmt: skip


def disputed(pledge: Pledge, became: Claim) -> DisputeFact:
    return DisputeFact(
        at=NOW, dispute=f"dp_{pledge.pk}", payment=f"pay_{pledge.pk}", became=became, amount=Money(WHOLE, "EUR")
    )


@pytest.fixture
def give(account):
    """Return a function that writes a gift down, not paid yet."""

    def write(email: str = "olena@example.com", **fields) -> Gift:
        giver = fields.pop("giver", None)
        pledge = make_pledge(account, WHOLE, interval="once", **({"patron": giver} if giver else {}))
        said = {
            "months": 3, "starts_on": TODAY, "giver_name": "Taras", "recipient_name": "Olena",
            "message": "For the long evenings", "recipient_email": email, "by_link": not email,
        }  # fmt: skip
        return Gift.objects.create(pledge=pledge, **said | fields)

    return write


@pytest.fixture
def tell(account, django_capture_on_commit_callbacks):
    """Return a function that lets the provider say something."""

    def say(*facts) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            pledges.apply(account, facts)

    return say


@pytest.fixture
def stranger(db) -> Patron:
    """Somebody who was here before any gift."""
    return Patron.objects.create(email="olena@example.com", name="Olena Own", verified_at=NOW)
