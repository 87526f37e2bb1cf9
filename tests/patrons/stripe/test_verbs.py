"""What is asked of a subscription: done at Stripe once, and told like any other report."""

from datetime import UTC, datetime, timedelta

import pytest

from patrons.money import Money
from patrons.providers.base import Refused, Subscription, Unreachable
from tests.patrons.stripe.conftest import order
from tests.patrons.stripe.fake import DECLINED


@pytest.fixture
def known(fake, ours):
    """A subscription that is paid."""
    fake.pay(ours.start(order()).url)
    made = fake.state.all("subscription")[0]
    return Subscription(pledge="p-1", ref=made["id"], customer=made["customer"], amount=Money(500, "EUR"), months=1)


def at_stripe(fake):
    return fake.state.all("subscription")[0]


def changes(fake):
    return [one for one in fake.state.all("event") if one["type"] == "customer.subscription.updated"]


def test_another_amount_is_asked_for_from_the_next_invoice_on(fake, ours, known):
    [fact] = ours.change_amount(known, Money(900, "EUR"), key="k")
    assert (fact.told, fact.amount, fact.pledge) == ("active", Money(900, "EUR"), "p-1")
    assert fake.asked[-1][2]["proration_behavior"] == "none"
    assert len(fake.state.all("charge")) == 1
    fake.advance(days=30)
    assert [one["amount"] for one in fake.state.all("charge")] == [900, 500]


def test_the_same_question_is_done_once_and_another_one_has_a_key_of_its_own(fake, ours, known):
    fake.server.loses = 3
    with pytest.raises(Unreachable):
        ours.change_amount(known, Money(900, "EUR"), key="k")
    [fact] = ours.change_amount(known, Money(900, "EUR"), key="k")
    assert fact.amount == Money(900, "EUR") and len(changes(fake)) == 1
    [fact] = ours.change_amount(known, Money(1200, "EUR"), key="k")
    assert fact.amount == Money(1200, "EUR")


def test_an_end_with_the_paid_time_and_its_taking_back(fake, ours, known):
    [fact] = ours.cancel(known, at_once=False, key="k")
    assert (fact.told, fact.cancel_at) == ("canceling", fact.period_end)
    [fact] = ours.resume(known, key="k")
    assert (fact.told, fact.cancel_at) == ("active", None)
    # Once more: there is nothing to take back, and nothing is changed.
    [fact] = ours.resume(known, key="k")
    assert fact.told == "active" and len(changes(fake)) == 2


def test_an_end_that_somebody_chose_by_its_day_is_taken_back_too(fake, ours, known):
    ours.client.v1.subscriptions.update(known.ref, {"cancel_at": fake.state.now + 1000})
    assert ours.look.subscription(known.ref)[0].told == "canceling"
    assert ours.resume(known, key="k")[0].told == "active"


def test_an_end_at_once(fake, ours, known):
    [fact] = ours.cancel(known, at_once=True, key="k")
    assert (fact.told, fact.reason, fact.at.timestamp()) == ("ended", "asked", at_stripe(fake)["ended_at"])
    # Asked by somebody else as well: it has ended, and that is what is told.
    for at_once in (True, False):
        [again] = ours.cancel(known, at_once=at_once, key="k2")
        assert again == fact
    with pytest.raises(Refused):
        ours.change_amount(known, Money(900, "EUR"), key="k3")


def test_a_pause_with_a_day_and_its_end(fake, ours, known):
    until = datetime.fromtimestamp(fake.state.now + 40 * 86_400, UTC)
    [fact] = ours.pause(known, until, key="k")
    assert (fact.told, fact.resume_at) == ("paused", until)
    fake.advance(days=31)
    assert len(fake.state.all("charge")) == 1
    fake.advance(days=10)
    assert ours.look.subscription(known.ref)[0].told == "active"
    assert ours.pause(known, until + timedelta(days=40), key="k2")[0].told == "paused"
    [fact] = ours.resume(known, key="k3")
    assert (fact.told, fact.resume_at) == ("active", None)


def test_a_pause_into_the_past_is_refused_in_our_words(fake, ours, known):
    with pytest.raises(Refused, match="Nothing was charged or changed") as caught:
        ours.pause(known, datetime(2020, 1, 1, tzinfo=UTC), key="k")
    assert "pause_collection" not in str(caught.value)


def test_a_failed_renewal_is_owed_even_when_the_end_is_near(fake, ours, known):
    fake.new_card(known.customer, DECLINED)
    fake.advance(days=30)
    assert ours.look.subscription(known.ref)[0].told == "past_due"
    [fact] = ours.cancel(known, at_once=False, key="k")
    assert (fact.told, fact.cancel_at) == ("past_due", fact.period_end)


def test_the_portal_is_that_of_the_customer(fake, ours, known):
    url = ours.portal_url(known, "https://lantern.example/support/you/")
    assert ours.portal_url(Subscription(pledge="p-1", ref=known.ref), "https://lantern.example/x/") != url
    made = fake.state.all("billing_portal.session")
    assert {one["customer"] for one in made} == {known.customer}
    fake.press_in_portal(url, known.ref)
    assert ours.look.subscription(known.ref)[0].told == "canceling"


@pytest.mark.parametrize("down", ["down", "loses"])
def test_every_verb_says_when_stripe_does_not_answer(fake, ours, known, down):
    until = datetime.fromtimestamp(fake.state.now + 86_400, UTC)
    at_stripe(fake)["cancel_at_period_end"] = True
    for act in (
        lambda: ours.change_amount(known, Money(900, "EUR"), key="k"),
        lambda: ours.cancel(known, at_once=False, key="k"),
        lambda: ours.pause(known, until, key="k"),
        lambda: ours.resume(known, key="k"),
        lambda: ours.portal_url(known, "https://lantern.example/"),
        lambda: ours.refund(fake.state.all("payment_intent")[0]["id"], Money(100, "EUR"), ours="r", key="k"),
    ):
        setattr(fake.server, down, 3)
        with pytest.raises(Unreachable):
            act()
        fake.server.down = fake.server.loses = 0


def test_of_two_answers_of_one_second_the_later_question_is_the_newer(fake, ours, known):
    [first] = ours.look.subscription(known.ref)
    [second] = ours.cancel(known, at_once=False, key="k")
    assert first.at == second.at and first.order < second.order
    assert first.at.timestamp() == fake.state.now
