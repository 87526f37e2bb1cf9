"""How small and how large one payment may be: the same for the form, and for who changes a pledge later."""

from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext as _

from .amounts import most
from .models import TierPrice
from .money import MINOR_AT_MOST, Money, NotMoney
from .providers.facts import AnyFact, DisputeFact, MemberFact, PaymentFact, RefundFact, SubscriptionFact


class OutOfSize(ValueError):
    """An amount is too small or too large to be asked for; the sentence says what can be given."""


def least(currency: str, prices: Iterable[Money]) -> Money:
    """Return the least that may be given, where these are the prices of tiers."""
    known = list(prices)
    with suppress(KeyError, NotMoney):
        known.append(Money.parse(settings.LEAST_GIFT[currency], currency))
    return min(known, key=lambda amount: amount.minor, default=Money(1, currency))


def least_asked(currency: str, interval: str) -> Money:
    """Return the least that the form takes in a currency and rhythm."""
    asked = TierPrice.objects.filter(is_active=True, tier__status="live", currency=currency, interval=interval)
    return least(currency, [price.amount for price in asked.order_by("amount_minor")[:1]])


def check(amount: Money, interval: str) -> None:
    """Stop an amount that no form would take.

    Raises:
        OutOfSize: with a sentence.
    """
    at_least, at_most = least_asked(amount.currency, interval), most(amount.currency)
    if amount < at_least:
        raise OutOfSize(
            _("%(amount)s is too little for one payment: write %(least)s or more.")
            % {"amount": amount, "least": at_least}
        )
    if at_most < amount:
        raise OutOfSize(
            _("%(amount)s is too much for one payment: write %(most)s or less, and write to us about a larger gift.")
            % {"amount": amount, "most": at_most}
        )


def denied(fact: AnyFact) -> list[Money]:
    """Return the amounts of a fact that nothing can have: no money, less than none, or more than a column holds."""
    amount = getattr(fact, "amount", None)
    found = []
    if isinstance(fact, MemberFact):
        # Who is a member without paying pays nothing.
        found = [amount] if amount is not None and amount.minor < 0 else []
    elif isinstance(fact, PaymentFact | SubscriptionFact | DisputeFact) or (
        isinstance(fact, RefundFact) and not fact.whole
    ):
        found = [amount] if amount is not None and not 0 < amount.minor <= MINOR_AT_MOST else []
    fee = getattr(fact, "fee", None)
    return [*found, *([fee] if fee is not None and fee.minor < 0 else [])]
