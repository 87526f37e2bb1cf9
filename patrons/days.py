"""Days as the newsroom's patrons count them: of the calendar, in the newsroom's own time zone."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext as _

from newsroom.our_calendar import YEARS, out_of_calendar

# A day as it is written in most of Europe.
_POINTED = re.compile(r"^([0-3][0-9])\.([01][0-9])\.([0-9]{4})$")


class NoDay(ValueError):
    """What was typed is no day; the sentence says how to write one."""


def read(typed: str) -> date | None:
    """Return a day as people write one, 2026-12-31 or 31.12.2026; None for what is none that can be meant."""
    try:
        day = date.fromisoformat(_POINTED.sub(r"\3-\2-\1", typed.strip()))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def too_far(typed: str) -> str:
    """Return why what was typed is a day, and none that can be meant; empty for all else."""
    try:
        return out_of_calendar(date.fromisoformat(_POINTED.sub(r"\3-\2-\1", typed.strip())))
    except ValueError:
        return ""


def noon_of(typed: str) -> datetime:
    """Return noon of a day written as 2026-12-31 or 31.12.2026.

    Raises:
        NoDay: with a sentence.
    """
    try:
        day = date.fromisoformat(_POINTED.sub(r"\3-\2-\1", typed.strip()))
        if day.year >= YEARS.stop:
            raise NoDay(_("“%(value)s” is too far away: choose an earlier day.") % {"value": typed[:20]})
        if sentence := out_of_calendar(day):
            raise NoDay(sentence)
        return timezone.make_aware(datetime.combine(day, time(12)))
    except NoDay:
        raise
    except ValueError as error:
        raise NoDay(_("“%(value)s” is no day: write it as 2026-12-31.") % {"value": typed[:20]}) from error


def day_of(moment: datetime) -> date:
    """Return the day that `moment` is in."""
    return localtime(moment, get_default_timezone()).date()


def begin_of(day: date) -> datetime:
    """Return the moment with which a day begins."""
    return datetime.combine(day, time(), tzinfo=get_default_timezone())


def passed(since: datetime, now: datetime) -> int:
    """Return how many midnights lie between two moments."""
    return (day_of(now) - day_of(since)).days


def end_of_month(month: str) -> datetime | None:
    """Return the last second of a month such as "2027-04"; None for what is no month."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    days = monthrange(first.year, first.month)[1]
    return begin_of(first) + timedelta(days=days, seconds=-1)
