"""Months, counted: where one begins by the newsroom's own clock, and where it ends."""

from datetime import UTC, date, datetime

from django.utils import timezone

# What is older than this was mistyped somewhere, and would make a table of a thousand lines.
EARLIEST = 2000 * 12


def number_of(moment: datetime) -> int:
    """Return the number of the month of a moment: years * 12 + months, so that the next one is one more."""
    there = timezone.localtime(moment)
    return there.year * 12 + there.month - 1


def first_day(number: int) -> date:
    """Return the first day of a month."""
    return date(number // 12, number % 12 + 1, 1)


def beginning(number: int) -> datetime:
    """Return the moment in which a month begins."""
    day = first_day(number)
    return datetime(day.year, day.month, 1, tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def end(number: int, now: datetime) -> datetime:
    """Return the moment that a month is looked at: its end, or now while it goes on."""
    return min(beginning(number + 1), now)
