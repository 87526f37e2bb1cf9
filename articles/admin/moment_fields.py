"""A day and a time of the newsroom's clock, as people type them: of our calendar, neither skipped nor shown twice.

Whatever the desk reads as a day or a moment is read here.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom.our_calendar import out_of_calendar

A_MINUTE = timedelta(minutes=1)


class DayField(forms.DateField):
    """A day of our calendar; another is refused in one sentence."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and (sentence := out_of_calendar(day)):
            raise ValidationError(sentence)
        return day


class MomentField(forms.SplitDateTimeField):
    """A moment of the newsroom's zone. One out of our calendar, one that does not exist in the zone,
    or comes twice, is refused in one sentence.
    """

    def compress(self, data_list: Any) -> datetime | None:
        if data_list and all(part not in self.empty_values for part in data_list):
            written = datetime.combine(*data_list)
            if sentence := out_of_calendar(written) or not_one_moment(written):
                raise ValidationError(sentence)
        return super().compress(data_list)


def typed_day(written: str) -> date:
    """Return the day written as 2026-11-30.

    Raises:
        ValueError: it is none, or none of our calendar.
    """
    day = date.fromisoformat(written)
    if sentence := out_of_calendar(day):
        raise ValueError(sentence)
    return day


def typed_moment(day: str, clock: str) -> datetime:
    """Return the moment of the newsroom's zone written as 2026-11-30 and 09:30.

    Raises:
        ValueError: it is none, or none of our calendar.
    """
    written = datetime.combine(typed_day(day), time.fromisoformat(clock))
    return timezone.make_aware(written, timezone.get_default_timezone())


def not_one_moment(written: datetime) -> str:
    """Return why `written`, as the newsroom's clock shows it, is no moment or two of them; empty when it is one."""
    zone = timezone.get_default_timezone()
    try:
        first, second = _offsets(written, zone)
        if first == second:
            return ""
        begin, end = _bounds(written, zone)
    except OverflowError:
        return ""  # At the ends of the calendar, where no clock is changed.
    words = {
        "time": f"{written:%H:%M}",
        "day": date_format(written, "DATE_FORMAT"),
        "zone": str(zone),
        "begin": f"{begin:%H:%M}",
        "end": f"{end:%H:%M}",
    }
    if first < second:
        sentence = _(
            "%(time)s does not exist on %(day)s: the clocks go from %(begin)s to %(end)s (%(zone)s). "
            "Choose a time before %(begin)s, or %(end)s or later."
        )
    else:
        sentence = _(
            "%(time)s comes twice on %(day)s: the clocks go from %(end)s back to %(begin)s (%(zone)s). "
            "Choose a time before %(begin)s, or %(end)s or later."
        )
    return sentence % words


def _offsets(written: datetime, zone: tzinfo) -> tuple[timedelta, timedelta]:
    """Return how far the clock is from UTC before and after the change that `written` falls into, if it does."""
    first, second = (written.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first or timedelta(), second or timedelta()


def _bounds(written: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the first minute of a clock's change, and the first one after it."""
    first, second = _offsets(written, zone)
    begin = written.replace(second=0, microsecond=0)
    while _offsets(begin - A_MINUTE, zone) == (first, second):
        begin -= A_MINUTE
    return begin, begin + abs(second - first)
