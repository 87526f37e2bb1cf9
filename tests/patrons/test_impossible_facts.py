"""What a provider says and nothing can be: shown to staff, written nowhere, and no delivery fails for ever by it."""

from dataclasses import replace

import pytest

from patrons import deliveries, pledges, reconciling
from patrons.models import Discrepancy, LedgerEntry, Payment, Pledge
from patrons.money import Money, NotMoney
from patrons.providers import facts
from patrons.reconciling import NotTaken
from patrons.written_facts import written
from tests.factories import make_user

from .conftest import Scripted, day

pytestmark = pytest.mark.django_db
NONE, LESS, EUROS = Money(0, "EUR"), Money(-500, "EUR"), Money(500, "EUR")
SUBSCRIPTION = facts.SubscriptionFact(at=day(2), subscription="sub_paid", told=facts.Told.ENDED, amount=NONE)
CHARGE = facts.PaymentFact(
    at=day(30), subscription="sub_paid", payment="pay_2", outcome=facts.Outcome.SUCCEEDED, amount=NONE
)
BACK = facts.RefundFact(at=day(3), refund="re_1", payment="pay_1", outcome=facts.Outcome.SUCCEEDED, amount=NONE)
CLAIM = facts.DisputeFact(at=day(3), dispute="dp_1", payment="pay_1", became=facts.Claim.OPEN, amount=NONE)


@pytest.mark.parametrize("amount", [NONE, LESS])
@pytest.mark.parametrize("fact", [CHARGE, BACK, CLAIM])
def test_money_that_is_none_is_shown_and_not_written(paid, account, fact, amount):
    provider = Scripted([[replace(fact, amount=amount)]])
    event = deliveries.take(account, provider, provider.envelope(0))
    assert event.state in ("done", "ignored") and deliveries.due() == []
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["charge"]
    assert Payment.objects.get().refunded_minor == 0
    assert Discrepancy.objects.get(kind="impossible").theirs == str(amount)


def test_a_subscription_keeps_its_amount_and_the_rest_is_true(paid, account):
    pledges.apply(account, [SUBSCRIPTION])
    paid.refresh_from_db()
    assert (paid.state, paid.amount_minor) == ("ended", 500)
    assert Discrepancy.objects.get().subject == "subscription:sub_paid"


def test_a_fee_below_nothing_does_not_hinder_the_payment(paid, account):
    pledges.apply(account, [replace(CHARGE, amount=EUROS, fee=LESS)])
    assert LedgerEntry.objects.filter(kind="charge").count() == 2
    assert not LedgerEntry.objects.filter(kind="fee").exists() and Discrepancy.objects.count() == 1


def test_a_member_who_pays_less_than_nothing(account):
    fact = facts.MemberFact(at=day(1), subscription="m", told=facts.Told.ACTIVE, amount=LESS, email="a@example.com")
    pledges.apply(account, [fact])
    assert not Pledge.objects.exists() and Discrepancy.objects.count() == 1


def test_more_than_any_column_holds_ends_the_delivery(paid, account):
    class Boundless(Scripted):
        def facts(self, kind, payload):
            raise NotMoney("size", 10**20)

    provider = Boundless([])
    event = deliveries.take(account, provider, provider.envelope(0))
    assert event.state == "done" and Discrepancy.objects.get().subject == "delivery:evt_0"


def test_taking_it_over_is_answered_with_a_sentence(paid, account):
    found = Discrepancy.objects.create(
        account=account, kind="missing_here", subject="payment:pay_2", told=written(CHARGE)
    )
    with pytest.raises(NotTaken, match="stay as they are"):
        reconciling.take_over(found, by=make_user())
    found.refresh_from_db()
    assert found.settled_at is None and Payment.objects.count() == 1
