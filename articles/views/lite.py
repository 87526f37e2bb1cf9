"""The lite edition: one small file a page, for bad nights and slow lines."""

import base64
import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.csp import csp_override

from articles.body.pipeline import Form, references
from articles.carried import Carried, carried
from articles.companions import lite_path
from articles.frontpage import front_page
from articles.models import PublishedArticle, PublishedRelatedLink
from articles.onward import onward, translations
from articles.related.beside import beside
from articles.rendering import editions_by_article, render_body

from .article import live_edition
from .public import public_page

LITE_PAGE = "articles/lite_article.html"
# The whole style of the lite pages: the system's fonts and colours, and no second request.
STYLE = (
    ":root{color-scheme:light dark;background:Canvas;color:CanvasText}a{color:LinkText}"
    "body{max-width:36rem;margin:0 auto;padding:1rem;font:1.125rem/1.55 Georgia,serif;overflow-wrap:break-word}"
    "h1{font-size:1.75rem;line-height:1.15;margin:.5em 0}"
    "h2{font-size:1.125rem;border-top:2px solid;padding-top:.5rem;margin:1.5rem 0 .25rem}"
    "h3{font-size:1.125rem;margin:1.2em 0 0}"
    "blockquote{margin:1.2em 0;padding-left:1rem;border-left:3px solid;font-style:italic}"
    "nav a,.links a{display:inline-block;padding:.55rem .9rem .55rem 0}"
    ".links{list-style:none;padding:0;margin:0}"
    "table{border-collapse:collapse;display:block;overflow-x:auto}"
    "th,td{border-bottom:1px solid;padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}"
    "caption{text-align:left;font-weight:700}"
    "article h2{border:0;padding:0}"
    "body>footer{border-top:2px solid;margin-top:1.5rem}"
)
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# One known block of style, and nothing else whatever gets into a page.
LITE_CSP: dict[str, Any] = settings.SECURE_CSP | {
    "style-src": [f"'sha256-{_HASH}'"],
    "script-src": [CSP.NONE],
    "font-src": [CSP.NONE],
    "connect-src": [CSP.NONE],
    "frame-src": [CSP.NONE],
    "manifest-src": [CSP.NONE],
}
# Safe: a constant of this module.
SAFE_STYLE = mark_safe(STYLE)


@public_page
@csp_override(LITE_CSP)
def lite_front(request: HttpRequest) -> HttpResponse:
    """The front page as headlines."""
    page = front_page(get_language() or settings.LANGUAGE_CODE)
    top = [*([page.lead] if page.lead else []), *page.desk, *page.also]
    rails = [rail for row in page.rows for rail in row.rails]
    return render(
        request,
        "articles/lite_front.html",
        {
            "style": SAFE_STYLE,
            "top": top,
            "latest": page.latest,
            "rails": [*rails, *page.opinion],
            "canonical": reverse("front"),
        },
    )


def lite_context(
    edition: PublishedArticle, carries: Carried | None = None, links: list[PublishedRelatedLink] | None = None
) -> dict[str, Any]:
    """Return what the template `LITE_PAGE` takes: see `page_context` beside it."""
    found = references(edition.body)
    carries = carries or carried(edition, found.pictures)
    around = beside(edition, found.articles, links)
    editions = editions_by_article(around.editions)
    return {
        "style": SAFE_STYLE,
        "article": edition,
        "body": render_body(edition.body, Form.LITE, editions=editions, pictures=carries.pictures, found=found),
        "corrections": carries.corrections,
        "related": onward(edition, around, found.read_also).related,
        "alternates": translations(edition, around.editions),
        "canonical": edition.canonical_url or edition.get_absolute_url(),
    }


@public_page
@csp_override(LITE_CSP)
def lite_article(request: HttpRequest, slug: str, **date: str) -> HttpResponse:
    """The article as text; each picture is a link with what it shows."""
    edition = live_edition(slug)
    if request.path != lite_path(edition):
        return HttpResponsePermanentRedirect(lite_path(edition))
    return render(request, LITE_PAGE, lite_context(edition))
