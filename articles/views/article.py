"""An article's page, and the same article for paper."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from articles.body.pipeline import Form, references
from articles.companions import lite_path, print_path
from articles.models import Correction, PublishedArticle, PublishedRelatedLink, Tag
from articles.onward import onward, translations
from articles.related.beside import beside
from articles.rendering import editions_by_article, render_body

from .public import public_page

PAGE = "articles/article.html"


def live_edition(slug: str) -> PublishedArticle:
    """Return what readers see now under `slug` in the page's language.

    Raises:
        Http404: nothing; the middleware of old addresses may know more (301, 410).
    """
    language = get_language() or settings.LANGUAGE_CODE
    edition = PublishedArticle.objects.live().in_language(language).for_page().filter(slug=slug).first()
    if edition is None:
        raise Http404(f"No live article {slug!r} in {language!r}.")
    return edition


def corrections_of(edition: PublishedArticle) -> list[Correction]:
    """Return what was put right in the article, newest first."""
    return list(Correction.objects.filter(article=edition.article_id))


def page_context(
    edition: PublishedArticle,
    *,
    tags: Iterable[Tag],
    corrections: list[Correction],
    links: list[PublishedRelatedLink] | None = None,
) -> dict[str, Any]:
    """Return what the template `PAGE` takes; previews call it too, with a record that was never stored.

    Args:
        edition: with section, lead picture and bylines loaded.
        links: what editors chose for Related news, where that is not what is stored with `edition`.
    """
    found = references(edition.body)
    around = beside(edition, found.articles, links)
    editions = editions_by_article(around.editions)
    next_steps = onward(edition, around, found.read_also)
    return {
        "article": edition,
        "body": render_body(edition.body, editions=editions, found=found),
        "tags": [tag for tag in tags if not tag.is_internal],
        "corrections": corrections,
        "related": next_steps.related,
        "more": next_steps.more,
        "alternates": translations(edition, around.editions),
        "canonical": edition.canonical_url or edition.get_absolute_url(),
        "lite_url": lite_path(edition),
        "section_url": edition.section.get_absolute_url() if edition.section else "",
    }


@public_page
def article(request: HttpRequest, slug: str, **date: str) -> HttpResponse:
    """The article under its own address; a wrong date in the address leads there."""
    edition = live_edition(slug)
    if request.path != edition.get_absolute_url():
        return HttpResponsePermanentRedirect(edition.get_absolute_url())
    context = page_context(
        edition,
        tags=edition.tags.all(),
        corrections=corrections_of(edition),
    )
    return render(request, PAGE, context)


@public_page
def print_article(request: HttpRequest, slug: str, **date: str) -> HttpResponse:
    """The article on paper: no menus, addresses of links written out."""
    edition = live_edition(slug)
    if request.path != print_path(edition):
        return HttpResponsePermanentRedirect(print_path(edition))
    found = references(edition.body)
    around = beside(edition, found.articles)
    editions = editions_by_article(around.editions)
    context = {
        "article": edition,
        "body": render_body(edition.body, Form.PRINT, editions=editions, found=found),
        "related": onward(edition, around, found.read_also).related,
        "corrections": corrections_of(edition),
        "canonical": edition.canonical_url or edition.get_absolute_url(),
        "alternates": {},
    }
    return render(request, "articles/print.html", context)
