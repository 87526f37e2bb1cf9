"""What readers get when something is missing or broken. Never a word about why."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from newsroom import desk_refusals


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address where nothing is: one of the desk for who works there."""
    if (of_the_desk := desk_refusals.not_found(request)) is not None:
        return of_the_desk
    response = render(request, "404.html", status=404)
    # Short: something may be published here any minute.
    response.headers["Cache-Control"] = "public, max-age=10"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for when the site itself fails: no database, no settings, no style sheet needed."""
    return HttpResponseServerError(render_to_string("500.html"))
