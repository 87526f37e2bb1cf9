"""Our amounts and Stripe's whole numbers, which differ in a dozen currencies.

Stripe's rules, with its lists of currencies: https://docs.stripe.com/currencies#minor-units
"""

from django.utils.translation import gettext as _

from patrons.money import Money, exponent
from patrons.providers.base import Refused

# What Stripe counts in whole units. The Malagasy ariary has fifths, and Stripe counts none of them.
ZERO_DECIMAL = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())
# Without a smaller unit by now, and written with two noughts at Stripe all the same.
WRITTEN_WITH_CENTS = frozenset({"ISK", "UGX"})
# Counted in thousandths, of which the last digit must be a nought.
TENS_ONLY = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


def to_stripe(money: Money) -> int:
    """Return an amount as Stripe wants it.

    Raises:
        Refused: Stripe cannot take exactly this much; nothing is rounded in silence.
    """
    whole, rest = divmod(money.minor * 10 ** _digits(money.currency), 10 ** exponent(money.currency))
    if rest or (money.currency in TENS_ONLY and whole % 10):
        raise Refused(
            _("Stripe cannot take %(amount)s to the last digit: choose a rounder amount.") % {"amount": money}
        )
    return whole


def from_stripe(amount: int, currency: str) -> Money:
    """Return what Stripe calls `amount` of `currency` (in small letters)."""
    code = currency.upper()
    minor, rest = divmod(amount * 10 ** exponent(code), 10 ** _digits(code))
    if rest:
        raise ValueError(f"{amount} {currency} is no amount that we can write down")
    return Money(minor, code)


def fee_from_stripe(amount: int, currency: str) -> Money:
    """Return a fee. A part of a unit that our books do not know is a whole one: we never have more than they say."""
    unit = 10 ** max(_digits(currency.upper()) - exponent(currency.upper()), 0)
    return from_stripe(-(-amount // unit) * unit, currency)


def _digits(currency: str) -> int:
    """Return how many digits after the point Stripe's whole number holds."""
    if currency in WRITTEN_WITH_CENTS:
        return 2
    return 0 if currency in ZERO_DECIMAL else exponent(currency)
