"""A day and a time of the newsroom's clock, and what is said of those that the clock skips or shows twice."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

A_MINUTE = timedelta(minutes=1)


class MomentField(forms.SplitDateTimeField):
    """A moment of the newsroom's zone. One that does not exist there, or comes twice, is refused in one sentence."""

    def compress(self, data_list: Any) -> datetime | None:
        if data_list and all(data_list) and (sentence := not_one_moment(datetime.combine(*data_list))):
            raise ValidationError(sentence)
        return super().compress(data_list)


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
