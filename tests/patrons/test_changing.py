"""What patrons and staff do to a pledge: through the provider, once, and never more back than came."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from patrons import changing
from patrons.changing import NotChanged, NotKnown
from patrons.models import LedgerEntry, Payment, Refund, Tier, TierPrice
from patrons.money import Money
from patrons.providers.base import Refused, Unreachable
from tests.factories import make_user

from .conftest import Obedient, day

pytestmark = pytest.mark.django_db


def euros(minor):
    return Money(minor, "EUR")


def left():
    return sum(LedgerEntry.objects.values_list("amount_minor", flat=True))


def test_cancel_resume_pause_and_another_amount(paid, provider):
    assert changing.cancel(paid).state == "canceling" and paid.cancel_at == day(30)
    assert changing.resume(paid).state == "active" and paid.cancel_at is None
    assert changing.change_amount(paid, euros(900)).amount_minor == 900
    assert changing.cancel(paid, at_once=True, by=make_user()).state == "ended"
    assert (paid.ended_at is not None, paid.end_reason) == (True, "asked")
    verbs = list(paid.events.values_list("verb", flat=True))
    assert [verb for verb in verbs if verb != "state"] == ["cancel", "resume", "amount", "cancel"]
    assert len({key for _verb, key in provider.asked}) == 4


def test_a_pause_has_an_end_in_the_future(paid, provider):
    with pytest.raises(NotChanged, match="lies in the past"):
        changing.pause(paid, day(-1000))
    with pytest.raises(NotChanged, match="from tomorrow on"):
        changing.pause(paid, timezone.now() + timedelta(seconds=1))
    with pytest.raises(NotChanged, match="a year at most: choose a day until"):
        changing.pause(paid, timezone.now() + timedelta(days=368))
    later = timezone.now() + timedelta(days=364)
    assert changing.pause(paid, later).state == "paused" and paid.resume_at == later
    assert changing.resume(paid).state == "active" and paid.resume_at is None


def test_what_the_state_does_not_allow_is_refused_in_a_sentence(paid, provider):
    changing.cancel(paid, at_once=True)
    for act in (changing.cancel, changing.resume, lambda it: changing.pause(it, day(100_000))):
        with pytest.raises(NotChanged, match="has ended"):
            act(paid)
    assert [verb for verb, _key in provider.asked] == ["cancel"]


def test_another_currency_is_another_pledge(paid, provider):
    with pytest.raises(NotChanged, match="stays in its currency"):
        changing.change_amount(paid, Money(500, "USD"))


def test_a_silent_provider_leaves_it_open_and_the_repeat_has_the_same_key(paid, provider):
    provider.fails_with = Unreachable()
    with pytest.raises(NotKnown, match="nothing is done twice"):
        changing.cancel(paid)
    provider.fails_with = None
    changing.cancel(paid)
    assert provider.asked[0] == provider.asked[1]
    paid.refresh_from_db()
    assert paid.state == "canceling"


def test_refunds_in_parts_never_exceed_the_payment(paid, provider):
    payment, staff = Payment.objects.get(), make_user()
    changing.refund(payment, euros(200), by=staff, reason="Asked by mail")
    changing.refund(payment, euros(200), by=staff, reason="Again")
    with pytest.raises(NotChanged, match="€1 of this payment is left"):
        changing.refund(payment, euros(200), by=staff, reason="Once more")
    changing.refund(payment, euros(100), by=staff, reason="The rest")
    payment.refresh_from_db()
    assert (payment.refunded_minor, payment.refundable.minor, left()) == (500, 0, 0)
    assert not paid.patron.grants.valid(day(2)).exists()
    assert {refund.state for refund in Refund.objects.all()} == {"succeeded"}


@pytest.mark.parametrize(("amount", "reason"), [(0, "x"), (-5, "x"), (501, "x"), (100, " ")])
def test_senseless_refunds_are_refused(paid, provider, amount, reason):
    with pytest.raises(NotChanged):
        changing.refund(Payment.objects.get(), euros(amount), by=make_user(), reason=reason)
    assert provider.asked == [] and Payment.objects.get().refunded_minor == 0


def test_a_refused_refund_gives_the_room_back(paid, provider):
    provider.fails_with = Refused("The charge was disputed.")
    with pytest.raises(NotChanged, match="disputed"):
        changing.refund(Payment.objects.get(), euros(500), by=make_user(), reason="x")
    assert Payment.objects.get().refunded_minor == 0 and Refund.objects.get().state == "failed"
    assert left() == 500


def test_a_refund_without_an_answer_is_asked_for_again_and_paid_once(paid, provider):
    provider.fails_with = Unreachable()
    with pytest.raises(NotKnown):
        changing.refund(Payment.objects.get(), euros(500), by=make_user(), reason="x")
    asked = Refund.objects.get()
    assert asked.state == "requested" and Payment.objects.get().refundable.minor == 0
    provider.fails_with = None
    changing.retry_refund(asked)
    changing.retry_refund(asked)
    assert left() == 0 and len({key for _verb, key in provider.asked}) == 1
    assert LedgerEntry.objects.filter(kind="refund").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_of_staff_refunding_at_once_never_give_back_too_much(paid, provider, monkeypatch):
    payment, staff = Payment.objects.get(), make_user()
    refused = []

    def work():
        try:
            changing.refund(Payment.objects.get(pk=payment.pk), euros(150), by=staff, reason="x")
        except NotChanged as error:
            refused.append(error)
        finally:
            connections.close_all()

    lock = threading.Lock()
    once = Obedient._once

    def one_by_one(self, *args):
        with lock:
            return once(self, *args)

    monkeypatch.setattr(Obedient, "_once", one_by_one)
    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    payment.refresh_from_db()
    assert (payment.refunded_minor, len(refused), left()) == (450, 5, 50)


@pytest.mark.parametrize("minor", [0, -500, 199, 10_000_001, 10**14])
def test_an_amount_that_no_form_would_take_is_not_asked_for(paid, provider, minor):
    with pytest.raises(NotChanged, match="too little|too much"):
        changing.change_amount(paid, euros(minor))
    paid.refresh_from_db()
    assert provider.asked == [] and paid.amount_minor == 500


def test_a_tier_that_costs_less_than_the_least_gift_may_be_given(paid, provider):
    Tier.objects.update(status="live")
    TierPrice.objects.create(tier=paid.tier, currency="EUR", interval="month", amount_minor=100)
    assert changing.change_amount(paid, euros(100)).amount_minor == 100
