"""Back from the provider's page before its delivery: it is asked, now and then, and never in anybody's way."""

import pytest
from django.core.cache import cache

from patrons import pledging
from patrons.money import Money
from patrons.providers import facts
from patrons.providers.base import Abilities, NotReady, Unreachable

from .conftest import NOON, Obedient

pytestmark = pytest.mark.django_db


@pytest.fixture
def came_back(account, provider, monkeypatch):
    """Somebody who paid; `asked` counts how often the provider was asked about it."""
    attempt = pledging.begin(pledging.Wish("olha@example.com", Money(500, "EUR"), "once", account), form_mark="a")
    amount = Money(500, "EUR")

    def returned(self, session):
        self.asked.append(("returned", session))
        if self.fails_with:
            raise self.fails_with
        name = str(attempt.pledge.public_id)
        return [
            facts.SessionFact(at=NOON, pledge=name, session=session, became=facts.Session.COMPLETED),
            facts.PaymentFact(at=NOON, pledge=name, payment="p", outcome=facts.Outcome.SUCCEEDED, amount=amount),
        ]

    monkeypatch.setattr(Obedient, "abilities", Abilities(returns=True), raising=False)
    monkeypatch.setattr(Obedient, "returned", returned, raising=False)
    monkeypatch.setattr("patrons.returning.provider_for", lambda key: provider)
    provider.asked.clear()
    return attempt


def page(client, attempt):
    return client.get(f"/support/thanks/{attempt.pledge.public_id}/")


def test_the_first_page_says_thank_you(client, came_back, provider):
    assert page(client, came_back).context["became"] == "paid"
    assert page(client, came_back).context["became"] == "paid"
    assert provider.asked == [("returned", came_back.session_ref)]
    assert came_back.pledge.payments.count() == 1


@pytest.mark.parametrize("failure", [Unreachable("x"), NotReady("x")])
def test_a_provider_that_is_down_leaves_it_waiting_and_is_not_asked_each_time(client, came_back, provider, failure):
    provider.fails_with = failure
    for _look in range(3):
        assert page(client, came_back).context["became"] == "waiting"
    assert len(provider.asked) == 1
    provider.fails_with = None
    cache.clear()
    assert page(client, came_back).context["became"] == "paid"


def test_who_cannot_be_asked_is_not(client, came_back, provider, monkeypatch):
    monkeypatch.setattr(Obedient, "abilities", Abilities())
    assert page(client, came_back).context["became"] == "waiting"
    assert provider.asked == []
