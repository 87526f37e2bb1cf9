"""What the pages of lists share: the language, the place in the list, and which languages have it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.cards import PAGE_SIZE
from articles.keyset import NEWEST, Along, KeysetPage, Place, page_of
from articles.models import PublishedArticle
from articles.querysets import PublishedQuerySet, live_condition
from newsroom.view_paths import path_in


def page_language() -> str:
    """Return the language of the page being made."""
    return get_language() or settings.LANGUAGE_CODE


def live_here() -> PublishedQuerySet:
    """Return what readers of the page's language may see now."""
    return PublishedArticle.objects.live().in_language(page_language())


def asked_place(request: HttpRequest) -> Place | None:
    """Return the place in a list that `?before=` asks for; None for its beginning.

    Raises:
        Http404: the place is none that a list of ours ever gave out. A first page under every
            mistyped address would be stored, and indexed, as often as somebody mistypes.
    """
    written = request.GET.get("before")
    try:
        return Place.parse(written) if written is not None else None
    except ValueError:
        raise Http404(_("This place in the list does not exist: begin with the newest stories.")) from None


def asked_page[T: Model](
    request: HttpRequest, queryset: "QuerySet[T]", size: int = PAGE_SIZE, along: Along = NEWEST
) -> KeysetPage[T]:
    """Return the page of `queryset` that is asked for; see `asked_place`."""
    return page_of(queryset, size, asked_place(request), along=along)


def paged(request: HttpRequest, page: KeysetPage[Any]) -> dict[str, Any]:
    """Return what every template of a list is given; an older page is its own canonical address."""
    if page.is_first:
        return {"listing": page}
    return {"listing": page, "canonical": f"{request.path}?before={page.before}", "alternates": {}}


def other_languages() -> list[str]:
    """Return the site's languages but the page's."""
    return [code for code, _name in settings.LANGUAGES if code != page_language()]


def saying_where_else[T: Model](records: "QuerySet[T]", rows: str, at: datetime) -> "QuerySet[T]":
    """Set `in_uk` and the like on tags or authors: whether the list of each language has anything.

    Args:
        rows: the field of the rows that put editions onto the list.
        at: the moment for which it is asked.
    """
    relation: Any = records.model._meta.get_field(rows)
    model, owner = relation.related_model, relation.remote_field.name
    public = live_condition(f"{model.EDITION}__", at)
    listed = model._default_manager.order_by().filter(public, **{owner: OuterRef("pk")})
    return records.annotate(
        **{f"in_{code}": Exists(listed.filter(language=code)) for code, _name in settings.LANGUAGES}
    )


def where_else(record: Any) -> list[str]:
    """Return the codes of the languages that `saying_where_else` found."""
    return [code for code in other_languages() if getattr(record, f"in_{code}")]


def in_its_languages(
    request: HttpRequest,
    template: str,
    page: KeysetPage[PublishedArticle],
    context: dict[str, Any],
    codes: Iterable[str],
) -> HttpResponse:
    """Answer with the list where it has a story in the page's language.

    Where only another language has one, the answer is 404 with a link there; where none has, a plain 404.

    Args:
        codes: the other languages that have one; an older page asks for none.
    """
    codes = list(codes) if page.is_first else []
    if page.is_first and not page.items and not codes:
        raise Http404("No live story in any language.")
    alternates = {code: path_in(code, request.path) for code in codes}
    if page.items:
        alternates[page_language()] = request.path
    context |= {"alternates": alternates} | paged(request, page)
    return render(request, template, context, status=200 if page.items or not page.is_first else 404)
