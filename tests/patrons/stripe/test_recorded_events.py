"""Events that Stripe really sent, of an old version: none breaks anything, and ours are read by their names."""

import copy
import json

import pytest
import stripe

from patrons import deliveries
from patrons.models import LedgerEntry, ProviderEvent
from patrons.providers.facts import DisputeFact, PaymentFact, RefundFact, SessionFact, SubscriptionFact
from tests.patrons.conftest import make_pledge
from tests.patrons.stripe.conftest import order

# What each kind tells, once what it is about is ours.
TELLS = {
    "checkout.session.completed": {SessionFact, SubscriptionFact, PaymentFact},
    "customer.subscription.created": {SubscriptionFact},
    "customer.subscription.updated": {SubscriptionFact},
    "customer.subscription.deleted": {SubscriptionFact},
    "customer.subscription.trial_will_end": {SubscriptionFact},
    "invoice.paid": {PaymentFact},
    "invoice.payment_succeeded": {PaymentFact},
    "invoice.payment_failed": {PaymentFact},
    "invoice.updated": {PaymentFact},
    "invoice.finalized": {PaymentFact},
    "payment_intent.succeeded": {PaymentFact},
    "payment_intent.payment_failed": {PaymentFact},
    "charge.succeeded": {PaymentFact, RefundFact},
    "charge.updated": {PaymentFact, RefundFact},
    "charge.refunded": {PaymentFact, RefundFact},
    "charge.refund.updated": {PaymentFact, RefundFact},
    "charge.dispute.created": {PaymentFact, DisputeFact},
    "charge.dispute.closed": {PaymentFact, DisputeFact},
    "charge.dispute.funds_withdrawn": {PaymentFact, DisputeFact},
    "charge.dispute.funds_reinstated": {PaymentFact, DisputeFact},
    "charge.dispute.updated": {PaymentFact, DisputeFact},
}
# What an event is about, in the fake.
KINDS = {
    "checkout.session": "checkout.session", "subscription": "subscription", "invoice": "invoice",
    "payment_intent": "payment_intent", "charge": "charge", "refund": "refund", "dispute": "dispute",
}  # fmt: skip


def recorded(shared_data):
    folder = shared_data / "billing/stripe-webhooks-2020-08-27"
    events = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    assert len(events) == 33
    # The names of recorded events are noughts.
    return [event | {"id": f"evt_recorded_{number}", "livemode": False} for number, event in enumerate(events)]


@pytest.mark.django_db
def test_those_of_strangers_are_ignored(shared_data, fake, ours, account):
    for event in recorded(shared_data):
        envelope = ours.verify(*signed(event, ours.secret))
        assert deliveries.take(account, ours, envelope).state == "ignored", event["type"]
    assert ProviderEvent.objects.count() == 33 and not LedgerEntry.objects.exists()


def signed(event, secret):
    body = json.dumps(event)
    return {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, secret)}, body.encode()


@pytest.mark.django_db
def test_ours_are_read_by_their_names_whatever_their_shape(shared_data, fake, ours, account):
    pledge = make_pledge(account, 500)
    fake.pay(ours.start(order(pledge)).url)
    intent = fake.state.all("payment_intent")[0]["id"]
    fake.refund(intent, 100)
    fake.dispute(intent)
    told = {}
    for event in recorded(shared_data):
        kind = KINDS.get(event["data"]["object"].get("object"))
        if kind:
            # An old body about a thing that is there, under its name, with our mark where it is kept.
            event = copy.deepcopy(event)
            event["data"]["object"]["id"] = fake.state.all(kind)[0]["id"]
            if kind in ("subscription", "checkout.session"):
                event["data"]["object"]["metadata"] = {"site": "lantern.example", "pledge": str(pledge.public_id)}
            if kind == "charge":
                event["data"]["object"]["payment_intent"] = intent
        facts = ours.facts(event["type"], event)
        told.setdefault(event["type"], set()).update(type(fact) for fact in facts)
        envelope = ours.verify(*signed(event, ours.secret))
        assert deliveries.take(account, ours, envelope).state == ("done" if facts else "ignored"), event["type"]
    assert {kind: told.get(kind) for kind in TELLS} == TELLS
    others = {kind for kind, facts in told.items() if facts} - set(TELLS)
    # Of an invoice that is there; a real “upcoming” one has no name yet.
    assert others <= {"invoice.created", "invoice.payment_action_required", "invoice.upcoming", "charge.failed"}
    assert sorted(LedgerEntry.objects.values_list("kind", "amount_minor")) == [
        ("charge", 500), ("dispute", -500), ("dispute_fee", -1500), ("fee", -33), ("refund", -100),
    ]  # fmt: skip
