"""An article's page, and the same article for paper."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles.body.pipeline import Form, references
from articles.carried import Carried, carried
from articles.companions import lite_path, print_path
from articles.models import PublishedArticle, PublishedRelatedLink
from articles.old_addresses import leads_to
from articles.onward import onward, translations
from articles.querysets import PublishedQuerySet
from articles.related.beside import beside
from articles.rendering import editions_by_article, render_body
from newsroom.prepared import prepared

from .public import public_page

PAGE = "articles/article.html"


def live_edition(slug: str) -> PublishedArticle:
    """Return what readers see now under `slug` in the page's language.

    Raises:
        Http404: nothing; the middleware of old addresses may know more (301, 410).
    """
    language = get_language() or settings.LANGUAGE_CODE
    found = _live_edition(slug=slug, language=language, now=timezone.now())
    if not found:
        raise Http404(f"No live article {slug!r} in {language!r}.")
    return found[0]


@prepared
def _live_edition(slug: str, language: str, now: datetime) -> PublishedQuerySet:
    live = PublishedArticle.objects.live(now).in_language(language).for_page().saying_whether_stories_are_beside()
    return live.filter(slug=slug).order_by("pk")[:1]


def page_context(
    edition: PublishedArticle, carries: Carried | None = None, links: list[PublishedRelatedLink] | None = None
) -> dict[str, Any]:
    """Return what the template `PAGE` takes; previews call it too, with a record that was never stored.

    Args:
        edition: with section and pictures loaded.
        carries: what it carries, where that is not what is stored; then its bylines are loaded too.
        links: what editors chose for Related news, where that is not what is stored with `edition`.
    """
    found = references(edition.body)
    carries = carries or carried(edition, found.pictures)
    around = beside(edition, found.articles, links, with_earlier=True)
    editions = editions_by_article(around.editions)
    next_steps = onward(edition, around, found.read_also)
    return {
        "article": edition,
        "body": render_body(edition.body, editions=editions, pictures=carries.pictures, found=found),
        "tags": [tag for tag in carries.tags if not tag.is_internal],
        "corrections": carries.corrections,
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
        # An old site had another article of that name on another day, and its address leads there.
        if (row := leads_to(request.path)) and row.new_path:
            raise Http404(f"{request.path} leads to {row.new_path}.")
        return HttpResponsePermanentRedirect(edition.get_absolute_url())
    return render(request, PAGE, page_context(edition))


@public_page
def print_article(request: HttpRequest, slug: str, **date: str) -> HttpResponse:
    """The article on paper: no menus, addresses of links written out."""
    edition = live_edition(slug)
    if request.path != print_path(edition):
        return HttpResponsePermanentRedirect(print_path(edition))
    found = references(edition.body)
    carries = carried(edition, found.pictures)
    around = beside(edition, found.articles)
    editions = editions_by_article(around.editions)
    context = {
        "article": edition,
        "body": render_body(edition.body, Form.PRINT, editions=editions, pictures=carries.pictures, found=found),
        "related": onward(edition, around, found.read_also).related,
        "corrections": carries.corrections,
        "canonical": edition.canonical_url or edition.get_absolute_url(),
        "alternates": {},
    }
    return render(request, "articles/print.html", context)
