"""A form that is older than the sign-in it came with: refused, in a sentence, with the way back."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without the mark of this browser's present sign-in: nothing of it was done.

    Django calls this for every form that fails its check against forgery.
    """
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host(), urlsplit(settings.SITE_URL).netloc}):
        came_from = request.path
    # Where it came from is opened anew, so that the next try carries the right mark.
    response = render(request, "403_csrf.html", {"back": came_from}, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response
