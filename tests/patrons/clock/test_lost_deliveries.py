"""Deliveries are tried again when they are due; one that waits for a lost one is helped by asking the provider."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patrons import deliveries
from patrons.models import LedgerEntry, ProviderEvent
from patrons.money import Money
from patrons.providers.base import Unreachable
from patrons.providers.facts import Outcome, PaymentFact, RefundFact
from tests.patrons.conftest import Scripted, day, make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(account, monkeypatch):
    """A refund was told whose payment was not."""
    pledge = make_pledge(account, interval="once")
    five = Money(500, "EUR")
    paid = PaymentFact(at=day(0), pledge=str(pledge.public_id), payment="p", outcome=Outcome.SUCCEEDED, amount=five)
    back = RefundFact(at=day(1), refund="r", payment="p", outcome=Outcome.SUCCEEDED, amount=five)
    made = Scripted([[back]])
    made.poll = lambda since: iter([paid, PaymentFact(at=day(0), payment="x", outcome="succeeded", amount=five)])
    monkeypatch.setattr(deliveries, "provider_for", lambda key: made)
    assert deliveries.take(account, made, made.envelope(0)).state == "waiting"
    return made


def test_what_is_due_is_tried_again(bank):
    assert deliveries.catch_up() == 0
    ProviderEvent.objects.update(next_try_at=timezone.now())
    assert deliveries.catch_up() == 1 and ProviderEvent.objects.get().attempts > 1


def test_what_is_waited_for_in_vain_is_asked_for_and_nothing_else_is_taken(bank):
    assert deliveries.look_for_what_is_waited_for() == 0 and not LedgerEntry.objects.exists()
    ProviderEvent.objects.update(received_at=timezone.now() - timedelta(hours=1))
    assert deliveries.look_for_what_is_waited_for() == 1
    assert sorted(LedgerEntry.objects.values_list("kind", "provider_ref")) == [("charge", "p"), ("refund", "r")]
    assert ProviderEvent.objects.get().state == "done"


def test_a_provider_that_is_silent_is_asked_another_time(bank):
    ProviderEvent.objects.update(received_at=timezone.now() - timedelta(hours=1))

    def poll(since):
        raise Unreachable

    bank.poll = poll
    assert deliveries.look_for_what_is_waited_for() == 0
    assert ProviderEvent.objects.get().state == "waiting"
