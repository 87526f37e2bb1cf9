"""Filters of the desk's lists that no database can be asked for: numbers out of its range, days out of its calendar."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

# What the databases hold: eight bytes with a sign.
NUMBERS = range(-(2**63), 2**63)
SEARCHED = "q"
_NUMBER = re.compile(r"\s*[+-]?\d[\d_]*\s*")


class DeskFilters:
    """Middleware: a list asked for something impossible opens whole, and says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Look at the numbers first: on PostgreSQL a refused query would spoil the transaction around it."""
        if not _is_list(request):
            return None
        asked = ((name, value) for name, values in request.GET.lists() if name != SEARCHED for value in values)
        return _whole(request) if any(_is_beyond(part) for _name, value in asked for part in value.split(",")) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for what only the database notices."""
        is_ours = isinstance(exception, OverflowError | DataError) and request.method in ("GET", "HEAD")
        return _whole(request) if is_ours and request.GET and _is_list(request) else None


def _is_list(request: HttpRequest) -> bool:
    found = request.resolver_match
    return found is not None and found.namespace == "admin" and (found.url_name or "").endswith("_changelist")


def _is_beyond(value: str) -> bool:
    if not _NUMBER.fullmatch(value):
        return False
    try:
        return int(value) not in NUMBERS
    except ValueError:  # thousands of digits, or "1__0"
        return True


def _whole(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Nothing can be filtered by that: this is the whole list. Choose a filter anew."))
    return HttpResponseRedirect(request.path)
