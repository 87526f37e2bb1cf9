"""Until when a card is good is read where Stripe keeps it: on the subscription, or else on its customer."""

from datetime import UTC, datetime

import pytest

from patrons.providers.stripe import reading
from patrons.providers.stripe.asking import Seen
from tests.patrons.stripe.conftest import order

CARD = {"id": "pm_1", "card": {"exp_month": 4, "exp_year": 2027, "last4": "4242"}}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"default_payment_method": CARD}, "2027-04"),
        ({"customer": {"id": "cus_1", "invoice_settings": {"default_payment_method": CARD}}}, "2027-04"),
        ({"default_payment_method": {"id": "pm_2", "sepa_debit": {}}}, ""),
        ({"default_payment_method": "pm_1"}, ""),
        ({"customer": {"id": "cus_1", "invoice_settings": None}}, ""),
    ],
)
def test_the_month_of_a_card_and_no_more(fake, ours, said, expected):
    fake.pay(ours.start(order()).url)
    found = fake.state.all("subscription")[0] | said
    fact = reading.subscription(Seen(found, datetime(2026, 3, 1, tzinfo=UTC), 0))
    assert fact.card_expires == expected and "4242" not in repr(fact)
