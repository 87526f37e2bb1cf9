"""What there is not below a patron's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve

from .pages import private_page


@private_page
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """The same page for everybody whose address leads to nothing here: what is whose is not told by it."""
    if not rest.endswith("/") and resolve(f"{request.path_info}/").url_name != "patron_nowhere":
        return redirect(f"{request.path}/")
    return render(request, "patrons/nowhere.html", status=404)
