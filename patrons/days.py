"""Days as the newsroom's patrons count them: of the calendar, in the newsroom's own time zone."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localtime


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
