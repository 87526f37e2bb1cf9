"""Amounts: read as people write them, kept whole, never a float."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from patrons.money import CURRENCIES, Money, NotMoney, exponent, fee, with_fee

currencies = st.sampled_from(sorted(CURRENCIES))
minors = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12", "EUR", 1200), ("12.5", "EUR", 1250), ("12,50", "EUR", 1250), ("1 200", "UAH", 120000),
        ("0.01", "GBP", 1), ("12.500", "EUR", 1250),
        ("1\u00a0200,05", "UAH", 120005), ("500", "JPY", 500), ("1.234", "KWD", 1234), ("1.500", "KWD", 1500),
        ("19.99", "USD", 1999), ("1.15", "USD", 115), ("4.35", "USD", 435), ("12.00", "JPY", 12),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text, currency, minor):
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "reason"),
    [
        ("", "EUR", "number"), ("-5", "EUR", "number"), ("five", "EUR", "number"), ("1.2.3", "EUR", "number"),
        ("1e5", "EUR", "number"), ("12.345", "EUR", "digits"), ("0.5", "JPY", "digits"), ("1.2345", "KWD", "digits"),
        ("NaN", "EUR", "number"), ("Infinity", "EUR", "number"), ("١٢", "EUR", "number"), ("12", "XXX", "currency"),
        ("12", "eur", "currency"), ("9" * 15, "EUR", "size"), ("9" * 400, "EUR", "number"), ("1\0", "EUR", "number"),
        ("1,234.50", "USD", "number"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_a_reason(text, currency, reason):
    with pytest.raises(NotMoney) as caught:
        Money.parse(text, currency)
    assert caught.value.reason == reason


@given(minors, currencies)
def test_written_and_read_again_it_is_the_same(minor, currency):
    money = Money(minor, currency)
    assert Money.parse(str(money.amount), currency) == money
    assert Money.of(money.amount, currency) == money


def test_floats_are_refused_at_every_door():
    for wrong in (12.0, Decimal(12), "12", True):
        with pytest.raises(TypeError):
            Money(wrong, "EUR")
    with pytest.raises(TypeError):
        Money.of(12.5, "EUR")
    with pytest.raises(TypeError):
        float(Money(1, "EUR"))


def test_currencies_do_not_mix():
    with pytest.raises(TypeError):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(TypeError):
        Money(1, "EUR") < Money(1, "USD")  # noqa: B015
    assert Money(5, "EUR") - Money(7, "EUR") == Money(-2, "EUR")


@given(minors.filter(bool), currencies, st.integers(0, 2_000), st.integers(0, 1_000))
def test_with_the_fee_covered_what_was_meant_is_left_and_not_a_cent_is_asked_for_nothing(
    minor, currency, points, fixed
):
    gross = with_fee(Money(minor, currency), points, fixed)
    assert gross.minor - fee(gross.minor, points, fixed) >= minor
    assert gross.minor - 1 - fee(gross.minor - 1, points, fixed) < minor
    assert gross.currency == currency


def test_as_readers_see_them():
    with translation.override("en"):
        assert str(Money(1200, "EUR")) == "€12"
        assert str(Money(1250, "USD")) == "$12.50"
        assert str(Money(30000, "UAH")) == "300\u00a0UAH"
        assert str(Money(500, "JPY")) == "500\u00a0JPY"
        assert str(Money(-1234500, "GBP")) == "−£12,345"
        assert str(Money(1500, "KWD")) == "1.500\u00a0KWD"
    with translation.override("uk"):
        assert str(Money(1250, "EUR")) == "12,50\u00a0€"
        assert str(Money(123450000, "UAH")) == "1\u00a0234\u00a0500\u00a0грн"


def test_exponents():
    assert (exponent("JPY"), exponent("EUR"), exponent("KWD")) == (0, 2, 3)
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)


def test_no_float_stands_anywhere_in_the_room():
    """Neither the word nor a literal with a point: where money is, a float is a mistake waiting."""
    for path in sorted(Path("patrons").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_word = isinstance(node, ast.Name) and node.id in ("float", "FloatField")
            is_field = isinstance(node, ast.Attribute) and node.attr in ("FloatField", "DecimalField")
            assert not (is_float or is_word or is_field), f"{path}:{node.lineno}"
            # Two whole numbers divided give a float; Decimals are divided where amounts are shown, and nowhere else.
            assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and path.name != "charts.py"), (
                f"{path}:{node.lineno}"
            )


def test_a_change_has_a_sign_whichever_way_it_goes():
    assert [Money(minor, "EUR").signed() for minor in (4216, -4216, 0)] == ["+€42.16", "−€42.16", "€0"]
