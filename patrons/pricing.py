"""Prices of tiers, and which tier an amount comes to.

A price is superseded by another, and none is edited, so that old pledges say what they were.
"""

from collections.abc import Iterable

from django.db import transaction

from . import appeals
from .models import Pledge, Tier, TierPrice
from .money import Money


def dearest(prices: Iterable[tuple[Tier, Money]], amount: Money) -> Tier | None:
    """Return the tier that an amount comes to: the dearest that it pays for."""
    paid_for = [(tier, price) for tier, price in prices if price <= amount]
    return max(paid_for, key=lambda each: each[1].minor)[0] if paid_for else None


def asked(currency: str, interval: str) -> list[tuple[Tier, Money]]:
    """Return the tiers that are offered in a currency and rhythm, in their order, with what each costs."""
    rows = TierPrice.objects.filter(
        is_active=True, tier__status=Tier.Status.LIVE, currency=currency, interval=interval
    ).select_related("tier")
    return [(row.tier, row.amount) for row in rows.order_by("tier__position", "tier__pk")]


def follow(pledge: Pledge) -> None:
    """Let the tier of a pledge follow its amount, which a provider has just confirmed. The caller saves it.

    It follows from two things alone, so that it is the same in whatever order amounts are told: at the amount
    that was agreed on first the tier is the one of then, at another one it is what that pays for now.
    """
    prices = asked(pledge.currency, pledge.interval)
    if pledge.amount_minor == pledge.agreed_minor:
        pledge.tier = pledge.agreed_tier
    elif prices:
        pledge.tier = dearest(prices, pledge.amount)


@transaction.atomic
def set_price(tier: Tier, interval: str, amount: Money) -> TierPrice:
    """Ask `amount` for `tier` from now on. Running pledges keep theirs."""
    same = TierPrice.objects.select_for_update().filter(
        tier=tier, interval=interval, currency=amount.currency, is_active=True
    )
    standing = same.first()
    if standing is not None and standing.amount_minor == amount.minor:
        return standing
    same.update(is_active=False)
    made = TierPrice.objects.create(tier=tier, interval=interval, currency=amount.currency, amount_minor=amount.minor)
    transaction.on_commit(appeals.forget)
    return made


def withdraw(price: TierPrice) -> None:
    """Ask a price no longer. It stays written down."""
    TierPrice.objects.filter(pk=price.pk).update(is_active=False)
    transaction.on_commit(appeals.forget)
