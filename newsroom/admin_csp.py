"""A looser content policy for the admin theme, and nonces for the scripts it prints."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.urls import reverse
from js_asset import Media


def admin_csp(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answers below the admin's address carry `ADMIN_CSP` instead of `SECURE_CSP`.

    A form that is asked for as a popup stands in a frame of the page that asked: pages of this site may frame it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(reverse("admin:index")) and not hasattr(response, "_csp_config"):
            is_popup = IS_POPUP_VAR in request.GET
            response._csp_config = settings.ADMIN_POPUP_CSP if is_popup else settings.ADMIN_CSP  # type: ignore[attr-defined]
            # The theme allows it for every form.
            response.headers["X-Frame-Options"] = "SAMEORIGIN" if is_popup else "DENY"
        return response

    return middleware


class NonceMediaMixin:
    """For a ModelAdmin: puts the request's nonce on the form's scripts and the editor's import map."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = Media.from_media(context["media"], nonce=get_nonce(request))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
