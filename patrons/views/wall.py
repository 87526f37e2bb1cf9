"""The wall: names of patrons who asked to be read, and whom somebody of the staff let on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from newsroom.site.models import SiteSettings
from patrons import people

from .pages import public_page


@public_page
def wall(request: HttpRequest) -> HttpResponse:
    """All names, if the newsroom has a wall."""
    if not SiteSettings.load().shows_wall:
        raise Http404("The wall is switched off.")
    return render(request, "patrons/wall.html", {"names": people.wall(), "title": _("Those who stand behind us")})
