"""What a pledge is called once its money is there: a single gift by transfer is what came, whatever was announced."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from . import sentences, tier_prices
from .models import Payment, Pledge, Tier
from .money import Money

_KEPT = "kept_once"


def with_kept() -> Prefetch:
    """Return what a list of pledges fetches along, so that `name` asks nothing for each."""
    single = Payment.objects.filter(pledge__interval="once", pledge__transfer_code__isnull=False)
    return Prefetch("payments", single.select_related("tier").prefetch_related("refunds"), to_attr=_KEPT)


def name(pledge: Pledge) -> str:
    """Return "$30 once": with what came in the place of what was announced."""
    amounts = _amounts(pledge)
    return f"{amounts} {pledge.get_interval_display()}" if amounts else str(pledge)


def sentence(pledge: Pledge) -> str:
    """Return "$30 once" or "€12 every month" as sentences say it."""
    return sentences.each_time(_amounts(pledge) or pledge.amount, pledge.interval)


def amount(pledge: Pledge) -> str:
    """Return "$30"."""
    return _amounts(pledge) or str(pledge.amount)


def sums(pledge: Pledge) -> list[Money]:
    """Return what came of a single gift by transfer, a sum for each currency; of all else, what is promised."""
    found: dict[str, int] = {}
    for payment in _kept(pledge):
        found[payment.currency] = found.get(payment.currency, 0) + payment.amount_minor
    return [Money(minor, currency) for currency, minor in found.items()] or [pledge.amount]


def tier(pledge: Pledge) -> Tier | None:
    """Return the tier that a single gift paid for; of all else, the one that is promised."""
    kept = _kept(pledge)
    return kept[-1].tier if kept else pledge.tier


def other_than_promised(pledge: Pledge) -> Money | None:
    """Return the last payment of a standing order if it is another amount than what was announced."""
    if not pledge.transfer_code or not pledge.months:
        return None
    last = pledge.payments.filter(state=Payment.State.SUCCEEDED).order_by("occurred_at", "pk").last()
    return last.amount if last is not None and last.amount != pledge.amount else None


def would_follow(pledge: Pledge, came: Money) -> list[str]:
    """Return what booking another amount than the announced one means, in sentences; empty where it is the same."""
    if came == pledge.amount:
        return []
    had = tier_prices.paid_for(pledge, came)
    words = {"came": came, "announced": pledge.amount, "tier": had, "patron": pledge.patron, "promised": pledge.tier}
    lines = [
        _("%(came)s came, %(announced)s was announced by %(patron)s.") % words,
        _("%(came)s is booked: the receipt and the letter name it, and nothing is converted.") % words,
    ]
    if had is not None:
        lines.append(_("It pays for the tier “%(tier)s”.") % words)
    elif pledge.tier is not None:
        lines.append(_("It pays for no tier: “%(promised)s” was announced, and is not had.") % words)
    return lines


def _amounts(pledge: Pledge) -> str:
    return " + ".join(str(amount) for amount in sums(pledge)) if _kept(pledge) else ""


def _kept(pledge: Pledge) -> list[Payment]:
    """Return the payments of a single gift by transfer that were not given back, oldest first; all, if all were."""
    if pledge.interval != "once" or not pledge.transfer_code:
        return []
    if pledge.state not in (Pledge.State.GIVEN, Pledge.State.REFUNDED):
        return []
    found = getattr(pledge, _KEPT, None)
    rows = pledge.payments.select_related("tier").prefetch_related("refunds") if found is None else found
    came = [row for row in rows if row.state == Payment.State.SUCCEEDED and not row.is_void]
    kept = [row for row in came if row.refundable.minor] or came
    return sorted(kept, key=lambda row: (row.occurred_at, row.pk))
