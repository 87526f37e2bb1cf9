"""Which tier an amount comes to: at the checkout, at a change, and for those who began at a provider."""

from collections.abc import Iterable

from .models import Pledge, Tier, TierPrice
from .money import Money

# What a bank took off a transfer on its way is not its payer's doing: nine tenths are the whole.
NEARLY = (9, 10)


def dearest(prices: Iterable[tuple[Tier, Money]], amount: Money) -> Tier | None:
    """Return the tier that an amount comes to: the dearest that it pays for."""
    paid_for = [(tier, price) for tier, price in prices if price <= amount]
    return max(paid_for, key=lambda each: each[1].minor)[0] if paid_for else None


def paid_for(pledge: Pledge, amount: Money) -> Tier | None:
    """Return the tier that a payment of a pledge pays for: what is promised for later is not had before.

    It follows from the amounts alone, as in `follow`.
    """
    if pledge.transfer_code:
        return _transferred(pledge, amount)
    if amount.currency != pledge.currency:
        return pledge.tier
    if amount.minor == pledge.agreed_minor:
        return pledge.agreed_tier
    prices = asked(pledge.currency, pledge.interval) if amount.minor != pledge.amount_minor else []
    return dearest(prices, amount) if prices else pledge.tier


def _transferred(pledge: Pledge, amount: Money) -> Tier | None:
    prices = asked(amount.currency, pledge.interval)
    if amount.currency == pledge.currency and amount.minor * NEARLY[1] >= pledge.amount_minor * NEARLY[0]:
        if amount.minor <= pledge.amount_minor:
            return pledge.tier
        # More may pay for more; a tier that is not offered any more, or dearer since, is had as it was announced.
        promised = next((price for tier, price in prices if tier == pledge.tier), None)
        may_be_more = pledge.tier is None or (promised is not None and promised <= amount)
        return (dearest(prices, amount) or pledge.tier) if may_be_more else pledge.tier
    if not prices and amount.currency == pledge.currency:
        # Nothing says what less of it would pay for.
        return pledge.tier
    return dearest(prices, amount)


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
