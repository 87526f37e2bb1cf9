"""People who pay, on days that are said."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from patrons import pledges
from patrons.models import Patron, Pledge, ProviderAccount
from patrons.money import Money
from patrons.providers import facts
from tests.patrons.conftest import make_pledge

MIDSUMMER = datetime(2026, 6, 15, 12, tzinfo=UTC)


def moment(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


class Book:
    """What was paid, told to the books as a provider would."""

    def __init__(self) -> None:
        self.account = ProviderAccount.objects.create(key="stripe", label="Card")
        self.number = 0

    def pledge(self, minor: int = 500, interval: str = "month", **about: Any) -> Pledge:
        account = about.pop("account", self.account)
        return make_pledge(account, minor, interval=interval, **about)

    def pay(self, pledge: Pledge, start: datetime, minor: int = 0, until: datetime | None = None) -> str:
        """Let a pledge pay for the time from `start`; returns the payment's name."""
        self.number += 1
        period = {}
        if pledge.months:
            whole = start.year * 12 + start.month - 1 + pledge.months
            period = {
                "period_start": start, "period_end": until or start.replace(year=whole // 12, month=whole % 12 + 1)
            }  # fmt: skip
        amount = Money(minor or pledge.amount_minor, pledge.currency)
        ref = f"pay_{self.number}"
        fact = facts.PaymentFact(
            at=start, pledge=str(pledge.public_id), payment=ref, outcome=facts.Outcome.SUCCEEDED, amount=amount,
            fee=Money(30, pledge.currency), live=pledge.account.is_live, **period,
        )  # fmt: skip
        pledges.apply(pledge.account, [fact])
        return ref

    def give_back(self, payment: str, minor: int, at: datetime, currency: str = "EUR") -> None:
        fact = facts.RefundFact(
            at=at, refund=f"re_{payment}", payment=payment, outcome=facts.Outcome.SUCCEEDED,
            amount=Money(minor, currency),
        )  # fmt: skip
        pledges.apply(self.account, [fact])

    def dispute(self, payment: str, minor: int, at: datetime, became: str = "open") -> None:
        fact = facts.DisputeFact(
            at=at, dispute=f"dp_{payment}", payment=payment, became=facts.Claim(became), amount=Money(minor, "EUR"),
            fee=Money(1500, "EUR"),
        )  # fmt: skip
        pledges.apply(self.account, [fact])


@pytest.fixture
def book(db) -> Book:
    return Book()


@pytest.fixture
def spring(book) -> Book:
    """A spring in which everything happens, to be looked at on the 15th of June 2026. Euros, unless said."""
    every: Callable[..., list[str]] = lambda pledge, *months, **how: [  # noqa: E731
        book.pay(pledge, moment(month, 10), **how) for month in months
    ]
    # Stays, and gives more from April on.
    stays = book.pledge(500)
    every(stays, 2, 3)
    every(stays, 4, 5, 6, minor=800)
    # Gives less in May, is gone in June.
    goes = book.pledge(1000)
    every(goes, 2, 3, 4)
    every(goes, 5, minor=600)
    # Comes in February, is away in March and April, comes back.
    every(book.pledge(700), 2, 5, 6)
    # A year, of which a third went back; rounded down.
    year = book.pledge(12_005, "year")
    book.give_back(book.pay(year, moment(3, 20)), 4000, moment(5, 1))
    # One payment went back whole: it was none. Another is held by a bank.
    back = book.pledge(900)
    book.give_back(book.pay(back, moment(4, 2)), 900, moment(4, 9))
    held = book.pledge(400)
    book.pay(held, moment(4, 20))
    book.dispute(book.pay(held, moment(5, 20)), 400, moment(6, 1))
    # A dispute that was won counts; so does a second pledge of somebody.
    won = book.pledge(300, patron=stays.patron)
    kept = book.pay(won, moment(5, 25))
    book.dispute(kept, 300, moment(6, 2))
    book.dispute(kept, 300, moment(6, 2), "won")
    # Once, in hryvnias, and pretended.
    book.pay(book.pledge(5000, "once"), moment(5, 5))
    book.pay(book.pledge(20_000, currency="UAH"), moment(6, 1))
    trial = ProviderAccount.objects.create(key="demo", label="Trial", is_live=False)
    book.pay(book.pledge(99_900, account=trial), moment(5, 5))
    assert Patron.objects.count() == 9
    return book
