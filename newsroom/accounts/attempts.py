"""Tries that did not succeed, counted for each account and network where all processes see it: in the database.

A try is written down before it is judged and struck out when it succeeds, so that many at once count as many.
A browser that signed in to the account before is counted by itself: strangers at the door do not shut it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from newsroom.audit.log import record
from newsroom.networks import fingerprint

from . import devices
from .models import Attempt, SignIn

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Limit:
    """So many tries in so long a time."""

    most: int
    span: timedelta


# By what is tried: for the account from browsers it does not know, and for one browser that it knows.
STRANGERS = {
    "password": (Limit(10, QUARTER), Limit(60, DAY)),
    "second": (Limit(6, QUARTER), Limit(20, DAY)),
    "confirm": (Limit(6, QUARTER), Limit(20, DAY)),
    "forgotten": (Limit(3, timedelta(hours=1)),),
}
KNOWN = {
    "password": (Limit(10, QUARTER), Limit(60, DAY)),
    "second": (Limit(8, QUARTER), Limit(40, DAY)),
    "confirm": (Limit(8, QUARTER), Limit(40, DAY)),
    "forgotten": (Limit(3, timedelta(hours=1)),),
}
# One network tries many accounts.
NETWORK = Limit(60, QUARTER)


class TooMany(Exception):
    """The sentence says when to try again."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        words = _("There were too many tries: nothing was looked at. Try again after %(time)s.")
        # The minute that is named is over by then.
        shown = timezone.localtime(until + timedelta(minutes=1))
        super().__init__(words % {"time": time_format(shown, "TIME_FORMAT")})


def key_of(email: str) -> str:
    """Return what an account is counted under, whether there is one or not."""
    return salted_hmac("newsroom.accounts.attempt", email.strip().lower(), algorithm="sha256").hexdigest()


def begin(kind: str, email: str, request: HttpRequest) -> Attempt:
    """Write a try down before it is judged; `Attempt.delete` strikes it out when it succeeded.

    Args:
        kind: one of `STRANGERS`.

    Raises:
        TooMany: it is not to be judged at all.
    """
    now = timezone.now()
    account, network = key_of(email), fingerprint(request)
    device = devices.digest(devices.token_of(request))
    if device and not SignIn.objects.filter(user__email__iexact=email.strip(), device=device).exists():
        device = ""
    limits = (KNOWN if device else STRANGERS)[kind]
    mine = Attempt.objects.filter(kind=kind, account=account, device=device)
    try_ = Attempt.objects.create(kind=kind, account=account, network=network, device=device, at=now)
    full = [until for limit in limits if (until := _full(mine, limit, now))]
    if network and not device and (until := _full(Attempt.objects.filter(network=network, device=""), NETWORK, now)):
        full.append(until)
    if full:
        # What is refused is no guess: it does not make the wait longer.
        try_.delete()
        raise TooMany(max(full))
    return try_


def failed(attempt: Attempt, user: Any = None) -> None:
    """Say that a try was wrong. The log learns of it when it is the last one for now: a number, not each."""
    limit = (KNOWN if attempt.device else STRANGERS)[attempt.kind][0]
    tries = Attempt.objects.filter(kind=attempt.kind, account=attempt.account, device=attempt.device)
    number = tries.filter(at__gt=timezone.now() - limit.span).count()
    if number == limit.most:
        record("account.tries_failed", user, kind=attempt.kind, number=number)


def since_last(email: str) -> int:
    """Return how many tries of this day were wrong, and forget those that are old."""
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - KEPT).delete()
    return Attempt.objects.filter(account=key_of(email), at__gt=now - DAY).exclude(kind="forgotten").count()


def _full(tries: QuerySet[Attempt], limit: Limit, now: datetime) -> datetime | None:
    """Return when the next try has room, or None where there is some; the one at hand is among `tries`."""
    moments = list(tries.filter(at__gt=now - limit.span).order_by("-at").values_list("at", flat=True)[: limit.most + 1])
    return moments[-1] + limit.span if len(moments) > limit.most else None
