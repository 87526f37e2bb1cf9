"""What stands beside the appeal on every page: whether patrons are asked for, and how far the campaign is.

How far that is comes out of the ledger every ten minutes (`recount`), and is the same on every page until then:
pages are stored whole, and each euro that came would otherwise empty the store.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from newsroom.pagecache.filing import EVERYTHING, true_until
from newsroom.pagecache.kept import forget as forget_kept
from newsroom.pagecache.kept import kept
from newsroom.pagecache.retiring import retire

from .figures import recurring
from .figures.recurring import GIVEN
from .models import Campaign, LedgerEntry, Tier, TierPrice
from .money import Money

KEY = "patrons-appeal"


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
    """What all pages know: whether /support/ has a form, and the campaign of now.

    Attributes:
        until: when a campaign begins or ends.
    """

    is_open: bool
    progress: Progress | None
    until: datetime | None = None


def current() -> Appeal:
    """Return what holds since something was last changed or counted."""
    found = kept(KEY, _look_up, through_turns=True)
    if found.until is not None and found.until <= timezone.now():
        forget_kept(KEY)
        found = kept(KEY, _look_up, through_turns=True)
    true_until(found.until)
    return found


def _look_up() -> Appeal:
    # Where nothing is offered nothing comes either: one question, not three.
    is_open = _is_open()
    return Appeal(is_open, _progress() if is_open else None, _next_change() if is_open else None)


def forget() -> None:
    """Let every page be made anew: somebody changed a tier, a price or a campaign."""
    forget_kept(KEY)
    retire(EVERYTHING)


def recount() -> bool:
    """Count how far the campaign of now is; return whether readers are told something else from now on."""
    campaign = _running()
    if campaign is None:
        return False
    minor = came(campaign).minor
    if not Campaign.objects.filter(pk=campaign.pk).exclude(came_minor=minor).update(came_minor=minor):
        return False
    forget()
    return True


def _is_open() -> bool:
    priced = TierPrice.objects.filter(tier=OuterRef("pk"), is_active=True)
    return Tier.objects.filter(Exists(priced), status=Tier.Status.LIVE).exists()


def _progress() -> Progress | None:
    campaign = _running()
    if campaign is None:
        return None
    counted = campaign.came_minor
    return Progress(campaign, came(campaign) if counted is None else Money(counted, campaign.currency))


def _running() -> Campaign | None:
    now = timezone.now()
    return Campaign.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now).first()


def _next_change() -> datetime | None:
    now = timezone.now()
    starts = Campaign.objects.filter(starts_at__gt=now).order_by().values_list("starts_at")
    ends = Campaign.objects.filter(ends_at__gt=now).order_by().values_list("ends_at")
    return min((moment for (moment,) in starts.union(ends)), default=None)


def came(campaign: Campaign) -> Money:
    """Return what counts towards a campaign, in its currency: pretended money never does."""
    if campaign.counts == "monthly":
        return recurring.monthly(campaign.currency, timezone.now())
    entries = LedgerEntry.objects.filter(is_live=True, currency=campaign.currency, kind__in=GIVEN).order_by()
    until = Q(occurred_at__lt=campaign.ends_at) if campaign.ends_at else Q()
    given = entries.filter(until, occurred_at__gte=campaign.starts_at).aggregate(given=Sum("amount_minor"))["given"]
    return Money(given or 0, campaign.currency)
