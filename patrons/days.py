"""A day that somebody typed or chose."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

# Years near the ends of what a date can hold overflow in other time zones.
YEARS = range(1900, 3000)


class NoDay(ValueError):
    """What was typed is no day; the sentence says how to write one."""


def noon_of(typed: str) -> datetime:
    """Return noon of a day written as 2026-12-31, in the newsroom's time zone.

    Raises:
        NoDay: with a sentence.
    """
    try:
        day = date.fromisoformat(typed)
        if day.year not in YEARS:
            raise ValueError("out of any calendar that money is kept in")
        return timezone.make_aware(datetime.combine(day, time(12)))
    except ValueError as error:
        raise NoDay(_("“%(value)s” is no day: write it as 2026-12-31.") % {"value": typed[:20]}) from error
