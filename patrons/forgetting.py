"""What is not needed any more: forms, ways in, where they came from, and people's names in old deliveries."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import gifts
from .models import CheckoutAttempt, Import, ImportLine, ProviderEvent, SignIn, SupportDraft
from .providers import provider_for
from .providers.base import NotReady

SIGN_INS_FOR = timedelta(days=1)
NETWORKS_FOR = timedelta(days=30)
AT_ONCE = 500


def forget(now: datetime | None = None) -> int:
    """Delete what has had its time, and take people out of what stays; some at a time."""
    now = now or timezone.now()
    gone, _kinds = SupportDraft.objects.filter(created_at__lt=now - SupportDraft.LASTS).delete()
    gone += SignIn.objects.filter(asked_at__lt=now - SIGN_INS_FOR).delete()[0]
    old = Import.objects.filter(created_at__lt=now - timedelta(days=Import.LASTS_DAYS)).values("pk")
    gone += ImportLine.objects.filter(of__in=old).delete()[0]
    attempts = CheckoutAttempt.objects.filter(created_at__lt=now - NETWORKS_FOR).exclude(network="")
    gone += attempts.update(network="")
    gone += gifts.forget_unpaid(now)
    return gone + _shred_events(now)


def shredded(key: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a payload without whatever tells of a person."""
    try:
        return provider_for(key).shred(payload)
    except NotReady:
        # Without its provider nobody can tell what is personal: all of it goes.
        return {}


def _shred_events(now: datetime) -> int:
    before = now - timedelta(days=settings.PROVIDER_EVENTS_WHOLE_DAYS)
    rows = ProviderEvent.objects.filter(shredded_at=None, received_at__lt=before).select_related("account")
    old = list(rows.order_by("received_at")[:AT_ONCE])
    for event in old:
        event.payload, event.shredded_at = shredded(event.account.key, event.payload), now
        event.save(update_fields=["payload", "shredded_at"])
    return len(old)
