"""What patrons are told before it happens: that a yearly payment is near, that a card will not be good for the next."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from . import days, letters
from .models import Pledge
from .next_payment import next_at

AT_ONCE = 500


def renewals(now: datetime | None = None) -> int:
    """Write to those whose yearly payment is some days away, unless they do not want it."""
    now, sent = now or timezone.now(), 0
    last = days.day_of(now) + timedelta(days=settings.RENEWAL_NOTICE_DAYS)
    until = days.begin_of(last + timedelta(days=1))
    near = _renewed().filter(interval="year", next_at__gt=now, next_at__lt=until)
    for pledge in _each(near):
        if "renewal" in pledge.patron.no_mail_about:
            continue
        with transaction.atomic(), translation.override(pledge.speaks):
            letter = letters.renewal(pledge, pledge.next_at)
            sent += letters.send_once(pledge.patron, letter, f"pledge {pledge.pk} {pledge.next_at:%Y-%m-%d}")
    return sent


def cards(now: datetime | None = None) -> int:
    """Warn those whose card ends before the next payment, when that is near; once a card."""
    now, sent = now or timezone.now(), 0
    near = _renewed().filter(next_at__gt=now, next_at__lte=now + timedelta(days=settings.CARD_NOTICE_DAYS))
    # Months compare as they are written.
    month = f"{days.day_of(now + timedelta(days=settings.CARD_NOTICE_DAYS)):%Y-%m}"
    for pledge in _each(near.exclude(card_expires="").filter(card_expires__lte=month)):
        end = days.end_of_month(pledge.card_expires)
        if end is None or pledge.next_at <= end:
            continue
        with transaction.atomic(), translation.override(pledge.speaks):
            letter = letters.card_expires(pledge, end, pledge.next_at)
            sent += letters.send_once(pledge.patron, letter, f"pledge {pledge.pk} {pledge.card_expires}")
    return sent


def _renewed() -> QuerySet[Any]:
    """Return pledges for which we have a provider ask again, and when; a transfer is made by its payer alone."""
    going = Pledge.objects.begun_here().filter(state=Pledge.State.ACTIVE, transfer_code=None)
    return going.exclude(subscription_ref="").exclude(interval="once").annotate(next_at=next_at())


def _each(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.select_related("patron").order_by("next_at", "pk")[: AT_ONCE * 20])
