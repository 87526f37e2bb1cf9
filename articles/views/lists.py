"""Pages that list stories: a section, a tag, an author, the archive, corrections; and standing pages."""

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import date as date_words
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import archive as calendar
from articles import cards, pagekeys
from articles.keyset import Along
from articles.models import Author, Correction, Page, Section, Tag
from articles.related.rails import rail_of_author, rail_of_section, rail_of_tag
from articles.rendering import live_editions, render_body
from articles.slots import Chosen, chosen, section_stories
from newsroom.pagecache.filing import filed_under
from newsroom.prepared import prepared

from .listing import (
    asked_page,
    asked_place,
    in_its_languages,
    live_here,
    page_language,
    paged,
    saying_where_else,
    where_else,
)
from .public import public_page

CORRECTIONS_SIZE = 50
RELATED_TAGS = 6


@public_page(asks=["before"])
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section: what editors put on top, or its newest story large, then the stream."""
    shown = cards.section_called(slug)
    if shown is None:
        raise Http404(f"No section {slug!r}.")
    return section_front(request, shown, chosen(page_language(), shown) if "before" not in request.GET else None)


def section_front(
    request: HttpRequest, shown: Section, by_hand: Chosen | None, at: datetime | None = None
) -> HttpResponse:
    """Return a page of a section.

    Args:
        by_hand: the stories that stand above the stream on its first page; None on the others, where
            each story stands where its date puts it.
        at: the moment it is wanted for; now, when none is given.
    """
    filed_under(pagekeys.section(shown.pk), pagekeys.OUTSIDE)
    placed = section_stories(by_hand) if by_hand else []
    page = cards.of_section(shown, page_language(), asked_place(request), without=placed, at=at)
    editions = cards.by_number(placed, at, named=placed)
    stories = [*(editions[pk] for pk in placed if pk in editions), *page.items]
    lead = stories[0] if stories and page.is_first else None
    context = paged(request, page) | {
        "section": shown,
        "section_url": shown.get_absolute_url(),
        "lead": lead,
        "rail": rail_of_section(shown, page_language()) if stories and page.is_first else [],
        "articles": stories[1:] if lead else stories,
        "title": shown.local.name,
        "description": shown.local.description,
    }
    return render(request, "articles/section.html", context)


@public_page(asks=["before"])
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag's stories by day. Internal tags have no page."""
    shown = _the_one(_tag(slug=slug, now=timezone.now()))
    filed_under(pagekeys.tag(shown.pk), pagekeys.OUTSIDE)
    page = cards.of_tag(shown, page_language(), asked_place(request))
    keys = tuple(article.pk for article in page.items)
    context = {
        "tag": shown,
        "days": calendar.by_day(page.items),
        "related_tags": _related_tags(tag=shown.pk, editions=keys) if keys else [],
        "rail": rail_of_tag(shown, page_language()) if keys and page.is_first and shown.shows_outside else [],
        "title": shown.local.name,
        "description": shown.local.description,
    }
    return in_its_languages(request, "articles/tag.html", page, context, where_else(shown))


@public_page(asks=["before"])
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """A name of the byline: who that is, and what they wrote."""
    shown = _the_one(_author(slug=slug, now=timezone.now()))
    filed_under(pagekeys.author(shown.pk), pagekeys.OUTSIDE)
    page = cards.of_author(shown, page_language(), asked_place(request))
    context = {
        "author": shown,
        "articles": page.items,
        "rail": rail_of_author(page.items, page_language()) if page.items and page.is_first else [],
        "title": shown.local.name,
        "description": shown.local.role,
    }
    return in_its_languages(request, "articles/author.html", page, context, where_else(shown))


@public_page
def archive(request: HttpRequest) -> HttpResponse:
    """The years with stories."""
    filed_under(pagekeys.stories(page_language()))
    return render(request, "articles/archive.html", {"years": calendar.years(page_language()), "title": _("Archive")})


@public_page
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """The months of a year with stories."""
    filed_under(pagekeys.stories(page_language()))
    first = _date(year)
    months = _found(calendar.months(page_language(), year))
    context = {"year": first, "months": months, "title": _archive_title(str(year))}
    return render(request, "articles/archive.html", context)


@public_page
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The days of a month with stories."""
    filed_under(pagekeys.stories(page_language()))
    first = _date(year, month)
    days = _found(calendar.days(page_language(), year, month))
    context = {"month": first, "days_of_month": days, "title": _archive_title(date_words(first, "F Y"))}
    return render(request, "articles/archive_days.html", context)


@public_page(asks=["before"])
def archive_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """All stories of a day, newest first."""
    filed_under(pagekeys.stories(page_language()))
    shown = _date(year, month, day)
    page = asked_page(request, live_here().published_on(shown, shown).for_cards())
    older, newer = calendar.neighbours(page_language(), shown)
    context = paged(request, page) | {
        "month": shown,
        "day": shown,
        "articles": _found(page.items),
        "older_day": older,
        "newer_day": newer,
        "title": _archive_title(date_words(shown, "j E Y")),
    }
    return render(request, "articles/archive_days.html", context)


@public_page(asks=["before"])
def corrections(request: HttpRequest) -> HttpResponse:
    """What was put right, newest first, each with its article."""
    filed_under(pagekeys.CORRECTIONS)
    readable = Exists(live_here().filter(article=OuterRef("article")))
    page = asked_page(request, Correction.objects.filter(readable), CORRECTIONS_SIZE, along=Along("made_at"))
    editions = live_editions(one.article_id for one in page.items)
    listed = [(one, editions[one.article_id]) for one in page.items if one.article_id in editions]
    context = paged(request, page) | {"corrections": listed, "title": _("Corrections")}
    return render(request, "articles/corrections.html", context)


@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A standing page, such as About."""
    pages = {found.language: found for found in Page.objects.filter(slug=slug, is_live=True)}
    shown = pages.get(page_language())
    if shown is None:
        raise Http404(f"No page {slug!r} in {page_language()!r}.")
    context = {
        "page": shown,
        "body": render_body(shown.body),
        "alternates": {code: other.get_absolute_url() for code, other in pages.items()},
        "title": shown.title,
        "description": shown.description,
    }
    return render(request, "articles/page.html", context)


@prepared
def _tag(*, slug: str, now: datetime) -> "QuerySet[Tag]":
    return saying_where_else(Tag.objects.filter(is_internal=False, slug=slug), "published_taggings", now)


@prepared
def _author(*, slug: str, now: datetime) -> "QuerySet[Author]":
    return saying_where_else(Author.objects.filter(slug=slug).select_related("portrait"), "publishedbylines", now)


@prepared
def _related_tags(*, tag: int, editions: tuple[int, ...]) -> "QuerySet[Tag]":
    beside = Tag.objects.filter(is_internal=False, published_taggings__content_object__pk__in=editions).exclude(pk=tag)
    return beside.annotate(shared=Count("published_taggings")).order_by("-shared", "name")[:RELATED_TAGS]


def _the_one[T](found: list[T]) -> T:
    if not found:
        raise Http404("No such page.")
    return found[0]


def _archive_title(when: str) -> str:
    return _("Archive: %(when)s") % {"when": when}


def _date(year: int, month: int = 1, day: int = 1) -> date:
    try:
        # The first and the last year of the calendar leave no room for the day before and after.
        return date(year if 1 < year < 9999 else 0, month, day)
    except (ValueError, OverflowError):
        raise Http404("No such day.") from None


def _found[T](items: list[T]) -> list[T]:
    if not items:
        raise Http404("Nothing was published then.")
    return items
