"""Lists of feeds at the desk: one is looked through before anything is added, and ours may be taken away."""

import json
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.related import health, outlines
from articles.related.outlines import NotOpml, Outline
from newsroom.site.models import SiteSettings

BYTES_AT_MOST = 2 * 1024 * 1024
# A form has a thousand fields at most; the next part of a longer list is the same file once more.
SHOWN_AT_MOST = 500


class SourceLists(ModelAdmin):
    """Adds the pages of OPML to the admin of sources."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("opml/", view(self.opml_view), name="articles_source_opml"),
            path("sources.opml", view(require_safe(self.opml_file_view)), name="articles_source_opml_file"),
            *super().get_urls(),
        ]

    def opml_view(self, request: HttpRequest) -> HttpResponse:
        """Take a list: POST a `file` to see what is in it, then `feed` for each that is to be added."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        context: dict[str, Any] = {"title": _("Take in a list of feeds"), "shown_at_most": SHOWN_AT_MOST}
        if request.method == "POST" and (chosen := request.POST.getlist("feed")):
            found = [outline for written in chosen[:SHOWN_AT_MOST] if (outline := _outline(written))]
            context["done"] = outlines.add_all(found, by=request.user)
            context["added"] = sum(one.is_new for one in context["done"])
            context["is_silent"] = health.worker_is_silent()
        elif request.method == "POST":
            context |= self._listed(request)
        around = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, "admin/articles/source/opml.html", around | context)

    def opml_file_view(self, request: HttpRequest) -> HttpResponse:
        """All sources, as other feed readers take them in."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        body = outlines.written(_("Sources of %(site)s") % {"site": SiteSettings.load().local.name})
        answer = HttpResponse(body, content_type="text/x-opml; charset=utf-8")
        answer.headers["Content-Disposition"] = content_disposition_header(True, "sources.opml") or "attachment"
        return answer

    def _listed(self, request: HttpRequest) -> dict[str, Any]:
        if request.POST.get("ticked"):
            return {"refused": _("Nothing was ticked: choose the file once more, and tick what should be added.")}
        file = request.FILES.get("file")
        if file is None:
            return {"refused": _("Choose a file first: other feed readers export one that ends in .opml or .xml.")}
        if (file.size or 0) > BYTES_AT_MOST:
            words = _("The file is larger than %(limit)d MB: that is no list of feeds.")
            return {"refused": words % {"limit": BYTES_AT_MOST // 1024**2}}
        if not file.size:
            return {"refused": _("The file is empty: export the list once more in the other feed reader.")}
        try:
            listed = outlines.read(file.read())
        except NotOpml as refused:
            return {"refused": str(refused)}
        if not listed:
            return {"refused": _("The list is empty: it names no feed.")}
        # New ones first, so that every part of a long list brings some.
        listed.sort(key=lambda one: one.source is not None)
        return {
            "listed": [(one, _written(one.outline)) for one in listed[:SHOWN_AT_MOST]],
            "is_capped": len(listed) > SHOWN_AT_MOST,
            "new": sum(one.source is None and not one.refused for one in listed[:SHOWN_AT_MOST]),
        }


def _written(outline: Outline) -> str:
    return json.dumps([outline.url, outline.title, outline.site_url, outline.language])


def _outline(written: str) -> Outline | None:
    try:
        url, title, site_url, language = (str(each).replace("\0", "")[:2000] for each in json.loads(written))
    except (ValueError, TypeError):
        return None
    return Outline(url, title, site_url, "", language)
