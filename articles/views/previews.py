"""The reader's page of an article that readers do not have: for the desk's preview and for shared drafts.

The page is made with a request of its own that carries nobody's session, in the article's language,
by the functions and templates of the public views: so it is the public page.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.csp import CSP

from articles.carried import Carried
from articles.previewing import Preview

from .article import PAGE, page_context
from .lite import LITE_CSP, LITE_PAGE, lite_context

# As on the public page, but the desk may frame it.
FRAMED = {"frame-ancestors": [CSP.SELF]}


def page_html(
    preview: Preview, request: HttpRequest, *, template: str = PAGE, extra: dict[str, Any] | None = None
) -> str:
    """Return the article's page as HTML.

    Args:
        request: whose host and scheme count; nothing else of it is looked at.
        extra: what another `template`, one that extends `PAGE`, takes besides.
    """
    with translation.override(preview.edition.language):
        context = page_context(preview.edition, Carried(preview.tags, preview.corrections), preview.links)
        return render_to_string(template, context | (extra or {}), _readers_request(preview, request))


def lite_html(preview: Preview, request: HttpRequest) -> str:
    """Return the article's page in the lite edition as HTML."""
    with translation.override(preview.edition.language):
        context = lite_context(preview.edition, Carried(preview.tags, preview.corrections), preview.links)
        return render_to_string(LITE_PAGE, context, _readers_request(preview, request))


def unlisted(html: str, policy: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return an answer that nothing keeps and no search engine lists."""
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response._csp_config = policy  # type: ignore[attr-defined]
    return response


def framed(html: str, *, lite: bool = False) -> HttpResponse:
    """Return a preview for the desk's own frame."""
    response = unlisted(html, (LITE_CSP if lite else settings.SECURE_CSP) | FRAMED)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _readers_request(preview: Preview, request: HttpRequest) -> HttpRequest:
    readers = HttpRequest()
    readers.method = "GET"
    readers.path = readers.path_info = preview.edition.get_absolute_url()
    readers.META = {name: request.META[name] for name in ("SERVER_NAME", "SERVER_PORT") if name in request.META}
    return readers
