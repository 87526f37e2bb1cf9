"""The real Stripe, in test mode: does it still do what the tests' own one does?

STRIPE_TEST_KEY=sk_test_… make test T="-m stripe_live tests/patrons/stripe"
"""

import os
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import stripe

from patrons.money import Money
from patrons.providers import provider_for
from patrons.providers.base import Refused, Subscription
from tests.patrons.stripe.conftest import order
from tests.patrons.stripe.test_contract import ABSENT, CLASSES, annotated

pytestmark = pytest.mark.stripe_live


@pytest.fixture
def real(settings):
    """The provider with somebody's test key."""
    settings.STRIPE_SECRET_KEY = os.environ["STRIPE_TEST_KEY"]
    settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_SITE, settings.STRIPE_API_BASE = "whsec_none", "test.example", ""
    made = provider_for("stripe")
    assert not made.is_live, "A live key has no business here."
    return made


@pytest.fixture
def known(real):
    """A subscription with our mark that is paid, without its page: nobody can press a button there."""
    name, ask = str(uuid.uuid4()), real.client.v1
    mark = {"site": "test.example", "pledge": name}
    card = {"payment_method": "pm_card_visa", "invoice_settings": {"default_payment_method": "pm_card_visa"}}
    customer = ask.customers.create({"email": "nobody@example.com", **card})
    product = ask.products.create({"name": "Friend"})
    price = {"currency": "eur", "unit_amount": 500, "product": product.id, "recurring": {"interval": "month"}}
    made = ask.subscriptions.create({"customer": customer.id, "items": [{"price_data": price}], "metadata": mark})
    yield Subscription(pledge=name, ref=made.id, customer=customer.id, amount=Money(500, "EUR"), months=1)
    ask.customers.delete(customer.id)


@pytest.mark.parametrize("months", [0, 1, 12])
def test_a_page_is_opened_once(real, months):
    wanted = order(str(uuid.uuid4()), months=months)
    way = real.start(wanted)
    assert way.url.startswith("https://checkout.stripe.com/") and real.start(wanted) == way
    with pytest.raises(Refused, match="asked for before"):
        real.start(order(wanted.pledge, months=months, amount=Money(900, "EUR")))
    real.client.v1.checkout.sessions.expire(way.session)
    assert [fact.became for fact in real.returned(way.session)] == ["expired"]


def test_a_subscription_is_read_and_changed(real, known):
    assert real.look.subscription(known.ref)[0].told == "active"
    invoice = real.client.v1.subscriptions.retrieve(known.ref).to_dict()["latest_invoice"]
    [payment] = real.look.invoice(invoice)
    assert (payment.pledge, payment.outcome, payment.amount) == (known.pledge, "succeeded", Money(500, "EUR"))
    assert 27 < (payment.period_end - payment.period_start).days < 32
    assert real.change_amount(known, Money(900, "EUR"), key=f"{known.ref}:a")[0].amount == Money(900, "EUR")
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
    assert real.pause(known, until, key=f"{known.ref}:p")[0].resume_at == until
    assert real.resume(known, key=f"{known.ref}:r")[0].told == "active"
    assert real.cancel(known, at_once=False, key=f"{known.ref}:c")[0].told == "canceling"
    assert real.resume(known, key=f"{known.ref}:r2")[0].told == "active"
    [given] = real.refund(payment.payment, Money(200, "EUR"), ours="r-1", key=f"{known.ref}:refund")
    assert (given.amount, given.ours) == (Money(200, "EUR"), "r-1")
    with pytest.raises(Refused, match="Less than this is left"):
        real.refund(payment.payment, Money(400, "EUR"), ours="r-2", key=f"{known.ref}:refund2")
    [ended] = real.cancel(known, at_once=True, key=f"{known.ref}:e")
    assert (ended.told, ended.reason) == ("ended", "asked")
    assert real.cancel(known, at_once=True, key=f"{known.ref}:e2") == [ended]


def test_things_have_the_shape_that_the_sdk_says(real, known):
    ask = real.client.v1
    for found in (ask.subscriptions.retrieve(known.ref), ask.customers.retrieve(known.customer)):
        assert shape(found) == set()
    for group in (ask.events, ask.invoices, ask.payment_intents, ask.charges, ask.refunds, ask.checkout.sessions):
        for found in group.list({"limit": 20}).data:
            assert shape(found) == set(), found.id


def shape(found: stripe.StripeObject) -> set[str]:
    """Return what the SDK promises and Stripe did not send."""
    thing = found.to_dict()
    says = annotated(CLASSES[thing["object"]])
    always = {name for name, said in says.items() if "Optional" not in said and name != "deleted"}
    return always - set(thing) - ABSENT


def test_events_are_found_by_looking(real, known):
    told = list(real.poll(datetime.now(UTC) - timedelta(minutes=5)))
    assert known.pledge in {fact.pledge for fact in told}
