"""The pages of a sitemap that are no articles: the front, standing pages, sections, tags and authors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, groupby

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import translation

from articles.models import Author, Page, PublishedArticle, PublishedByline, PublishedTagging, Section, Tag


@dataclass(frozen=True)
class Address:
    """One page: its path, when what readers see last changed (None: not known), language → path of its translations."""

    path: str
    changed: datetime | None = None
    alternates: dict[str, str] = field(default_factory=dict)


def languages() -> list[str]:
    """Return the codes of the site's languages."""
    return [code for code, _name in settings.LANGUAGES]


def all_pages() -> Iterator[Address]:
    """Yield every page but the articles', in four queries."""
    return chain(_pages(), _sections(), _tags(), _authors())


def _pages() -> Iterator[Address]:
    """The front pages, the corrections, and the standing pages."""
    for name in ("front", "corrections"):
        yield from _in_languages(partial(reverse, name), languages())
    pages = Page.objects.filter(is_live=True).order_by("slug", "language").only("slug", "language", "saved_at")
    for _slug, same in groupby(pages.iterator(), key=lambda page: page.slug):
        versions = list(same)
        paths = {page.language: page.get_absolute_url() for page in versions}
        for page in versions:
            yield Address(paths[page.language], page.saved_at, paths if len(paths) > 1 else {})


def _sections() -> Iterator[Address]:
    """Sections in the languages in which they have articles; changed when the newest of them came."""

    def newest(code: str) -> Subquery:
        articles = PublishedArticle.objects.live().in_language(code).filter(section=OuterRef("pk"))
        return Subquery(articles.newest_first().values("published_at")[:1])

    for section in Section.objects.annotate(**{f"newest_{code}": newest(code) for code in languages()}):
        moments = {code: getattr(section, f"newest_{code}") for code in languages()}
        yield from _in_languages(section.get_absolute_url, [code for code in moments if moments[code]], moments)


def _tags() -> Iterator[Address]:
    """Tags in the languages in which they have articles."""
    return _those_with_articles(Tag.objects.filter(is_internal=False), PublishedTagging, "tag", "content_object_id")


def _authors() -> Iterator[Address]:
    """Authors in the languages in which they have articles."""
    return _those_with_articles(Author.objects.all(), PublishedByline, "author", "article_id")


def _those_with_articles(
    records: QuerySet, through: type[Model], record_field: str, edition_field: str
) -> Iterator[Address]:
    def has(code: str) -> Exists:
        # Two steps and not a join: so SQLite begins at the record, instead of at every article of the language.
        live = PublishedArticle.objects.live().in_language(code).filter(pk=OuterRef(edition_field))
        return Exists(through._default_manager.filter(Exists(live), **{record_field: OuterRef("pk")}))

    for record in records.annotate(**{f"has_{code}": has(code) for code in languages()}).order_by("slug").iterator():
        codes = [code for code in languages() if getattr(record, f"has_{code}")]
        yield from _in_languages(record.get_absolute_url, codes)


def _in_languages(
    path: Callable[[], str], codes: list[str], changed: dict[str, datetime | None] | None = None
) -> Iterator[Address]:
    """Yield one page that has the same address in each of `codes`, but for the language."""
    paths = {}
    for code in codes:
        with translation.override(code):
            paths[code] = path()
    for code in codes:
        yield Address(paths[code], (changed or {}).get(code), paths if len(paths) > 1 else {})
