"""What is known of sign-ins and is needed no more. A schedule calls it each night."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from newsroom.networks import forget_keys

from .attempts import KEPT
from .models import Attempt, SignIn
from .sessions import REMEMBERED


def forget(now: datetime | None = None) -> int:
    """Delete sessions that are over, sign-ins, tries and keys of networks that are old; return how many.

    Those of accounts that nobody uses too.
    """
    now = now or timezone.now()
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    gone += SignIn.objects.filter(began_at__lt=now - REMEMBERED).delete()[0]
    gone += forget_keys(now)
    return gone + Attempt.objects.filter(at__lt=now - KEPT).delete()[0]
