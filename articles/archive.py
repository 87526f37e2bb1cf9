"""Which years, months and days have stories, found by probes of an index: nothing is counted."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists
from django.utils import timezone

from .models import PublishedArticle
from .querysets import PublishedQuerySet

# More would be one very long statement, and a wrong date in an import rather than a newspaper.
MAX_YEARS = 150


@dataclass(frozen=True)
class Day:
    """A day of the newsroom's time zone and its stories, newest first."""

    date: date
    articles: list[PublishedArticle]


def by_day(articles: list[PublishedArticle]) -> list[Day]:
    """Return `articles`, which are newest first, under the days of the newsroom's time zone."""
    return [Day(day, list(stories)) for day, stories in groupby(articles, lambda article: _day(article.published_at))]


def years(language: str) -> list[date]:
    """Return the first day of each year with stories, newest first."""
    live = _live(language)
    newest = live.newest_first().values_list("published_at", flat=True).first()
    oldest = live.order_by("published_at", "id").values_list("published_at", flat=True).first()
    if newest is None or oldest is None:
        return []
    last, first = _day(newest).year, _day(oldest).year
    return _with_stories(language, [(date(y, 1, 1), date(y, 12, 31)) for y in range(last, first - 1, -1)][:MAX_YEARS])


def months(language: str, year: int) -> list[date]:
    """Return the first day of each month of `year` with stories, January first."""
    return _with_stories(language, [(date(year, m, 1), date(year, m, monthrange(year, m)[1])) for m in range(1, 13)])


def days(language: str, year: int, month: int) -> list[date]:
    """Return the days of a month with stories, the first first."""
    every = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    return _with_stories(language, [(day, day) for day in every])


def neighbours(language: str, day: date) -> tuple[date | None, date | None]:
    """Return the last day with stories before `day` and the first one after it."""
    zone = timezone.get_default_timezone()
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=zone)
    older = _live(language).filter(published_at__lt=begin).newest_first()
    newer = _live(language).filter(published_at__gte=end).order_by("published_at", "id")
    moments = [found.values_list("published_at", flat=True).first() for found in (older, newer)]
    last, first = (_day(moment) if moment else None for moment in moments)
    return last, first


def _live(language: str) -> PublishedQuerySet:
    return PublishedArticle.objects.live().in_language(language)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def _with_stories(language: str, periods: list[tuple[date, date]]) -> list[date]:
    """Return the beginnings of those periods that have stories, with one statement of as many probes."""
    probes = {f"period_{n}": Exists(_live(language).published_on(*period)) for n, period in enumerate(periods)}
    row = PublishedArticle.objects.order_by("pk").values(**probes).first() if probes else None
    return [first for n, (first, _last) in enumerate(periods) if row and row[f"period_{n}"]]
