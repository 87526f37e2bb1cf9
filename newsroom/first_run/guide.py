"""Leads the first visitor of an empty newspaper to the page where it begins."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from . import state


def first_run(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: while there is no account, the front page and the desk lead to the first-run page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _leads(request.path_info) and request.method in ("GET", "HEAD") and _is_new():
            return HttpResponseRedirect(reverse("set_up"), headers={"Cache-Control": "no-store"})
        return get_response(request)

    return middleware


def _leads(path: str) -> bool:
    fronts = {"/", *(f"/{code}/" for code, _name in settings.LANGUAGES)}
    return path in fronts or path.startswith(reverse("admin:index"))


def _is_new() -> bool:
    try:
        return state.is_new()
    except DatabaseError:
        return False  # no tables yet: the page itself says what is wrong
