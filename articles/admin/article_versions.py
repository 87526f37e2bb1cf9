"""What an article was: the list of its versions, each of them, and the way back to one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles import versions
from articles.body.text import plain_text
from articles.models import Article, ArticleVersion, Section
from articles.working_copy import ChangedSince

SHOWN_AT_MOST = 200


class VersionPages(ModelAdmin):
    """Adds the pages of versions below an article's address."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:article>/versions/", view(self.versions_view), name="articles_article_versions"),
            path("<int:article>/versions/<int:version>/", view(self.version_view), name="articles_article_version"),
            *super().get_urls(),
        ]

    def versions_view(self, request: HttpRequest, article: int) -> HttpResponse:
        """List the newest versions of an article."""
        found = self._article(request, article)
        kept = found.versions.select_related("made_by").defer("content")[:SHOWN_AT_MOST]
        return self._page(request, found, "versions", {"title": _("Versions"), "versions": kept})

    def version_view(self, request: HttpRequest, article: int, version: int) -> HttpResponse:
        """Show one version; a POST writes it back onto the working copy."""
        found = self._article(request, article)
        one = get_object_or_404(ArticleVersion.objects.select_related("made_by"), pk=version, article=found)
        if request.method == "POST":
            if not self.has_change_permission(request, found):
                raise PermissionDenied
            try:
                versions.restore(one, request.user, seen=_number(request.POST.get("revision")))
            except ChangedSince as late:
                messages.error(request, str(late))
                return HttpResponseRedirect(request.path)
            messages.success(request, _("The version is back in the form. Readers see no change before you publish."))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[found.pk]))
        fields = one.content["fields"]
        return self._page(
            request,
            found,
            "version",
            {
                "title": str(one),
                "version": one,
                "fields": fields,
                "section": Section.objects.filter(pk=fields.get("section_id")).first(),
                "paragraphs": [line for line in plain_text(fields.get("body", "")).splitlines() if line.strip()],
                "tags": one.content.get("tags", []),
                "may_restore": self.has_change_permission(request, found),
            },
        )

    def _article(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _page(self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "original": article, **context}
        return TemplateResponse(request, f"admin/articles/article/{name}.html", whole)


def _number(text: str | None) -> int | None:
    """The revision that the page showed; what is no number is none that ever was."""
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
