"""What readers get when something is missing or broken. Never a word about why."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from newsroom import desk_refusals
from newsroom.bare_pages import style_sheet

# A database that is started again is there by then, more often than not.
DATABASE_SECONDS = 30


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address where nothing is: one of the desk for who works there."""
    if (of_the_desk := desk_refusals.not_found(request)) is not None:
        return of_the_desk
    response = render(request, "404.html", status=404)
    # Short: something may be published here any minute.
    response.headers["Cache-Control"] = "public, max-age=10"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for when the site itself fails: no database, no settings, no style sheet needed.

    503 where the database is away: it comes back, and whoever keeps an older page of ours shows that meanwhile.
    """
    response = HttpResponseServerError(render_to_string("500.html", {"style": style_sheet()}))
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        response.status_code = 503
        response.headers["Retry-After"] = str(DATABASE_SECONDS)
    return response
