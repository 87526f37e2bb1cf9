"""A pledge's whole life at Stripe, told by real signed deliveries: the books are right, in whatever order it came."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from patrons import changing, deliveries, pledging
from patrons.models import Discrepancy, LedgerEntry, Patron, Payment, Pledge, ProviderEvent
from patrons.money import Money
from patrons.pledging import Wish
from patrons.providers import provider_for
from patrons.providers.base import Envelope
from tests.factories import make_user
from tests.patrons.lives import books
from tests.patrons.stripe.fake import DECLINED, GOOD

pytestmark = pytest.mark.django_db


def euros(minor):
    return Money(minor, "EUR")


def live_it(fake, account, take_in):
    """Live ten months of one patron, and return the pledge."""
    wish = Wish(email="olha@example.com", name="Olha", amount=euros(500), interval="month", account=account)
    begun = pledging.begin(wish, form_mark="form-1")
    assert pledging.begin(wish, form_mark="form-1").url == begun.url
    pledge = begun.pledge

    def now(state, **said):
        take_in()
        pledge.refresh_from_db()
        assert pledge.state == state
        assert said == {name: getattr(pledge, name) for name in said}

    assert not fake.pay(begun.url, DECLINED)
    now("pending")
    fake.state.fees_are_late = True
    fake.pay(begun.url)
    now("active")
    fake.settle_fees()
    fake.state.fees_are_late = False
    now("active")
    fake.advance(days=30)
    now("active")
    # A renewal fails, is tried again with a new card, and comes.
    fake.new_card(pledge.customer_ref, DECLINED)
    fake.advance(days=30)
    now("past_due")
    fake.new_card(pledge.customer_ref, GOOD)
    fake.advance(days=3)
    now("active")
    assert changing.change_amount(pledge, euros(800)).amount_minor == 800
    fake.advance(days=27)
    now("active", amount_minor=800)
    until = datetime.fromtimestamp(fake.state.now, UTC) + timedelta(days=40)
    assert changing.pause(pledge, until).state == "paused"
    fake.advance(days=31)
    now("paused", resume_at=until)
    assert changing.resume(pledge).state == "active"
    fake.advance(days=30)
    now("active", resume_at=None)
    # Given back: some by staff, some at the dashboard, some that the bank sends back.
    first, second, *_more, last = Payment.objects.order_by("occurred_at")
    changing.refund(first, euros(200), by=make_user(), reason="Asked by mail")
    fake.refund(first.provider_ref, 100)
    came_back = fake.refund(second.provider_ref, 50)
    now("active")
    fake.fail_refund(came_back["id"])
    fake.close_dispute(fake.dispute(second.provider_ref), won=True)
    fake.close_dispute(fake.dispute(last.provider_ref), won=False)
    fake.dispute(first.provider_ref, "warning_needs_response")
    now("active")
    portal = provider_for("stripe").portal_url(
        changing.Subscription(pledge="", ref=pledge.subscription_ref, customer=pledge.customer_ref), "https://back/"
    )
    fake.press_in_portal(portal, pledge.subscription_ref)
    now("canceling")
    assert changing.resume(pledge).state == "active"
    fake.press_in_portal(portal, pledge.subscription_ref)
    now("canceling")
    fake.advance(days=31)
    now("ended", end_reason="asked")
    return pledge


def test_the_whole_life_ends_in_the_right_books(fake, account, inbox):
    inbox.answers = [500, 503]  # the first ones are refused, and come again

    def take_in():
        fake.deliver()
        fake.deliver()
        assert {event.state for event in inbox.take_in(account)} <= {"done", "ignored"}

    pledge = live_it(fake, account, take_in)
    by_kind = {}
    for kind, minor in LedgerEntry.objects.values_list("kind", "amount_minor"):
        by_kind[kind] = by_kind.get(kind, 0) + minor
    # Three of five euros, two of eight; the months of the pause were never asked for.
    assert by_kind == {
        "charge": 3 * 500 + 2 * 800, "fee": -(3 * 33 + 2 * 37), "refund": -350, "refund_back": 50,
        "dispute": -1300, "dispute_fee": -3000, "dispute_won": 500,
    }  # fmt: skip
    assert not Discrepancy.objects.exists() and not ProviderEvent.objects.filter(state="waiting").exists()
    assert not LedgerEntry.objects.filter(is_live=True).exists()
    assert Payment.objects.exclude(receipt_number=None).count() == 5
    assert pledge.customer_ref and pledge.ended_at.timestamp() == fake.state.all("subscription")[0]["ended_at"]
    assert pledge.attempts.get().state == "completed"
    changes = [event.after for event in pledge.events.filter(verb="state")]
    assert changes == [
        "active", "past_due", "active", "paused", "active", "canceling", "active", "canceling", "ended",
    ]  # fmt: skip


class Rewind(Exception):
    """Takes back all that was written."""


def test_every_delivery_twice_and_shuffled_gives_the_same_books(fake, account, inbox):
    """What was told while it happened is told again to a site that slept all the while."""
    heard: list[Envelope] = []

    ours = provider_for("stripe")

    def take_in():
        fake.deliver()
        heard.extend(ours.verify(headers, body) for headers, body in inbox.came)
        inbox.take_in(account)

    asleep: dict[str, object] = {}
    try:
        with transaction.atomic():
            pledge = live_it(fake, account, take_in)
            told_live, row = books(), Pledge.objects.get(pk=pledge.pk)
            asleep = {"public_id": row.public_id, "pk": row.pk, "patron": row.patron_id}
            raise Rewind
    except Rewind:
        pass
    assert len(heard) > 40
    remembering = Remembering(ours)
    for seed in range(3):
        order = heard * 2
        random.Random(seed).shuffle(order)
        try:
            with transaction.atomic():
                patron = Patron.objects.create(pk=asleep["patron"], email="olha@example.com", name="Olha")
                Pledge.objects.create(
                    pk=asleep["pk"], public_id=asleep["public_id"], patron=patron, account=account, amount_minor=500,
                    currency="EUR", interval="month", is_live=False,
                )  # fmt: skip
                for envelope in order:
                    deliveries.take(account, remembering, envelope)
                assert same(books()) == same(told_live), seed
                assert set(ProviderEvent.objects.values_list("state", flat=True)) == {"done", "ignored"}
                raise Rewind
        except Rewind:
            pass


class Remembering:
    """The provider, asked once for each event: asking takes time, and nothing at Stripe changes any more."""

    def __init__(self, provider):
        self.provider, self.known = provider, {}

    def facts(self, kind, payload):
        name = payload["id"]
        if name not in self.known:
            self.known[name] = self.provider.facts(kind, payload)
        return self.known[name]


def same(found):
    """Without what a site that slept cannot know: when staff asked for a refund; and without what is not for us."""
    return found | {"refunds": sorted(one[:3] for one in found["refunds"]), "unheard": 0}


def test_a_renewal_that_never_comes_ends_in_a_lapse(fake, account, inbox):
    wish = Wish(email="olha@example.com", amount=euros(500), interval="month", account=account)
    begun = pledging.begin(wish, form_mark="form-1")
    fake.pay(begun.url)
    fake.new_card(fake.state.all("customer")[0]["id"], DECLINED)
    fake.advance(days=45)
    fake.deliver(shuffle=4, twice=True)
    inbox.take_in(account)
    begun.pledge.refresh_from_db()
    assert (begun.pledge.state, begun.pledge.end_reason) == ("lapsed", "payment failed")
    assert sorted(Payment.objects.values_list("state", "error")) == [
        ("failed", "Your card was declined."), ("succeeded", ""),
    ]  # fmt: skip


def test_a_single_gift_declined_paid_and_given_back_at_the_dashboard(fake, account, inbox):
    wish = Wish(email="olha@example.com", amount=Money(2500, "JPY"), interval="once", account=account)
    begun = pledging.begin(wish, form_mark="form-1")
    fake.pay(begun.url, DECLINED)
    fake.deliver()
    inbox.take_in(account)
    begun.refresh_from_db()
    assert begun.declines == 1
    fake.pay(begun.url)
    payment = fake.state.all("payment_intent")[0]
    fake.refund(payment["id"], 2500)
    fake.deliver(shuffle=1, twice=True)
    inbox.take_in(account)
    begun.pledge.refresh_from_db()
    assert begun.pledge.state == "refunded"
    assert sorted(LedgerEntry.objects.values_list("kind", "amount_minor", "currency")) == [
        ("charge", 2500, "JPY"), ("fee", -63, "JPY"), ("refund", -2500, "JPY"),
    ]  # fmt: skip
