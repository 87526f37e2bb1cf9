"""Giving back: never more than came, never twice for one wish, by whoever asks and however often."""

import threading

import pytest
from django.db import connections

from patrons import changing, pledging
from patrons.changing import NotChanged, NotKnown
from patrons.models import LedgerEntry, Payment, Refund
from patrons.money import Money
from patrons.pledging import Wish
from patrons.providers.base import Refused
from patrons.providers.facts import DisputeFact, PaymentFact, RefundFact
from tests.factories import make_user
from tests.patrons.stripe.conftest import order


def euros(minor):
    return Money(minor, "EUR")


@pytest.fixture
def gift(fake, ours):
    """The intent of a gift of ten euros."""
    fake.pay(ours.start(order(months=0, amount=euros(1000))).url)
    return fake.state.all("payment_intent")[0]["id"]


def refund(ours, gift, minor, name, key=""):
    return ours.refund(gift, euros(minor), ours=name, key=key or f"refund:{name}")


def test_in_two_equal_parts(fake, ours, gift):
    [first], [second] = refund(ours, gift, 500, "r1"), refund(ours, gift, 500, "r2")
    assert (first.outcome, first.amount, first.ours, first.payment) == ("succeeded", euros(500), "r1", gift)
    assert first.refund != second.refund and len(fake.state.all("refund")) == 2
    with pytest.raises(Refused, match="given back before"):
        refund(ours, gift, 500, "r3")


def test_more_than_is_left_is_refused_in_our_words(fake, ours, gift):
    refund(ours, gift, 600, "r1")
    with pytest.raises(Refused, match="Less than this is left") as caught:
        refund(ours, gift, 500, "r2")
    assert "ch_" not in str(caught.value)


def test_a_repeat_is_the_same_refund_even_when_stripe_forgot_the_key(fake, ours, gift):
    [first] = refund(ours, gift, 300, "r1")
    fake.server.answers.clear()
    assert refund(ours, gift, 300, "r1") == [first]
    assert refund(ours, gift, 300, "r1", key="another") == [first]
    assert len(fake.state.all("refund")) == 1


def test_what_a_bank_takes_back_is_not_given_back_as_well(fake, ours, gift):
    fake.dispute(gift)
    with pytest.raises(Refused, match="bank is taking this payment back"):
        refund(ours, gift, 300, "r1")


def test_a_refund_at_the_dashboard_is_told_with_its_payment(fake, ours, gift):
    fake.refund(gift, 400)
    event = next(one for one in fake.state.all("event") if one["type"] == "refund.created")
    payment, told = ours.facts(event["type"], event)
    assert (type(payment), payment.pledge) == (PaymentFact, "p-1")
    assert (told.payment, told.amount, told.ours, told.pledge) == (gift, euros(400), "", "p-1")
    event = next(one for one in fake.state.all("event") if one["type"] == "charge.refunded")
    assert ours.facts(event["type"], event) == [payment, told]


def test_a_refund_that_the_bank_sent_back_went_out_and_came_back(fake, ours, gift):
    made = fake.refund(gift, 400)
    fake.advance(days=3)
    fake.fail_refund(made["id"])
    _payment, out, back = ours.look.refund(made["id"])
    assert [type(out), out.outcome, back.outcome] == [RefundFact, "succeeded", "failed"]
    assert (back.at - out.at).days == 0 or (back.at - out.at).days == 3
    assert back.at.timestamp() == fake.state.now


def test_a_dispute_costs_a_fee_and_an_inquiry_nothing(fake, ours, gift):
    inquiry = fake.dispute(gift, "warning_needs_response")
    assert [type(fact) for fact in ours.look.dispute(inquiry["id"])] == [PaymentFact]
    made = fake.dispute(gift)
    _payment, told = ours.look.dispute(made["id"])
    assert isinstance(told, DisputeFact) and told.answer_by.timestamp() == made["evidence_details"]["due_by"]
    assert (told.became, told.amount, told.fee, told.payment) == ("open", euros(1000), euros(1500), gift)
    fake.close_dispute(made, won=True)
    _payment, won = ours.look.dispute(made["id"])
    assert (won.became, won.fee, won.at) == ("won", euros(1500), told.at)


@pytest.mark.django_db
def test_an_appeal_that_is_won_brings_the_money_back(fake, account, inbox):
    begin(fake, account)
    made = fake.dispute(fake.state.all("payment_intent")[0]["id"])
    for won in (False, True, False):
        fake.close_dispute(made, won=won)
        fake.deliver(twice=True)
        inbox.take_in(account)
    kinds = dict(LedgerEntry.objects.values_list("kind", "amount_minor"))
    assert (kinds["dispute"], kinds["dispute_won"]) == (-1000, 1000)


def begin(fake, account):
    wish = Wish(email="olha@example.com", amount=euros(1000), interval="once", account=account)
    begun = pledging.begin(wish, form_mark="form-1")
    fake.pay(begun.url)
    return begun


@pytest.mark.django_db
def test_a_lost_answer_is_asked_for_again_and_paid_once(fake, account, inbox):
    begin(fake, account)
    fake.deliver()
    inbox.take_in(account)
    payment = Payment.objects.get()
    fake.server.loses = 3
    with pytest.raises(NotKnown):
        changing.refund(payment, euros(400), by=make_user(), reason="x")
    asked = Refund.objects.get()
    # The delivery tells of it, under the name that we gave it.
    fake.deliver()
    inbox.take_in(account)
    asked.refresh_from_db()
    assert asked.state == "succeeded" and asked.source == "staff"
    Refund.objects.update(state="requested")
    asked.refresh_from_db()
    changing.retry_refund(asked)
    assert len(fake.state.all("refund")) == 1 and LedgerEntry.objects.filter(kind="refund").count() == 1
    assert Payment.objects.get().refunded_minor == 400


def test_at_stripe_two_at_once_never_give_back_too_much(fake, ours, gift):
    told, refused = [], []

    def work(name):
        try:
            told.extend(refund(ours, gift, 600, name))
        except Refused as error:
            refused.append(error)

    together(work, ["a", "b"])
    assert (len(told), len(refused)) == (1, 1)
    assert fake.state.all("charge")[0]["amount_refunded"] == 600


@pytest.mark.django_db(transaction=True)
def test_two_of_staff_and_the_dashboard_at_once_never_give_back_too_much(fake, account, inbox):
    begin(fake, account)
    fake.deliver()
    inbox.take_in(account)
    payment, staff, refused = Payment.objects.get(), make_user(), []

    def work(who):
        try:
            if who == "dashboard":
                fake.refund(payment.provider_ref, 300)
            else:
                changing.refund(Payment.objects.get(pk=payment.pk), euros(600), by=staff, reason="x")
        except NotChanged as error:
            refused.append(str(error))
        finally:
            connections.close_all()

    together(work, ["one", "two", "dashboard"])
    fake.deliver()
    inbox.take_in(account)
    payment.refresh_from_db()
    given = sum(one["amount"] for one in fake.state.all("refund"))
    assert (len(refused), given, payment.refunded_minor) == (1, 900, 900)
    assert -sum(LedgerEntry.objects.filter(kind="refund").values_list("amount_minor", flat=True)) == given


def together(work, names):
    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
