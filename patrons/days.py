"""A day that somebody typed or chose."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _


class NoDay(ValueError):
    """What was typed is no day; the sentence says how to write one."""


def noon_of(typed: str) -> datetime:
    """Return noon of a day written as 2026-12-31, in the newsroom's time zone.

    Raises:
        NoDay: with a sentence.
    """
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(typed), time(12)))
    except (ValueError, OverflowError) as error:
        raise NoDay(_("“%(value)s” is no day: write it as 2026-12-31.") % {"value": typed[:20]}) from error
