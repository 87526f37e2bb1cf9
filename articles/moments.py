"""Moments in words, always on the newsroom's clock and in the page's language."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape

from django.template.defaultfilters import date as date_words
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

A_DAY_OF_NEWS = timedelta(hours=20)


def moment(value: datetime) -> SafeString:
    """A day and a time of day: 29 November 2021, 18:42."""
    local = _local(value)
    return _time(local, f"{_day(local, 'j E Y')}, {local:%H:%M}")


def short_moment(value: datetime) -> SafeString:
    """The time of today's news, day and time of the last evening's, else the day: 18:42, or 28 Nov."""
    local, today = _local(value), now()
    # After midnight a list of yesterday’s date, eight times, would tell nothing of the order.
    if local.date() != today.date() and local > today - A_DAY_OF_NEWS:
        return _time(local, f"{short_day(local)} {local:%H:%M}")
    return _in_a_line(local, today)


def line_moment(value: datetime) -> SafeString:
    """One rule for short lists of any age: the time of what is of today, else the day, with a year that is not this."""
    return _in_a_line(_local(value), now())


def clock_time(value: datetime) -> SafeString:
    """The time of day, under a heading that says the day: 18:42."""
    local = _local(value)
    return _time(local, f"{local:%H:%M}")


def dated(value: datetime) -> SafeString:
    """The day with its year, whatever the day of today: 28 Nov 2021."""
    local = _local(value)
    return _time(local, day_and_year(local))


def iso_day(value: date) -> str:
    """A day for machines: 2021-11-28."""
    return f"{value:%Y-%m-%d}"


def found_on(value: datetime) -> SafeString:
    """Say on which day something without a date of its own was found: no hour, which would be ours."""
    local = _local(value)
    day = short_day(local) if local.year == now().year else day_and_year(local)
    return format_html('<time datetime="{}">{}</time>', local.date().isoformat(), _("found %(day)s") % {"day": day})


def short_day(value: date) -> str:
    """A day of this year in few letters: 28 Nov."""
    # Translators: a date format in Django's letters, for a day of this year in a narrow column.
    return _day(value, pgettext("date format", "j M"))


def day_and_year(value: date) -> str:
    """A day of another year in few letters: 28 Nov 2021."""
    # Translators: a date format in Django's letters, for a day of another year in a narrow column.
    return _day(value, pgettext("date format", "j M Y"))


def full_day(value: date) -> str:
    """A day with its name: Monday 29 November 2021."""
    # Translators: a date format in Django's letters, for a whole day with its name.
    return _day(value, pgettext("date format", "l j E Y"))


def now() -> datetime:
    """This moment in the newsroom's time zone: `{% now as today %}`."""
    return _local(timezone.now())


def _local(value: datetime) -> datetime:
    # Django's own looks each time whether somebody has set another zone for this thread: for us nobody does.
    return value.astimezone(timezone.get_default_timezone())


def _day(value: date, form: str) -> str:
    day = value.date() if isinstance(value, datetime) else value
    return _day_in(day, form, get_language() or "")


@lru_cache(maxsize=4_096)
def _day_in(day: date, form: str, language: str) -> str:
    return date_words(day, form)


def _in_a_line(local: datetime, today: datetime) -> SafeString:
    if local.date() == today.date():
        return _time(local, f"{local:%H:%M}")
    return _time(local, short_day(local) if local.year == today.year else day_and_year(local))


def _time(local: datetime, words: str) -> SafeString:
    return SafeString(f'<time datetime="{local.isoformat(timespec="seconds")}">{escape(words)}</time>')
