"""What is so now, beside the months: rights by tier, and payments that failed and wait."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, Sum

from patrons.models import Grant, Pledge, Tier
from patrons.money import Money


@dataclass(frozen=True)
class TierLine:
    """How many patrons hold a tier (None: a right without one), through which source."""

    tier: Tier | None
    source: str
    patrons: int


@dataclass(frozen=True)
class Waiting:
    """Pledges whose last payment failed, and which are asked again."""

    number: int
    amount: Money
    oldest: datetime | None


def by_tier(at: datetime | None = None) -> list[TierLine]:
    """Return how many patrons have a valid right at a moment, by tier and where the right comes from.

    Rights that follow from pretended money are left out. Who holds two tiers is counted for each.
    """
    real = (Q(pledge=None) | Q(pledge__is_live=True)) & (Q(gift=None) | Q(gift__pledge__is_live=True))
    rows = Grant.objects.valid(at).filter(real).order_by().values_list("tier", "source")
    tiers = {tier.pk: tier for tier in Tier.objects.all()}
    places: dict[int | None, int] = {key: place for place, key in enumerate(tiers)}
    places[None] = len(tiers)
    found = rows.annotate(patrons=Count("patron", distinct=True))
    words = dict(Grant.Source.choices)
    return [
        TierLine(tiers[tier] if tier else None, str(words[source]), patrons)
        for tier, source, patrons in sorted(found, key=lambda row: (places[row[0]], -row[2], row[1]))
    ]


def waiting() -> dict[str, Waiting]:
    """Return, by currency, the real pledges whose payment failed: how many, what they owe, since when the oldest."""
    rows = Pledge.objects.filter(state=Pledge.State.PAST_DUE, is_live=True).order_by().values("currency")
    found = rows.annotate(number=Count("pk"), minor=Sum("amount_minor"), oldest=Min("told_at"))
    return {
        row["currency"]: Waiting(row["number"], Money(row["minor"], row["currency"]), row["oldest"]) for row in found
    }
