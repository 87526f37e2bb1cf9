"""What time brings to a pledge where its provider does not tell: a pause that is over, an end that has come."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from . import changing
from .history import Via
from .models import Pledge

logger = logging.getLogger(__name__)

AT_ONCE = 200
# So long its provider has to tell by itself.
PATIENCE = timedelta(hours=1)


def end_pauses(now: datetime | None = None) -> int:
    """Go on with pledges whose pause is over. A provider that did so by itself says so when it is asked."""

    def go_on(pledge: Pledge) -> Pledge:
        return changing.resume(pledge, by=Via.CLOCK)

    now = now or timezone.now()
    return _each(go_on, state=Pledge.State.PAUSED, resume_at__lte=now - PATIENCE)


def end_pledges(now: datetime | None = None) -> int:
    """End pledges whose last day has come."""

    def end(pledge: Pledge) -> Pledge:
        return changing.cancel(pledge, at_once=True, by=Via.CLOCK, reason="asked")

    now = now or timezone.now()
    return _each(end, state=Pledge.State.CANCELING, cancel_at__lte=now - PATIENCE)


def _each(act: Callable[[Pledge], Pledge], **which: object) -> int:
    done = 0
    # One without a name at a provider came with an import, and nobody can be asked: see `dunning`.
    rows = Pledge.objects.begun_here().filter(**which).exclude(subscription_ref="").select_related("account")
    for pledge in list(rows.order_by("pk")[:AT_ONCE]):
        try:
            act(pledge)
        except (changing.NotChanged, changing.NotKnown) as error:
            logger.warning("Pledge %s could not go on by itself: %s", pledge.pk, error)
        else:
            done += 1
    return done
