"""What was given back pays for no time: the same day stands in “paid until” and at the end of the right."""

from itertools import permutations

import pytest

from patrons import pledges
from patrons.models import Grant
from patrons.money import Money
from patrons.providers.facts import Outcome, PaymentFact, RefundFact, SubscriptionFact, Told

from .conftest import day, make_pledge

pytestmark = pytest.mark.django_db
EURO = Money(500, "EUR")


def payment(number):
    return PaymentFact(
        at=day(30 * number), subscription="sub", payment=f"pay_{number}", outcome=Outcome.SUCCEEDED, amount=EURO,
        period_start=day(30 * number), period_end=day(30 * number + 30),
    )  # fmt: skip


def after(account, told, refunded, order=(0, 1, 2)):
    pledge = make_pledge(account, subscription_ref="sub")
    pledges.apply(account, [payment(0), payment(1)])
    ends = {"cancel_at": day(60)} if told == Told.CANCELING else {}
    facts = [
        [SubscriptionFact(at=day(40), subscription="sub", told=told, amount=EURO, **ends)],
        [RefundFact(at=day(41), refund="a", payment="pay_1", outcome=Outcome.SUCCEEDED, amount=Money(200, "EUR"))],
        [RefundFact(at=day(42), refund="b", payment="pay_1", outcome=Outcome.SUCCEEDED, amount=Money(300, "EUR"))],
    ]
    for number in order:
        if number <= refunded:
            pledges.apply(account, facts[number])
    pledge.refresh_from_db()
    return pledge, Grant.objects.get(pledge=pledge)


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("told", [Told.PAUSED, Told.CANCELING, Told.ENDED])
def test_all_of_the_last_payment_went_back(account, told, order):
    pledge, grant = after(account, told, 2, order)
    assert pledge.period_end == grant.ends_at == day(30)


@pytest.mark.parametrize("told", [Told.PAUSED, Told.CANCELING, Told.ENDED])
def test_some_of_it_went_back_and_its_time_is_had(account, told):
    pledge, grant = after(account, told, 1)
    assert pledge.period_end == grant.ends_at == day(60)
