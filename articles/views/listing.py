"""What the pages of lists share: the language, the place in the list, and which languages have it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.keyset import KeysetPage, Place, page_of
from articles.models import PublishedArticle
from articles.querysets import PublishedQuerySet

PAGE_SIZE = 30


def page_language() -> str:
    """Return the language of the page being made."""
    return get_language() or settings.LANGUAGE_CODE


def live_here() -> PublishedQuerySet:
    """Return what readers of the page's language may see now."""
    return PublishedArticle.objects.live().in_language(page_language())


def asked_page[T: Model](
    request: HttpRequest, queryset: "QuerySet[T]", size: int = PAGE_SIZE, moment: str = "published_at"
) -> KeysetPage[T]:
    """Return the page that `?before=` asks for.

    Raises:
        Http404: the place is none that a list of ours ever gave out. A first page under every
            mistyped address would be stored, and indexed, as often as somebody mistypes.
    """
    written = request.GET.get("before")
    try:
        before = Place.parse(written) if written is not None else None
    except ValueError:
        raise Http404(_("This place in the list does not exist: begin with the newest stories.")) from None
    return page_of(queryset, size, before, moment=moment)


def paged(request: HttpRequest, page: KeysetPage[Any]) -> dict[str, Any]:
    """Return what every template of a list is given; an older page is its own canonical address."""
    if page.is_first:
        return {"listing": page}
    return {"listing": page, "canonical": f"{request.path}?before={page.before}", "alternates": {}}


def in_its_languages(
    request: HttpRequest,
    template: str,
    page: KeysetPage[PublishedArticle],
    context: dict[str, Any],
    narrow: Callable[[PublishedQuerySet], PublishedQuerySet],
) -> HttpResponse:
    """Answer with the list where it has a story in the page's language.

    Where only another language has one, the answer is 404 with a link there; where none has, a plain 404.
    """
    others = [code for code, _name in settings.LANGUAGES if code != page_language()]
    live = PublishedArticle.objects.live()
    codes = [code for code in others if narrow(live.in_language(code)).exists()] if page.is_first else []
    if page.is_first and not page.items and not codes:
        raise Http404("No live story in any language.")
    alternates = {code: translate_url(request.path, code) for code in codes}
    if page.items:
        alternates[page_language()] = request.path
    context |= {"alternates": alternates} | paged(request, page)
    return render(request, template, context, status=200 if page.items or not page.is_first else 404)
