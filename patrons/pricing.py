"""Prices of tiers: one is superseded by another, and none is edited, so that old pledges say what they were."""

from django.db import transaction

from . import appeals
from .models import Tier, TierPrice
from .money import Money


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
