"""What patrons are told before it happens: that a yearly payment is near, that a card will not be good for the next."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from . import days, letters
from .models import Pledge

AT_ONCE = 500


def renewals(now: datetime | None = None) -> int:
    """Write to those whose yearly payment is some days away, unless they do not want it."""
    now, sent = now or timezone.now(), 0
    last = days.day_of(now) + timedelta(days=settings.RENEWAL_NOTICE_DAYS)
    until = days.begin_of(last + timedelta(days=1))
    near = _renewed().filter(interval="year", period_end__gt=now, period_end__lt=until)
    for pledge in _each(near):
        if pledge.period_end is None or "renewal" in pledge.patron.no_mail_about:
            continue
        with transaction.atomic(), translation.override(pledge.speaks):
            letter = letters.renewal(pledge, pledge.period_end)
            sent += letters.send_once(pledge.patron, letter, f"pledge {pledge.pk} {pledge.period_end:%Y-%m-%d}")
    return sent


def cards(now: datetime | None = None) -> int:
    """Warn those whose card ends before the next payment, when that is near; once a card."""
    now, sent = now or timezone.now(), 0
    near = _renewed().filter(period_end__gt=now, period_end__lte=now + timedelta(days=settings.CARD_NOTICE_DAYS))
    # Months compare as they are written.
    month = f"{days.day_of(now + timedelta(days=settings.CARD_NOTICE_DAYS)):%Y-%m}"
    for pledge in _each(near.exclude(card_expires="").filter(card_expires__lte=month)):
        end = days.end_of_month(pledge.card_expires)
        if end is None or pledge.period_end is None or pledge.period_end <= end:
            continue
        with transaction.atomic(), translation.override(pledge.speaks):
            letter = letters.card_expires(pledge, end)
            sent += letters.send_once(pledge.patron, letter, f"pledge {pledge.pk} {pledge.card_expires}")
    return sent


def _renewed() -> QuerySet[Pledge]:
    """Return pledges for which we have a provider ask again; a transfer is made by its payer alone."""
    going = Pledge.objects.begun_here().filter(state=Pledge.State.ACTIVE, transfer_code=None)
    return going.exclude(subscription_ref="").exclude(interval="once")


def _each(rows: QuerySet[Pledge]) -> list[Pledge]:
    return list(rows.select_related("patron").order_by("period_end", "pk")[: AT_ONCE * 20])
