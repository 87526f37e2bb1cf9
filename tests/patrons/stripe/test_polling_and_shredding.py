"""The nightly look finds what no delivery told; a shredded delivery tells the same, and of nobody."""

import json
from datetime import UTC, datetime

import pytest

from patrons import pledges
from patrons.models import LedgerEntry
from patrons.providers.facts import SessionFact, SubscriptionFact
from tests.patrons.conftest import make_pledge
from tests.patrons.lives import books
from tests.patrons.stripe.conftest import order
from tests.patrons.stripe.fake import DECLINED


def moment(fake, days_ago=0):
    return datetime.fromtimestamp(fake.state.now - days_ago * 86_400, UTC)


@pytest.fixture
def three_months(fake, ours, account):
    """A pledge that was never told of: paid, renewed, refused, paid after all, given back in part."""
    pledge = make_pledge(account, 500)
    way = ours.start(order(pledge))
    fake.pay(way.url)
    fake.advance(days=31)
    fake.refund(fake.state.all("payment_intent")[0]["id"], 100)
    customer = fake.state.all("customer")[0]["id"]
    fake.new_card(customer, DECLINED)
    fake.advance(days=30)
    fake.new_card(customer, "4242424242424242")
    fake.advance(days=4)
    return pledge


@pytest.mark.django_db
def test_what_no_delivery_told_is_found(fake, ours, account, three_months):
    # Stripe tells the events of thirty days; who slept longer asks for the things themselves.
    real_now = moment(fake)
    for since in (moment(fake, 100), real_now):
        pledges.apply(account, ours.poll(since))
    three_months.refresh_from_db()
    assert three_months.state == "active"
    assert sorted(LedgerEntry.objects.values_list("kind", "amount_minor")) == [
        ("charge", 500), ("charge", 500), ("charge", 500), ("fee", -33), ("fee", -33), ("fee", -33), ("refund", -100),
    ]  # fmt: skip
    before = books()
    pledges.apply(account, ours.poll(moment(fake, 100)))
    assert books() == before


def test_pages_of_events_are_turned_and_each_thing_is_asked_for_once(fake, ours):
    way = ours.start(order(months=0))
    for _number in range(130):
        fake.pay(way.url, DECLINED)
    fake.pay(way.url)
    asked = len(fake.asked)
    told = list(ours.poll(moment(fake)))
    lists = [one for one in fake.asked[asked:] if one[1] == "/v1/events"]
    assert len(lists) == 2 and len(fake.asked) - asked < 10
    # Declines are counted by deliveries, each of which comes once.
    assert [fact.became for fact in told if isinstance(fact, SessionFact)] == ["completed"]


@pytest.mark.django_db
def test_without_the_person_a_delivery_tells_the_same(fake, ours, account, three_months):
    fake.close_dispute(fake.dispute(fake.state.all("payment_intent")[0]["id"]), won=False)
    asked = 0
    for event in fake.state.all("event"):
        event["data"]["object"] |= {"customer_email": "olha@example.com", "shipping": {"name": "Olha Payer"}}
        event["data"]["object"].setdefault("metadata", {})["note"] = "Olha Payer, olha@example.com"
        kept = ours.shred(event)
        said, told = ours.facts(event["type"], event), ours.facts(event["type"], kept)
        assert names(told) == names(said), event["type"]
        asked += len(told)
        text = json.dumps(kept)
        for private in ("Olha", "olha@", "Jenny", '"4242"', "exp_month", "San Francisco", "last4", 'evidence"', "note"):
            assert private not in text, (event["type"], private)
    assert asked > 20


def names(told):
    """Facts without the moment of asking."""
    return [
        (fact.subscription, fact.told, fact.amount) if isinstance(fact, SubscriptionFact) else fact for fact in told
    ]


def test_recorded_deliveries_lose_their_people(shared_data, ours):
    found = 0
    for path in sorted((shared_data / "billing/stripe-webhooks-2020-08-27").glob("*.json")):
        event = json.loads(path.read_text())
        kept = ours.shred(event)
        assert kept["id"] == event["id"] and kept["data"]["object"]["object"] == event["data"]["object"]["object"]
        text, before = json.dumps(kept), json.dumps(event)
        for private in (
            "@",
            "last4",
            "exp_year",
            "fingerprint",
            "postal_code",
            "receipt_url",
            "hosted_invoice",
            "phone",
        ):
            found += private in before
            assert private not in text, (path.name, private)
    assert found > 20
