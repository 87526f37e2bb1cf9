"""Addresses. The only file that names both rooms."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.static import serve

urlpatterns = [
    path("admin/", admin.site.urls),
    path("desk/", include("articles.admin.urls")),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("articles.urls_whole_site")),
    *i18n_patterns(path("", include("articles.urls")), prefix_default_language=False),
]

handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.server_error"
