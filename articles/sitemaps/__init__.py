"""What search engines are told to read: an index, its parts, and the news of the last two days.

Articles stand in one part a month and language, `en-2026-11`; all other pages in the part `pages`.
Which months there are is asked of the index of the table, one probe a month; nothing is counted
and no part grows with the archive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Exists, Subquery
from django.utils import timezone

from articles import permalinks
from articles.models import PublishedArticle
from articles.querysets import PublishedQuerySet
from articles.sitemaps.pages import Address, all_pages, languages

# The protocol allows 50,000 addresses a file; no part of a newspaper comes near.
MOST = 50_000
# More is a wrong date in an import rather than a newspaper, and would be one very long statement.
MOST_MONTHS = 1_200
PAGES = "pages"
_MONTH_PART = re.compile(r"(?P<language>[a-z-]+)-(?P<month>[0-9]{4}-[0-9]{2})", re.ASCII)
NEWS_DAYS = 2
MOST_NEWS = 1_000


@dataclass(frozen=True)
class Part:
    """One line of the index: a part's name, and when the newest thing in it changed, where that is known."""

    name: str
    changed: datetime | None = None


def listed(language: str) -> PublishedQuerySet:
    """Return the live articles of `language` that have their first home here."""
    return PublishedArticle.objects.live().in_language(language).filter(canonical_url="")


# The index


def parts() -> list[Part]:
    """Return the parts of the sitemap: the pages, then a language's months with articles, newest first."""
    return [Part(PAGES), *(part for code in languages() for part in _months(code))]


def _months(language: str) -> Iterator[Part]:
    """Yield a part for every month with live articles, in three queries."""
    articles = listed(language)
    oldest = articles.order_by("published_at", "id").values("published_at")[:1]
    ends = articles.newest_first().annotate(oldest=Subquery(oldest)).values_list("pk", "published_at", "oldest").first()
    if ends is None:
        return
    months = list(islice(_months_between(ends[2], ends[1]), MOST_MONTHS))
    # Asked of one row of the table, because a query must be about something.
    probes = {f"in_{n}": Exists(articles.published_on(month, _last_day(month))) for n, month in enumerate(months)}
    found = PublishedArticle.objects.filter(pk=ends[0]).values(**probes).first() or {}
    for n, month in enumerate(months):
        if found.get(f"in_{n}"):
            yield Part(f"{language}-{month.isoformat()[:7]}", _newest_change(articles, month) if n == 0 else None)


def _newest_change(articles: PublishedQuerySet, month: date) -> datetime | None:
    rows = articles.published_on(month, _last_day(month)).values_list("published_at", "updated_at")[:MOST]
    return max((updated or published for published, updated in rows), default=None)


def _months_between(oldest: datetime, newest: datetime) -> Iterator[date]:
    """Yield the first days of the newsroom's months from `newest` back to `oldest`."""
    zone = timezone.get_default_timezone()
    month = timezone.localtime(newest, zone).date().replace(day=1)
    last = timezone.localtime(oldest, zone).date().replace(day=1)
    while month >= last:
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


# The parts


def addresses(part: str) -> list[Address]:
    """Return the pages of one part, in at most four queries. Empty: there is no such part, or nothing in it."""
    if part == PAGES:
        return list(islice(all_pages(), MOST))
    found = _MONTH_PART.fullmatch(part)
    if found is None or found["language"] not in languages():
        return []
    try:
        first = date.fromisoformat(f"{found['month']}-01")
    except ValueError:
        return []
    return _articles(found["language"], first)


def _articles(language: str, month: date) -> list[Address]:
    chosen = listed(language).published_on(month, _last_day(month)).newest_first()
    columns = ("slug", "published_at", "updated_at", "translation_group")
    translations: dict[object, dict[str, str]] = {}
    others = PublishedArticle.objects.live().exclude(language=language).filter(canonical_url="")
    groups = chosen.order_by().values("translation_group")
    for group, slug, published, code in others.filter(translation_group__in=groups).values_list(
        "translation_group", "slug", "published_at", "language"
    ):
        translations.setdefault(group, {})[code] = permalinks.article_path(slug, published, code)
    found = []
    for slug, published, updated, group in chosen.values_list(*columns)[:MOST]:
        path = permalinks.article_path(slug, published, language)
        also = translations.get(group, {})
        found.append(Address(path, updated or published, {language: path, **also} if also else {}))
    return found


# News


def news() -> list[PublishedArticle]:
    """Return the articles of the last two days in all languages, newest first, in one query."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    return list(
        PublishedArticle.objects.live()
        .filter(canonical_url="", language__in=languages(), published_at__gte=since)
        .newest_first()
        .only("article", "slug", "language", "headline", "published_at")[:MOST_NEWS]
    )
