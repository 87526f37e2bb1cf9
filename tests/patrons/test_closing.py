"""Three declines close an attempt at the provider too; what comes all the same is booked."""

import pytest

from patrons import closing, pledges
from patrons.models import CheckoutAttempt, Pledge, ProviderAccount
from patrons.providers import provider_for
from patrons.providers.base import Unreachable
from patrons.providers.demo import bank
from patrons.providers.demo.models import Visit
from patrons.providers.demo.provider import DemoBank

from .demo import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def decline(demo_bank, sent, django_capture_on_commit_callbacks):
    begin()

    def three_times(times=3):
        for _try in range(times):
            bank.decline(Visit.objects.get().pk)
        hear()

    def hear():
        with django_capture_on_commit_callbacks(execute=True):
            for event in sent:
                pledges.apply(ProviderAccount.objects.get(), provider_for("demo").facts("", event))
        sent.clear()

    three_times.hear = hear
    return three_times


def test_the_third_decline_ends_the_visit_and_no_further_card_is_tried(client, decline):
    decline(2)
    page = f"/demo-bank/pay/{Visit.objects.get().ref}/"
    assert "Choose what shall happen" in client.get(page).text
    decline(1)
    assert CheckoutAttempt.objects.get().state == "expired"
    assert "This visit is over" in client.get(page).text
    client.post(page, {"do": "pay"})
    assert not Visit.objects.get().is_paid
    thanks = client.get(f"/support/thanks/{Pledge.objects.get().public_id}/")
    assert "this attempt is closed" in thanks.text and "Try another card" not in thanks.text


def test_money_that_came_all_the_same_is_booked(decline):
    decline()
    bank.pay(Visit.objects.get().pk)
    decline.hear()
    assert (Pledge.objects.get().state, CheckoutAttempt.objects.get().state) == ("active", "completed")


def test_a_silent_provider_is_asked_again_by_the_clock_until_it_answered(decline, monkeypatch):
    asked = []

    def silent(self, session):
        asked.append(session)
        raise Unreachable

    with monkeypatch.context() as down:
        down.setattr(DemoBank, "close", silent)
        decline()
        assert closing.close_spent() == 0 and len(asked) == 2
    assert closing.close_spent() == 1 and closing.close_spent() == 0
