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
from articles.onward import onward, surroundings, translations
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


def links_of(edition: PublishedArticle) -> list[PublishedRelatedLink]:
    """Return what editors chose for the article's Related news, in order, with what is shown of it."""
    links = edition.related_links.select_related("story__source", "story__own_picture").defer("story__text")
    return list(links)


def page_context(
    edition: PublishedArticle,
    *,
    tags: Iterable[Tag],
    links: list[PublishedRelatedLink],
    corrections: list[Correction],
) -> dict[str, Any]:
    """Return what the template `PAGE` takes; previews call it too, with a record that was never stored.

    Args:
        edition: with section, lead picture and bylines loaded.
        links: what editors chose for Related news, as `links_of` does.
    """
    found = references(edition.body)
    around = surroundings(edition, [*found.articles, *(link.target_id for link in links if link.target_id)])
    editions = editions_by_article(around)
    next_steps = onward(edition, links, editions)
    return {
        "article": edition,
        "body": render_body(edition.body, editions=editions, found=found),
        "tags": [tag for tag in tags if not tag.is_internal],
        "corrections": corrections,
        "related": next_steps.related,
        "more": next_steps.more,
        "alternates": translations(edition, around),
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
        links=links_of(edition),
        corrections=corrections_of(edition),
    )
    return render(request, PAGE, context)


@public_page
def print_article(request: HttpRequest, slug: str, **date: str) -> HttpResponse:
    """The article on paper: no menus, addresses of links written out."""
    edition = live_edition(slug)
    if request.path != print_path(edition):
        return HttpResponsePermanentRedirect(print_path(edition))
    context = {
        "article": edition,
        "body": render_body(edition.body, Form.PRINT),
        "corrections": corrections_of(edition),
        "canonical": edition.canonical_url or edition.get_absolute_url(),
        "alternates": {},
    }
    return render(request, "articles/print.html", context)
