"""What a pledge is, and what it gives a right to: computed from all that is known of it, whatever came first.

Nothing here remembers: called twice, or after the same facts in another order, it says the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from .models import Payment, Pledge

State = Pledge.State
# How long a single gift makes somebody a patron.
ONCE = timedelta(days=31)
# What never changes again at a provider.
LAST_WORDS = (Pledge.Told.ENDED, Pledge.Told.LAPSED)
_SAID = {
    Pledge.Told.ACTIVE: State.ACTIVE,
    Pledge.Told.PAST_DUE: State.PAST_DUE,
    Pledge.Told.PAUSED: State.PAUSED,
    Pledge.Told.CANCELING: State.CANCELING,
    Pledge.Told.ENDED: State.ENDED,
    Pledge.Told.LAPSED: State.LAPSED,
    Pledge.Told.OVERDUE: State.LAPSED,
}
OVER = (State.ENDED, State.LAPSED, State.REFUNDED, State.ABANDONED)


@dataclass(frozen=True)
class Paid:
    """A payment that came in: when, for which time, what of it is still ours, and the number of its tier."""

    at: datetime
    until: datetime | None
    kept_minor: int
    tier: int | None = None
    # Booked by mistake: it never came.
    is_void: bool = False


def grace() -> timedelta:
    """Return for how long nothing is taken away after a payment that failed. Most cards are mended within a week."""
    return timedelta(days=settings.GRACE_DAYS)


def brought(pledge: Pledge) -> list[Paid]:
    """Return what an import said was paid before. It is in no book; it gives the right that was paid for."""
    if pledge.brought_until is None:
        return []
    tier = pledge.tier_id if pledge.agreed_minor is None else pledge.agreed_tier_id
    return [Paid(pledge.brought_since or pledge.created_at, pledge.brought_until, pledge.amount_minor, tier)]


def is_nobodys(pledge: Pledge) -> bool:
    """Whether no provider will ever tell how a pledge goes on: it was brought along without a name there."""
    return pledge.source == Pledge.Source.IMPORT and not pledge.subscription_ref


def paid(payments: list[Payment], lost: set[int], void: Collection[int] = ()) -> list[Paid]:
    """Return what came in of `payments`, oldest first; `lost` took a bank back, `void` were booked by mistake."""
    return [
        Paid(
            one.occurred_at, one.period_end, 0 if one.pk in lost else one.refundable.minor, one.tier_id, one.pk in void
        )
        for one in sorted(payments, key=lambda one: (one.occurred_at, one.pk))
        if one.state == Payment.State.SUCCEEDED
    ]


def paid_until(came: list[Paid]) -> datetime | None:
    """Return until when it is paid: what went back, all of it, pays for no time."""
    return max((one.until for one in came if one.until and one.kept_minor > 0), default=None)


def tier_of(pledge: Pledge, came: list[Paid]) -> int | None:
    """Return the number of the tier that is had: of the last payment that was kept, whatever is promised for later."""
    kept = [one for one in came if one.kept_minor > 0]
    # Who began at a provider has what that says.
    return pledge.tier_id if pledge.source == Pledge.Source.PROVIDER or not kept else kept[-1].tier


def state_of(pledge: Pledge, came: list[Paid]) -> str:
    """Return the state of `pledge`, of which `came` was paid."""
    if pledge.interval == "once":
        if came and pledge.transfer_code and all(one.is_void for one in came):
            return State.AWAITING
        if came:
            return State.GIVEN if any(one.kept_minor > 0 for one in came) else State.REFUNDED
    elif pledge.told in _SAID:
        return _SAID[Pledge.Told(pledge.told)]
    elif came:
        # A standing order whose payments were all taken back is one that was announced.
        is_kept = any(one.kept_minor > 0 for one in came)
        return State.ACTIVE if is_kept or not pledge.transfer_code else State.AWAITING
    # Nothing came: what somebody here said of it stands.
    return pledge.state if pledge.state in (State.AWAITING, State.ABANDONED) else State.PENDING


def grant_span(pledge: Pledge, state: str, came: list[Paid]) -> tuple[datetime, datetime | None] | None:
    """Return from when to when `pledge` makes its patron one, the end None while it goes on; None for not at all."""
    if not came or not any(one.kept_minor > 0 for one in came):
        return None
    begin = came[0].at
    kept = [one for one in came if one.kept_minor > 0]
    until = max((one.until or one.at for one in kept), default=begin)
    if pledge.interval == "once":
        return begin, max(max(one.at for one in kept) + ONCE, until)
    if state == State.PAST_DUE or (state == State.ACTIVE and is_nobodys(pledge)):
        return begin, until + grace()
    if state == State.ACTIVE:
        return begin, None
    if state == State.CANCELING and pledge.cancel_at and came[-1].kept_minor > 0:
        return begin, max(pledge.cancel_at, begin)
    # Paused, ended, lapsed, or going to end with a time whose payment went back: what was paid for is had.
    return begin, max(until, begin)
