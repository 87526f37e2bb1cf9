"""A front as readers would see it, from slots that need not be saved, at any moment."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.csp import CSP

from articles import slots
from articles.frontpage import front_page
from articles.models import Front
from articles.views.lists import section_front

from .moment_fields import typed_moment

PREVIEW_CSP = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


def preview(request: HttpRequest, front: Front, typed: Iterable[slots.Slot] | None = None) -> HttpResponse:
    """Render `front` as its public page would be.

    Args:
        typed: what stands in the form; what is stored, when none is given.
    """
    at = asked_moment(request) or timezone.now()
    request = _as_reader(request, front)
    if typed is None:
        typed = [slots.Slot.of(row) for row in front.slots.order_by("position", "pk")]
    by_hand = slots.chosen_of(typed, front.language, at)
    with translation.override(front.language):
        if front.section is not None:
            response = section_front(request, front.section, by_hand, at)
        else:
            response = render(request, "articles/front.html", {"front": front_page(front.language, at, by_hand)})
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_config = PREVIEW_CSP  # type: ignore[attr-defined]
    return response


def _as_reader(request: HttpRequest, front: Front) -> HttpRequest:
    """Return the request that a reader's browser would make for the page."""
    with translation.override(front.language):
        path = front.section.get_absolute_url() if front.section else reverse("front")
        asked = copy(request)
        asked.path = asked.path_info = path
        asked.method, asked.GET = "GET", QueryDict()
        asked.resolver_match = resolve(path)
    return asked


def asked_moment(request: HttpRequest) -> datetime | None:
    """Return the moment that the form asks for, in the newsroom's zone; none where it names none."""
    day, clock = (request.POST.get(name, "").strip() for name in ("preview_day", "preview_time"))
    try:
        return typed_moment(day, clock or "09:00")
    except ValueError:
        return None
