"""The fake holds what the SDK says Stripe holds, and we ask for nothing that the SDK does not know.

When the SDK is brought up to date and Stripe moved a field, this fails, without asking Stripe.
"""

import typing
from datetime import UTC, datetime

import pytest
import stripe
import stripe.billing_portal
import stripe.checkout
from stripe import params as known

from patrons.money import Money
from patrons.providers.base import Subscription
from tests.patrons.stripe.conftest import order
from tests.patrons.stripe.fake import DECLINED

CLASSES = {
    "checkout.session": stripe.checkout.Session, "subscription": stripe.Subscription, "invoice": stripe.Invoice,
    "payment_intent": stripe.PaymentIntent, "charge": stripe.Charge, "refund": stripe.Refund, "event": stripe.Event,
    "customer": stripe.Customer, "billing_portal.session": stripe.billing_portal.Session, "price": stripe.Price,
    "balance_transaction": stripe.BalanceTransaction, "invoice_payment": stripe.InvoicePayment,
    "dispute": stripe.Dispute, "product": stripe.Product, "webhook_endpoint": stripe.WebhookEndpoint,
}  # fmt: skip
# The SDK says they are always there; Stripe's own examples are without them.
ABSENT = {"redirect_on_completion", "payment_record", "transfer", "failure_balance_transaction", "pending_reason"}
PARAMS = {
    ("POST", "checkout/sessions"): stripe.params.checkout.SessionCreateParams,
    ("POST", "subscriptions"): known.SubscriptionUpdateParams,
    ("DELETE", "subscriptions"): known.SubscriptionCancelParams,
    ("POST", "refunds"): known.RefundCreateParams,
    ("POST", "billing_portal/sessions"): stripe.params.billing_portal.SessionCreateParams,
    ("POST", "webhook_endpoints"): known.WebhookEndpointCreateParams,
    ("LIST", "checkout/sessions"): stripe.params.checkout.SessionListParams,
    ("LIST", "subscriptions"): known.SubscriptionListParams,
    ("LIST", "invoices"): known.InvoiceListParams,
    ("LIST", "invoice_payments"): known.InvoicePaymentListParams,
    ("LIST", "refunds"): known.RefundListParams,
    ("LIST", "disputes"): known.DisputeListParams,
    ("LIST", "events"): known.EventListParams,
    ("GET", "checkout/sessions"): stripe.params.checkout.SessionRetrieveParams,
    ("GET", "subscriptions"): known.SubscriptionRetrieveParams,
    ("GET", "invoices"): known.InvoiceRetrieveParams,
    ("GET", "payment_intents"): known.PaymentIntentRetrieveParams,
    ("GET", "refunds"): known.RefundRetrieveParams,
    ("GET", "disputes"): known.DisputeRetrieveParams,
}


@pytest.fixture
def all_done(fake, ours):
    """Every verb was asked for, and every kind of thing is there."""
    ours.client.v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/", "enabled_events": ["*"]})
    once, month = ours.start(order("p-2", months=0)), ours.start(order())
    for way in (once, month):
        fake.pay(way.url, DECLINED)
        fake.pay(way.url)
    fake.expire(ours.start(order("p-3", months=12)).url)
    ours.start(order("p-4"))
    made = fake.state.all("subscription")[0]
    name = Subscription(pledge="p-1", ref=made["id"])
    ours.change_amount(name, Money(700, "EUR"), key="a")
    ours.cancel(name, at_once=False, key="b")
    ours.resume(name, key="c")
    ours.pause(name, datetime.fromtimestamp(fake.state.now + 999, UTC), key="d")
    ours.resume(name, key="e")
    ours.portal_url(name, "https://lantern.example/")
    fake.new_card(made["customer"], DECLINED)
    fake.advance(days=31)
    ours.cancel(name, at_once=True, key="f")
    intent = fake.session(once.url)["payment_intent"]
    ours.refund(intent, Money(100, "EUR"), ours="r-1", key="g")
    fake.fail_refund(fake.state.all("refund")[0]["id"])
    fake.close_dispute(fake.dispute(intent), won=True)
    for since in (0, fake.state.now):
        list(ours.poll(datetime.fromtimestamp(since, UTC)))
    return fake


def annotated(cls):
    found = {}
    for base in reversed(cls.__mro__):
        found |= getattr(base, "__annotations__", {})
    return {name: str(kind) for name, kind in found.items() if not name.startswith("_") and name != "OBJECT_NAME"}


def test_the_fakes_things_are_what_the_sdk_says(all_done):
    for kind, cls in CLASSES.items():
        says = annotated(cls)
        always = {name for name, said in says.items() if "Optional" not in said and name != "deleted"}
        there = all_done.state.all(kind)
        assert there, kind
        for one in there:
            assert not set(one) - set(says), kind
            assert always - set(one) <= ABSENT, kind


def test_what_an_invoice_and_a_subscription_say_stands_where_the_sdk_says(all_done):
    assert {"current_period_end", "current_period_start", "price", "quantity"} <= set(
        annotated(stripe.SubscriptionItem)
    )
    assert not {"current_period_end", "current_period_start"} & set(annotated(stripe.Subscription))
    assert not {"subscription", "payment_intent", "charge"} & set(annotated(stripe.Invoice))
    details = stripe.Invoice.Parent.SubscriptionDetails
    assert {"subscription", "metadata"} <= set(annotated(details))
    assert "payment_intent" in annotated(stripe.InvoicePayment.Payment)
    assert {"reason", "feedback"} <= set(annotated(stripe.Subscription.CancellationDetails))
    assert "resumes_at" in annotated(stripe.Subscription.PauseCollection)


def test_states_are_those_that_we_read():
    """A new state is a question to answer, not to find out about."""
    assert states(stripe.Subscription) == {
        "active", "canceled", "incomplete", "incomplete_expired", "past_due", "paused", "trialing", "unpaid",
    }  # fmt: skip
    assert states(stripe.PaymentIntent) == {
        "canceled", "processing", "requires_action", "requires_capture", "requires_confirmation",
        "requires_payment_method", "succeeded",
    }  # fmt: skip
    assert states(stripe.Dispute) == {
        "appeal_needs_response", "appeal_under_review", "lost", "needs_response", "prevented", "under_review",
        "warning_closed", "warning_needs_response", "warning_under_review", "won",
    }  # fmt: skip
    assert states(stripe.checkout.Session) == {"complete", "expired", "open"}


def states(cls):
    return set(annotated(cls)["status"].replace('"', "'").split("'")[1::2])


def test_we_ask_for_nothing_that_the_sdk_does_not_know(all_done):
    asked = set()
    for method, path, wanted, _key in all_done.asked:
        parts = path.removeprefix("/v1/").split("/")
        group = "/".join(parts[:2]) if parts[0] in ("checkout", "billing_portal") else parts[0]
        rest = parts[group.count("/") + 1 :]
        verb = "LIST" if method == "GET" and not rest else method
        assert (verb, group) in PARAMS, path
        asked.add((verb, group))
        check(PARAMS[verb, group], wanted, f"{verb} {group}")
    assert asked == set(PARAMS)


def check(kind, value, where):
    """Whether `value`, as it was sent, fits a type of the SDK's: names only, at every depth."""
    if isinstance(value, list):
        for part in value:
            check(kind, part, where)
    elif isinstance(value, dict):
        names = dictionaries(kind)
        if not names:
            assert "Dict[str" in str(kind) or "Anything" in str(kind), where
            return
        says = {name: said for one in names for name, said in hints(one).items()}
        assert set(value) <= set(says), (where, set(value) - set(says))
        for name, part in value.items():
            check(says[name], part, f"{where}.{name}")


def dictionaries(kind):
    """Return the TypedDicts in a type: itself, or what it is a list or an alternative of."""
    if hasattr(kind, "__total__"):  # whichever module's TypedDict it is
        return [kind]
    return [found for part in typing.get_args(kind) for found in dictionaries(part)]


def hints(kind):
    """Return a TypedDict's types; what only the SDK's own checks import is anything."""
    names = vars(__import__(kind.__module__, fromlist=["*"]))
    missing: dict[str, type] = {}
    while True:
        try:
            return typing.get_type_hints(kind, names, missing)
        except NameError as error:
            missing[error.name] = Anything


class Anything:
    """What only a type checker imports."""

    def __class_getitem__(cls, item):
        return cls
