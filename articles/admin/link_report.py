"""The report of dead links: what readers can click now and what leads nowhere; and the same for drafts."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from articles import dead_links
from articles.dead_links import Dead
from articles.models import Story

from .deleting import address_of


@require_safe
@never_cache
@csp_override(cast("dict[str, list[str]]", settings.ADMIN_CSP))
def links(request: HttpRequest) -> HttpResponse:
    """Show a page of the report. Query: `where` (public, drafts), `kind`, `before` (a place in the list)."""
    if not (request.user.has_perm("articles.view_article") or request.user.has_perm("articles.change_article")):
        raise PermissionDenied
    where = "drafts" if request.GET.get("where") == "drafts" else "public"
    kind = request.GET.get("kind", "")
    kind = kind if kind in dead_links.KINDS else ""
    place = request.GET.get("before", "")
    before = int(place) if place.isascii() and place.isdecimal() and len(place) < 18 else None
    page = (dead_links.dead_in_drafts if where == "drafts" else dead_links.dead_in_public)(kind, before)
    context = {
        **admin.site.each_context(request),
        "title": _("Dead links"),
        "where": where,
        "kind": kind,
        "kinds": dead_links.KINDS,
        "rows": [_row(dead) for dead in page.found],
        "page": page,
        "is_first": before is None,
    }
    return TemplateResponse(request, "admin/articles/link_report.html", context)


def _row(dead: Dead) -> dict[str, Any]:
    row = dead.reference
    if row.page:
        headline, address = str(row.page), address_of(row.page)
    else:
        headline = str(row.edition or row.article)
        address = _article_address(row.edition.article_id if row.edition else row.article_id)
    return {
        "dead": dead,
        "headline": headline,
        "address": address,
        "target_address": _target_address(dead),
        "label": dead_links.KINDS[dead.kind],
    }


def _target_address(dead: Dead) -> str:
    if dead.target_story:
        return address_of(Story(pk=dead.target_story))
    return _article_address(dead.target_article) if dead.target_article else ""


def _article_address(number: int) -> str:
    return reverse("admin:articles_article_change", args=[number])
