"""Where things live: addresses of articles and pages, and the pattern behind them."""

import re
from datetime import datetime
from string import Formatter

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_FIELDS = {
    "year": r"(?P<year>[0-9]{4})",
    "month": r"(?P<month>[0-9]{1,2})",
    "day": r"(?P<day>[0-9]{1,2})",
    "slug": r"(?P<slug>[-a-zA-Z0-9_]+)",
}


def _in_language(path: str, language: str) -> str:
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def article_path(slug: str, moment: datetime, language: str) -> str:
    """Return the path of an article by the `PERMALINK` pattern.

    Args:
        moment: when it was first published; the date is taken in the newsroom's time zone.
    """
    day = timezone.localtime(moment, timezone.get_default_timezone())
    path = settings.PERMALINK.format(year=day.year, month=day.month, day=day.day, slug=slug)
    return _in_language(path, language)


def page_path(slug: str, language: str) -> str:
    """Return the path of a standing page."""
    return _in_language(f"/{slug}/", language)


def permalink_regex() -> str:
    """Return the `PERMALINK` pattern as a regular expression for the URL configuration.

    Raises:
        ImproperlyConfigured: the pattern lacks {slug} or names an unknown field.
    """
    out, names = "^", set()
    for literal, field, _spec, _conversion in Formatter().parse(settings.PERMALINK.lstrip("/")):
        out += re.escape(literal)
        if field is None:
            continue
        if field not in _FIELDS:
            raise ImproperlyConfigured(
                f"PERMALINK is {settings.PERMALINK!r}: {{{field}}} is unknown. "
                "Use {year:04}, {month:02}, {day:02} and {slug}."
            )
        out += _FIELDS[field]
        names.add(field)
    if "slug" not in names:
        raise ImproperlyConfigured(f"PERMALINK is {settings.PERMALINK!r}: it must contain {{slug}}.")
    return out + "$"
