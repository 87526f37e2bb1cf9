"""What is offered at /support/: how often, which tiers for how much, in which currencies, by which ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.conf import settings
from django.utils.translation import get_language

from . import sizes
from .amounts import most
from .models import BankAccount, Gift, ProviderAccount, Tier, TierPrice
from .models.columns import Interval
from .money import SYMBOLS, Money, exponent, with_fee
from .providers import provider_for
from .providers.base import Abilities, NotReady
from .tier_prices import dearest

# Who reads in this language thinks in this money.
AT_HOME = {"uk": "UAH"}
TRANSFER = "bank_transfer"
# The largest fee that settings may say: a half, and a fixed part in smallest units.
MOST_POINTS, MOST_FIXED = 5_000, 1_000_000


@dataclass(frozen=True)
class Choice:
    """A tier and its price."""

    tier: Tier
    price: Money

    @property
    def benefits(self) -> list[str]:
        return [line.strip() for line in self.tier.local.benefits.splitlines() if line.strip()]


@dataclass(frozen=True)
class Rhythm:
    """One answer to "how often", with what may be given so."""

    interval: Interval
    choices: list[Choice]
    least: Money

    @property
    def middle(self) -> Choice:
        return self.choices[len(self.choices) // 2]

    def tier_for(self, amount: Money) -> Tier | None:
        """Return the tier that a free amount comes to: the dearest that it pays for."""
        return dearest([(choice.tier, choice.price) for choice in self.choices], amount)


@dataclass(frozen=True)
class GiftChoice:
    """A tier to give to somebody else, and what it comes to: so many times a month's price, or a year's price."""

    tier: Tier
    prices: dict[int, Money]


@dataclass(frozen=True)
class Way:
    """An account that can be paid through now."""

    account: ProviderAccount
    is_recurring: bool
    basis_points: int
    fixed: int

    @property
    def takes_fee(self) -> bool:
        return bool(self.basis_points or self.fixed)

    def covering(self, net: Money) -> Money:
        """Return what is to be asked so that `net` is left."""
        return with_fee(net, self.basis_points, self.fixed)


@dataclass(frozen=True)
class Offer:
    """All that the form at /support/ asks, in one currency."""

    currency: str
    currencies: list[str]
    rhythms: list[Rhythm]
    ways: list[Way]
    gifts: list[GiftChoice]
    # The currencies that can be paid in just now.
    payable: list[str]

    @property
    def symbol(self) -> str:
        return SYMBOLS.get(self.currency, self.currency)

    @property
    def most(self) -> Money:
        """The most that is taken at once."""
        return most(self.currency)

    @property
    def digits(self) -> int:
        return exponent(self.currency)

    @property
    def pattern(self) -> str:
        """How an amount is written, for scripts: "€%s"."""
        return str(Money(10**self.digits, self.currency)).replace("1", "%s")

    @cached_property
    def is_pretended(self) -> bool:
        """Whether no real money can be given."""
        return bool(self.ways) and not any(way.account.is_live for way in self.ways)

    @property
    def takes_fee(self) -> bool:
        return any(way.takes_fee for way in self.ways)

    def rhythm(self, interval: str) -> Rhythm | None:
        return next((each for each in self.rhythms if each.interval == interval), None)

    def gift(self, slug: str) -> GiftChoice | None:
        return next((each for each in self.gifts if each.tier.slug == slug), None)

    @property
    def gift_months(self) -> list[int]:
        """For how many months a tier can be given, some of them at least."""
        return [months for months in Gift.MONTHS if any(months in each.prices for each in self.gifts)]

    def way(self, number: str) -> Way | None:
        return next((each for each in self.ways if str(each.account.pk) == number), None)


def offer(currency: str = "") -> Offer | None:
    """Return what is offered in `currency`, or in the usual one if nothing is; None while there is nothing at all."""
    rows = TierPrice.objects.filter(is_active=True, tier__status=Tier.Status.LIVE)
    prices = list(rows.select_related("tier").order_by("tier__position", "tier__pk"))
    if not prices:
        return None
    accounts = list(_accounts())
    banks = set(BankAccount.objects.values_list("account", "currency"))
    found = {price.currency for price in prices}
    order: list[str] = [code for code in settings.SUPPORT_CURRENCIES if code in found]
    order = [*order, *sorted(found - set(order))]
    at_home = AT_HOME.get(get_language() or "", "")
    usual = [at_home, *order] if at_home in found else order
    open_ways = {code: ways_in for code in order if (ways_in := _ways(code, accounts, banks))}
    # Whoever asked for a currency gets it, and reads which ones work; who did not, begins with one that does.
    chosen = currency if currency in found else next((code for code in usual if code in open_ways), usual[0])
    rhythms = []
    for interval in Interval:
        choices = [Choice(row.tier, row.amount) for row in prices if (row.currency, row.interval) == (chosen, interval)]
        if choices:
            prices_of_it = [choice.price for choice in choices]
            rhythms.append(Rhythm(interval, choices, sizes.least(chosen, prices_of_it)))
    return Offer(chosen, order, rhythms, open_ways.get(chosen, []), _gifts(rhythms), list(open_ways))


def _gifts(rhythms: list[Rhythm]) -> list[GiftChoice]:
    found: dict[int, GiftChoice] = {}
    for rhythm in rhythms:
        for choice in rhythm.choices if rhythm.interval.months else []:
            prices = found.setdefault(choice.tier.pk, GiftChoice(choice.tier, {})).prices
            if rhythm.interval == Interval.YEAR:
                prices[12] = choice.price
                continue
            for months in Gift.MONTHS:
                prices.setdefault(months, Money(choice.price.minor * months, choice.price.currency))
    return sorted(found.values(), key=lambda each: (each.tier.position, each.tier.pk))


def _accounts() -> Iterator[tuple[ProviderAccount, Abilities]]:
    """Return the accounts that readers may choose and that can be asked now, with what each can do."""
    for account in ProviderAccount.objects.filter(is_enabled=True):
        try:
            abilities = provider_for(account.key).abilities
        except (NotReady, ImportError):
            continue
        if not abilities.elsewhere:
            yield account, abilities


def _ways(currency: str, accounts: list[tuple[ProviderAccount, Abilities]], banks: set[tuple[int, str]]) -> list[Way]:
    """Return the ways to pay in a currency; `banks` are the accounts at banks, by number and currency."""
    found = []
    for account, abilities in accounts:
        # A transfer needs an account in its currency.
        if account.key == TRANSFER and (account.pk, currency) not in banks:
            continue
        points, fixed = account.settings.get("fee_basis_points"), account.settings.get("fee_fixed")
        found.append(
            Way(
                account, abilities.recurring, _whole(points, MOST_POINTS),
                _whole(fixed.get(currency) if isinstance(fixed, dict) else 0, MOST_FIXED),
            )
        )  # fmt: skip
    return found


def elsewhere() -> list[ProviderAccount]:
    """Return the accounts whose patrons begin at the provider's own page; the form is not for these."""
    return [account for account in ProviderAccount.objects.filter(is_enabled=True, key="patreon") if account.page]


def _whole(value: object, most: int) -> int:
    """Return a number that staff wrote into the settings of an account; nothing where it makes no sense."""
    return cast("int", value) if is_whole(value, most) else 0


def is_whole(value: object, most: int) -> bool:
    """Whether it is a whole number from 0 to `most`; true and false are none."""
    return type(value) is int and 0 <= value <= most
