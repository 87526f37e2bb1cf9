"""A renewal that failed: the patron is reminded some days after, keeps the tier for a while, and then it lapses.

The first letter goes out with the failure itself, see `patrons.announcing`.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from . import changing, days, letters, pledges
from .history import Via
from .models import Pledge, PledgeEvent
from .providers.facts import SubscriptionFact, Told
from .standing import grace

logger = logging.getLogger(__name__)

AT_ONCE = 500


def remind(now: datetime | None = None) -> int:
    """Write to those whose renewal failed some days ago; only the last letter that is due, whatever was missed."""
    now, sent = now or timezone.now(), 0
    for pledge, since in _unpaid():
        due = [after for after in settings.REMIND_AFTER_DAYS if days.passed(since, now) >= after]
        if not due or lapses_at(pledge, since) <= now:
            continue
        with transaction.atomic(), translation.override(pledge.speaks):
            letter = letters.payment_reminder(pledge, lapses_at(pledge, since))
            mark = pledge.period_end or since
            sent += letters.send_once(pledge.patron, letter, f"pledge {pledge.pk} {mark:%Y-%m-%d %H:%M} day {max(due)}")
    return sent


def lapse(now: datetime | None = None) -> int:
    """End pledges whose grace is over. A provider that does not answer is asked again next time."""
    now, done = now or timezone.now(), 0
    for pledge, since in _unpaid():
        if lapses_at(pledge, since) > now:
            continue
        try:
            changing.lapse(pledge)
        except (changing.NotChanged, changing.NotKnown) as error:
            logger.warning("Pledge %s could not lapse: %s", pledge.pk, error)
        else:
            done += 1
    return done


def lapse_brought(now: datetime | None = None) -> int:
    """End pledges that came with an import and that no provider knows, when what was paid before is used up."""
    now = now or timezone.now()
    nobodys = Pledge.objects.filter(source=Pledge.Source.IMPORT, subscription_ref="").exclude(interval="once")
    unpaid = Q(state=Pledge.State.ACTIVE, period_end__lte=now - grace())
    over = nobodys.filter(unpaid | Q(state=Pledge.State.CANCELING, cancel_at__lte=now))
    done = list(over.select_related("account").order_by("period_end", "pk")[:AT_ONCE])
    for pledge in done:
        is_wish = pledge.state == Pledge.State.CANCELING
        fact = SubscriptionFact(
            at=now, pledge=str(pledge.public_id), subscription="", live=pledge.account.is_live,
            told=Told.ENDED if is_wish else Told.LAPSED, reason="asked" if is_wish else "not renewed",
        )  # fmt: skip
        pledges.apply(pledge.account, [fact], by=Via.CLOCK)
    return len(done)


def lapses_at(pledge: Pledge, since: datetime) -> datetime:
    """Return when a pledge lapses whose payment failed at `since`: never before its right has ended."""
    return max(since, pledge.period_end or since) + grace()


def _unpaid() -> Iterator[tuple[Pledge, datetime]]:
    """Return pledges whose payment failed, and since when: for as long as they have been in this state."""
    failed = PledgeEvent.objects.filter(pledge=OuterRef("pk"), verb="state", after=Pledge.State.PAST_DUE)
    rows = Pledge.objects.begun_here().filter(state=Pledge.State.PAST_DUE).select_related("patron", "account")
    rows = rows.annotate(
        since=Subquery(failed.order_by("-at", "-pk").values(when=Coalesce("told_at", "at"))[:1])
    ).order_by("pk")
    last = 0
    while found := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        for pledge in found:
            yield pledge, pledge.since or pledge.told_at or pledge.created_at
        last = found[-1].pk
