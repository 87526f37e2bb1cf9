"""Addresses. The only file that names both rooms."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles import picture_work
from articles.views import lists
from newsroom.media_files import send
from newsroom.view_on_site import view_on_site
from patrons import appeals
from patrons.views import support as giving

# What is decoded and never run.
PIXELS = ("image/avif", "image/webp", "image/jpeg", "image/png", "image/gif", "image/x-icon", "image/vnd.microsoft")


@csrf_exempt
@csp_override({})
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture that readers get. Its name is made of its content, so it may be kept for ever."""
    try:
        response = send(request, path)
    except Http404:
        # Nobody has made it yet.
        if not picture_work.make_missing(path):
            raise
        response = send(request, path)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if not response.headers["Content-Type"].startswith(PIXELS):
        # Nothing of the kind is put there by us; should it come there, nothing in it runs.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Content-Disposition"] = "attachment"
    return response


@csrf_exempt
def support(request: HttpRequest) -> HttpResponseBase:
    """The form for patrons once tiers are offered; until then a page that the newsroom wrote under that name."""
    return giving.support(request) if appeals.current().is_open else lists.page(request, slug="support")


admin.site.index_title = _("Your desk")

urlpatterns = [
    path("admin/r/<int:content_type_id>/<int:object_id>/", admin.site.admin_view(view_on_site)),
    path("admin/", include("newsroom.accounts.urls")),
    path("admin/", admin.site.urls),
    path("desk/", include("articles.admin.urls")),
    path("media/<path:path>", media),
    path("", include("newsroom.site.urls")),
    path("", include("newsroom.first_run.urls")),
    path("", include("articles.urls_whole_site")),
    path("", include("patrons.urls_whole_site")),
    *i18n_patterns(
        path("support/", support, name="support"),
        path("support/", include("patrons.urls_you")),
        path("", include("patrons.urls")),
        path("", include("articles.urls")),
        prefix_default_language=False,
    ),
]

handler403 = "newsroom.desk_refusals.forbidden"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.server_error"
