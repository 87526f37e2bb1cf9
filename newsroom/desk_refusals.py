"""What somebody gets who may not open a page, or asks for none: on the desk a page of the desk.

Elsewhere it is one of the newspaper's.
"""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.languages import STAFF_PATHS


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that is not open to who asked. Never a word about why."""
    if not request.path_info.startswith(STAFF_PATHS):
        return render(request, "403.html", status=403)
    context = admin.site.each_context(request)
    if not context["has_permission"]:
        # Whoever has no way into the desk gets none of its menus.
        context |= {"is_popup": True}
    response = render(request, "admin/refused.html", context, status=403)
    response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
    return response


def not_found(request: HttpRequest) -> HttpResponse | None:
    """The page for an address of the desk where nothing is, for who may enter; None for all others."""
    if not request.path_info.startswith(STAFF_PATHS) or not hasattr(request, "user"):
        return None
    context = admin.site.each_context(request)
    if not context["has_permission"]:
        return None
    response = render(request, "admin/refused.html", context | {"is_missing": True}, status=404)
    response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
    return response
