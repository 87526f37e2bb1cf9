"""Money: a whole number of a currency's smallest units. No amount is ever a float, and none is rounded in silence.

Currencies and their exponents: ISO 4217, https://www.iso.org/iso-4217-currency-codes.html
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from django.utils import formats
from django.utils.translation import get_language

# Without a smaller unit, and with a thousandth; the rest has hundredths.
WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
HUNDREDTHS = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
    "KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG".split()
)
CURRENCIES = WHOLE | THOUSANDTHS | HUNDREDTHS
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
# How people of a language write a currency that has no sign elsewhere.
_AT_HOME = {"UAH": {"uk": "грн"}}
# More than any newsroom was ever given at once, and far below what a column holds.
MINOR_AT_MOST = 10**14
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_NUMBER = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,9})?", re.ASCII)


class NotMoney(ValueError):
    """A text is no amount of a currency. `reason` is one of "number", "digits", "currency", "size"."""

    def __init__(self, reason: str, text: object) -> None:
        super().__init__(f"{text!r} is no amount: {reason}")
        self.reason = reason


def exponent(currency: str) -> int:
    """Return how many digits after the point amounts in `currency` have.

    Raises:
        NotMoney: it is no currency in use.
    """
    if currency not in CURRENCIES:
        raise NotMoney("currency", currency)
    return 0 if currency in WHOLE else 3 if currency in THOUSANDTHS else 2


@dataclass(frozen=True, order=False)
class Money:
    """`minor` smallest units of `currency`: Money(1250, "EUR") is twelve euros fifty. May be negative."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if type(self.minor) is not int:
            raise TypeError(f"Money is counted in whole units, not in {type(self.minor).__name__}.")
        if abs(self.minor) > MINOR_AT_MOST:
            raise NotMoney("size", self.minor)

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """Return the amount that a person wrote: “12”, “12.50”, “12,50”, “1 200”. It is never negative.

        Raises:
            NotMoney: it is no number, has more digits than the currency, or is beyond all sense.
        """
        digits = _SPACES.sub("", str(text))
        if not _NUMBER.fullmatch(digits):
            raise NotMoney("number", text)
        return cls.of(Decimal(digits.replace(",", ".")), currency)

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> Self:
        """Return `amount` of whole units, as Decimal("12.50").

        Raises:
            NotMoney: it has more digits than the currency, or is beyond all sense.
        """
        if not isinstance(amount, Decimal):
            raise TypeError(f"An amount is a Decimal, not a {type(amount).__name__}.")
        digits = exponent(currency)
        try:
            minor = amount.scaleb(digits)
            whole = int(minor)
        except (InvalidOperation, OverflowError, ValueError) as error:
            raise NotMoney("number", amount) from error
        if minor != whole:
            raise NotMoney("digits", amount)
        return cls(whole, currency)

    @property
    def amount(self) -> Decimal:
        """The amount in whole units, with all the digits of its currency."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: Self) -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Self) -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        """As people of the page's language write it, without “.00”."""
        digits = exponent(self.currency)
        whole = self.minor % 10**digits == 0
        number = formats.number_format(abs(self.amount), decimal_pos=0 if whole else digits, force_grouping=True)
        sign, symbol = "−" if self.minor < 0 else "", SYMBOLS.get(self.currency)
        symbol = _AT_HOME.get(self.currency, {}).get((get_language() or "en").partition("-")[0], symbol)
        if symbol and (get_language() or "en").startswith("en"):
            return f"{sign}{symbol}{number}"
        return f"{sign}{number}\u00a0{symbol or self.currency}"

    def signed(self) -> str:
        """Return it as a change: with a sign whichever way it goes."""
        return f"+{self}" if self.minor > 0 else str(self)

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise TypeError(f"{self.currency} cannot be counted together with {getattr(other, 'currency', other)!r}.")
        return other.minor


def with_fee(net: Money, basis_points: int, fixed: int) -> Money:
    """Return the least amount of which at least `net` is left when the fee has gone.

    The fee of an amount is `basis_points` hundredths of a per cent of it, rounded up, and `fixed`
    smallest units more.
    """
    if not 0 <= basis_points < 10_000 or fixed < 0 or net.minor < 0:
        raise ValueError("A fee is at least nothing and less than the whole.")
    # At most a unit or two below the answer: rounding up happens once, and we step over it.
    gross = -(-(net.minor + fixed) * 10_000 // (10_000 - basis_points))
    while gross > net.minor and gross - 1 - fee(gross - 1, basis_points, fixed) >= net.minor:
        gross -= 1
    while gross - fee(gross, basis_points, fixed) < net.minor:
        gross += 1
    return Money(gross, net.currency)


def fee(minor: int, basis_points: int, fixed: int) -> int:
    """Return the fee of an amount in its smallest units, see `with_fee`."""
    return -(-minor * basis_points // 10_000) + fixed
