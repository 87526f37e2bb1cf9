"""The frame of the pages at the door: no menu, no script of the theme's, the readers' strict content policy."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from newsroom.site.models import SiteSettings


def page(request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of templates/admin/accounts/ that nobody keeps."""
    own = {"site_name": SiteSettings.load().local.name, "is_offered": settings.STAFF_TWO_FACTORS == "offered"}
    response = render(request, f"admin/accounts/{name}.html", own | dict(context), status=status)
    response.headers["Cache-Control"] = "private, no-store"
    # Of the two policies below /admin/ the strict one: passwords are typed here.
    response._csp_config = settings.SECURE_CSP  # type: ignore[attr-defined]
    return response


def wanted(request: HttpRequest) -> str:
    """Return where somebody was going, if that is a page of ours; else the desk."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if is_ours and len(to) < 2000 else reverse("admin:index")


def back(request: HttpRequest) -> str:
    """Return the page that a form was sent from, or the desk."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return reverse("admin:index")
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
