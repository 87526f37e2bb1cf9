"""What stands in the way of publishing, beside the form: looked at when it opens, and again while somebody writes."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles import checks
from articles.manuscript import Manuscript, stored

from .typed_form import article_of, manuscript_of

FINDINGS = "admin/articles/article/_findings.html"
LISTED_AT_MOST = 60


class CheckPages(ModelAdmin):
    """Adds the panel “Before publishing”, and the address that its script asks."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["articles/admin/checks.js"])

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("checks/", view(require_POST(self.checks_view)), name="articles_article_checks_new"),
            path("<int:article>/checks/", view(require_POST(self.checks_view)), name="articles_article_checks"),
            *super().get_urls(),
        ]

    def checks_view(self, request: HttpRequest, article: int | None = None) -> HttpResponse:
        """Check the form as it was sent; answer with the list. Nothing is written."""
        manuscript, _notes = manuscript_of(request, self, article_of(request, self, article))
        response = render(request, FINDINGS, listed(manuscript, request.user))
        response.headers["Cache-Control"] = "no-store"
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        if article is not None and self.has_change_permission(request, article):
            context |= listed(stored(article), request.user)
            context["checks_url"] = reverse("admin:articles_article_checks", args=[article.pk])
        elif article is None and not context.get("is_popup"):
            # An empty form lacks everything: what is missing is listed once somebody writes.
            context["checks_url"] = reverse("admin:articles_article_checks_new")
        return super().render_change_form(request, context, *args, **kwargs)


def listed(manuscript: Manuscript, reader: Any) -> dict[str, Any]:
    """Return what the list of findings takes: see templates/admin/articles/article/_findings.html."""
    # Where a moment is set, it is checked for that one; one that has passed says nothing any more.
    at = manuscript.article.goes_live_at
    found = checks.findings(manuscript, at if at and at > timezone.now() else None, reader=reader)
    blocking = sum(finding.blocks for finding in found)
    return {
        "findings": found[:LISTED_AT_MOST],
        "findings_left_out": max(len(found) - LISTED_AT_MOST, 0),
        "blocking": blocking,
        "warning": len(found) - blocking,
    }
