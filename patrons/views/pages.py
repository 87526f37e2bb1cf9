"""What the pages of the patrons' room promise caches: the same for everybody, or for nobody but one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]

# As other pages of readers: whoever changes a tier sees it soon.
PUBLIC = "public, max-age=30, stale-while-revalidate=30"
PRIVATE = "private, no-store"
# A form may lead on to a provider's own address: browsers hold the policy against redirects too.
TO_PROVIDERS: dict[str, Any] = settings.SECURE_CSP | {"form-action": [CSP.SELF, "https:"]}


def public_page[**P](view: View[P]) -> View[P]:
    """Decorator: the same for everybody, kept by shared caches. The view looks at no session and no token."""
    return _page(view, PUBLIC, "GET", "HEAD")


def private_page[**P](view: View[P]) -> View[P]:
    """Decorator: about one reader, kept by nobody and listed nowhere.

    Its forms carry marks of their own (see docs/decisions): the reader has no session here.
    """
    return _page(view, PRIVATE, "GET", "HEAD", "POST")


def _page[**P](view: View[P], kept: str, *methods: str) -> View[P]:
    @require_http_methods(list(methods))
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = kept
        if kept == PRIVATE:
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            response.headers["Referrer-Policy"] = "same-origin"
        return response

    return csrf_exempt(page)
