"""Our amounts and Stripe's whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrons.money import CURRENCIES, Money
from patrons.providers.base import Refused
from patrons.providers.stripe.amounts import TENS_ONLY, ZERO_DECIMAL, from_stripe, to_stripe


@pytest.mark.parametrize(
    ("money", "whole"),
    [
        (Money(1250, "EUR"), 1250), (Money(20050, "UAH"), 20050), (Money(500, "JPY"), 500), (Money(5, "ISK"), 500),
        (Money(5, "UGX"), 500), (Money(5120, "KWD"), 5120), (Money(300, "MGA"), 3), (Money(1000, "HUF"), 1000),
    ],
)  # fmt: skip
def test_each_kind_of_currency(money, whole):
    assert to_stripe(money) == whole and from_stripe(whole, money.currency.lower()) == money


@pytest.mark.parametrize("money", [Money(5124, "KWD"), Money(150, "MGA")])
def test_what_stripe_cannot_say_is_refused_and_not_rounded(money):
    with pytest.raises(Refused, match="rounder"):
        to_stripe(money)


def test_what_we_cannot_write_down_is_an_error():
    with pytest.raises(ValueError, match="no amount"):
        from_stripe(550, "isk")


@given(st.integers(0, 10**10), st.sampled_from(sorted(CURRENCIES)))
def test_there_and_back_it_is_the_same(minor, currency):
    minor -= minor % 10 if currency in TENS_ONLY else minor % 100 if currency == "MGA" else 0
    assert from_stripe(to_stripe(Money(minor, currency)), currency.lower()) == Money(minor, currency)


def test_the_lists_are_currencies():
    assert ZERO_DECIMAL | TENS_ONLY <= CURRENCIES
