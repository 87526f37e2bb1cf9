"""What stands beside the appeal on every page: whether patrons are asked for, and how far the campaign is.

Computed once a minute for all pages, out of the ledger.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from .figures import recurring
from .figures.recurring import GIVEN
from .models import Campaign, LedgerEntry, Tier, TierPrice
from .money import Money

KEY = "patrons-appeal"
SECONDS = 60


@dataclass(frozen=True)
class Progress:
    """How far a campaign is."""

    campaign: Campaign
    came: Money

    @property
    def goal(self) -> Money:
        return self.campaign.amount

    @property
    def percent(self) -> int:
        return max(0, min(100, self.came.minor * 100 // self.goal.minor))

    @property
    def is_monthly(self) -> bool:
        return self.campaign.counts == "monthly"


@dataclass(frozen=True)
class Appeal:
    """What all pages know: whether /support/ has a form, and the campaign of now."""

    is_open: bool
    progress: Progress | None


def current() -> Appeal:
    """Return what holds now, or held less than a minute ago."""
    found: Appeal | None = cache.get(KEY)
    if found is None:
        # Where nothing is offered nothing comes either: one question, not three.
        is_open = _is_open()
        found = Appeal(is_open, _progress() if is_open else None)
        cache.set(KEY, found, SECONDS)
    return found


def forget() -> None:
    """Let the next page look anew: somebody changed a tier, a price or a campaign."""
    cache.delete(KEY)


def _is_open() -> bool:
    priced = TierPrice.objects.filter(tier=OuterRef("pk"), is_active=True)
    return Tier.objects.filter(Exists(priced), status=Tier.Status.LIVE).exists()


def _progress() -> Progress | None:
    now = timezone.now()
    campaign = Campaign.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now).first()
    return Progress(campaign, came(campaign)) if campaign else None


def came(campaign: Campaign) -> Money:
    """Return what counts towards a campaign, in its currency: pretended money never does."""
    if campaign.counts == "monthly":
        return recurring.monthly(campaign.currency, timezone.now())
    entries = LedgerEntry.objects.filter(is_live=True, currency=campaign.currency, kind__in=GIVEN).order_by()
    until = Q(occurred_at__lt=campaign.ends_at) if campaign.ends_at else Q()
    given = entries.filter(until, occurred_at__gte=campaign.starts_at).aggregate(given=Sum("amount_minor"))["given"]
    return Money(given or 0, campaign.currency)
