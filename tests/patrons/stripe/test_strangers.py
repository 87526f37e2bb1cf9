"""What is not ours: another shop's in the same account, another site's, tests told to a live endpoint."""

from datetime import UTC, datetime

import pytest

from patrons import changing, deliveries, pledging
from patrons.changing import NotKnown
from patrons.models import Discrepancy, LedgerEntry, ProviderEvent
from patrons.money import Money
from patrons.pledging import NotBegun, Wish
from patrons.providers import provider_for
from patrons.providers.base import Envelope, Refused, Unreachable
from patrons.providers.stripe.looking import Look
from tests.patrons.conftest import make_pledge
from tests.patrons.stripe.conftest import order
from tests.patrons.stripe.fake import DECLINED


def another_shop(fake, ours, months):
    """Somebody else's life in the same account: begun, refused, paid, renewed, given back, argued about."""
    every = {"interval": "month"} if months else None
    line = {"price_data": {"currency": "eur", "unit_amount": 700, "product_data": {"name": "Mug"}}, "quantity": 1}
    if every:
        line["price_data"]["recurring"] = every
    session = ours.client.v1.checkout.sessions.create(
        {"mode": "subscription" if months else "payment", "line_items": [line], "metadata": {"pledge": "p-1"},
         "success_url": "https://mugs.example/"}
    )  # fmt: skip
    fake.pay(session.url, DECLINED)
    fake.pay(session.url)
    fake.advance(days=31)
    intent = next(one for one in fake.state.all("payment_intent") if one["status"] == "succeeded")["id"]
    fake.refund(intent, 100)
    fake.dispute(intent)
    fake.advance(days=31)


@pytest.mark.django_db
@pytest.mark.parametrize("months", [0, 1])
def test_another_shops_events_are_kept_as_ignored_and_nothing_is_written(fake, account, inbox, months):
    another_shop(fake, provider_for("stripe"), months)
    fake.deliver()
    events = inbox.take_in(account)
    assert len(events) > 4 and {event.state for event in events} == {"ignored"}
    assert not LedgerEntry.objects.exists() and not Discrepancy.objects.exists()


def test_another_site_of_the_same_account_is_a_stranger(fake, ours):
    fake.pay(ours.start(order()).url)
    other = Look(ours.client, "other.example", False)
    for thing in list(fake.state.objects.values()):
        assert other.thing(thing) == []
        if thing["object"] == "event":
            assert other.thing(thing["data"]["object"]) == []
    assert list(ours.poll(moment_of(fake)))


def test_what_bears_no_mark_is_not_even_asked_for(fake, ours):
    asked = len(fake.asked)
    for kind in ("checkout.session", "subscription"):
        assert ours.look.thing({"id": "x_1", "object": kind, "metadata": {"site": "other.example"}}) == []
        assert ours.look.thing({"id": "x_1", "object": kind, "metadata": None}) == []
    for thing in ({"id": "cus_1", "object": "customer"}, {"object": "invoice"}, {}, {"id": "x", "object": "payout"}):
        assert ours.look.thing(thing) == []
    assert len(fake.asked) == asked


def test_money_of_the_other_kind_is_ignored(fake, ours):
    fake.pay(ours.start(order()).url)
    event = next(one for one in fake.state.all("event") if one["type"] == "checkout.session.completed")
    assert ours.facts(event["type"], event)
    for wrong in (True, None, "false"):
        assert ours.facts(event["type"], event | {"livemode": wrong}) == []
    assert ours.facts(event["type"], {}) == [] and ours.facts(event["type"], {"data": {"object": "x"}}) == []


def test_what_is_gone_is_a_strangers_unless_it_bears_our_mark(fake, ours):
    for kind in ("invoice", "payment_intent", "refund", "dispute"):
        assert ours.look.thing({"id": "x_1", "object": kind}) == []
    assert ours.look.thing({"id": "ch_1", "object": "charge", "payment_intent": "pi_gone"}) == []
    with pytest.raises(Refused):
        ours.look.thing({"id": "x_1", "object": "subscription", "metadata": {"site": "lantern.example", "pledge": "p"}})


@pytest.mark.django_db
def test_a_live_account_does_not_count_what_a_test_key_tells(fake, account, ours):
    account.is_live = True
    account.save()
    pledge = make_pledge(account, 500)
    fake.pay(ours.start(order(pledge)).url)
    event = next(one for one in fake.state.all("event") if one["type"] == "checkout.session.completed")
    deliveries.take(account, ours, Envelope(event_id=event["id"], kind=event["type"], payload=event))
    assert not LedgerEntry.objects.exists() and Discrepancy.objects.filter(kind="live").exists()


@pytest.mark.django_db
def test_a_test_key_begins_nothing_for_an_account_of_real_money(fake, account):
    account.is_live = True
    account.save()
    wish = Wish(email="olha@example.com", amount=Money(500, "EUR"), interval="month", account=account)
    with pytest.raises(NotBegun, match="have not been charged"):
        pledging.begin(wish, form_mark="form-1")
    pledge = make_pledge(account, 500, state="active", subscription_ref="sub_1")
    with pytest.raises(NotKnown):
        changing.cancel(pledge)
    assert fake.asked == []


@pytest.mark.django_db
def test_while_stripe_is_down_a_delivery_is_kept_and_tried_again(fake, account, ours):
    pledge = make_pledge(account, 500)
    fake.pay(ours.start(order(pledge)).url)
    event = next(one for one in fake.state.all("event") if one["type"] == "invoice.paid")
    envelope = Envelope(event_id=event["id"], kind=event["type"], payload=event)
    fake.server.down = 3
    kept = deliveries.take(account, ours, envelope)
    assert kept.state == "failed" and not LedgerEntry.objects.exists()
    deliveries.process(kept, ours)
    assert ProviderEvent.objects.get().state == "done"
    assert sum(LedgerEntry.objects.values_list("amount_minor", flat=True)) == 467


def moment_of(fake):
    return datetime.fromtimestamp(fake.state.now - 60, UTC)


def test_polling_while_stripe_is_down(fake, ours):
    fake.server.down = 3
    with pytest.raises(Unreachable):
        list(ours.poll(moment_of(fake)))


def test_an_amount_in_stripes_money_is_read_in_ours(fake, ours):
    way = ours.start(order(months=0, amount=Money(700, "ISK")))
    assert fake.session(way.url)["amount_total"] == 70_000
    fake.pay(way.url)
    payment = ours.returned(way.session)[-1]
    # The fee, 10.75 at Stripe, is eleven in books without a smaller unit.
    assert (payment.amount, payment.fee) == (Money(700, "ISK"), Money(11, "ISK"))
