"""How readers will see it, saved or not, and links for people without an account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.html import format_html_join
from django.views.decorators.http import require_POST, require_safe

from articles import rights, sharing
from articles.manuscript import Manuscript, stored
from articles.models import Article, ShareLink
from articles.previewing import preview
from articles.views.previews import framed, lite_html, page_html

from .typed_form import article_of, manuscript_of

LINKS_SHOWN = 20
# The only page of the desk that holds a frame, and only one of our own.
FRAME_CSP: dict[str, Any] = settings.ADMIN_CSP | {"frame-src": [CSP.SELF]}
SHARES = "admin/articles/article/_share_links.html"


class PreviewPages(ModelAdmin):
    """Adds the preview and its frame, and what makes and ends share links."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["articles/admin/sharing.js"])

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        frame, page = view(require_safe(self.preview_view)), view(self.preview_page_view)
        share, revoke = view(require_POST(self.share_view)), view(require_POST(self.revoke_view))
        return [
            path("preview/", frame, name="articles_article_preview_new"),
            path("preview/page/", page, name="articles_article_preview_page_new"),
            path("<int:article>/preview/", frame, name="articles_article_preview"),
            path("<int:article>/preview/page/", page, name="articles_article_preview_page"),
            path("<int:article>/share/", share, name="articles_article_share"),
            path("<int:article>/share/<int:link>/revoke/", revoke, name="articles_article_share_revoke"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, article: int | None = None) -> HttpResponse:
        """The frame: widths, light and dark. Its script brings what stands in the form that opened it."""
        found = self._readable(request, article)
        page = "admin:articles_article_preview_page"
        context = {
            "original": found if found.pk else None,
            "page_url": reverse(page, args=[article]) if article else reverse(f"{page}_new"),
        }
        response = render(request, "admin/articles/article/preview.html", context)
        response.headers["Cache-Control"] = "no-store"
        response._csp_config = FRAME_CSP  # type: ignore[attr-defined]
        return response

    def preview_page_view(self, request: HttpRequest, article: int | None = None) -> HttpResponse:
        """The article as readers will get it: as it is stored, or for a POST as the form says. Nothing is written."""
        is_lite = request.GET.get("form") == "lite"
        notes: list[str] = []
        if request.method == "POST":
            manuscript, notes = manuscript_of(request, self, article_of(request, self, article))
        else:
            found = self._readable(request, article)
            manuscript = stored(found) if found.pk else Manuscript(found)
        shown = preview(manuscript)
        html = lite_html(shown, request) if is_lite else page_html(shown, request)
        # For the frame, which says them; the page itself is the reader's, to the letter.
        metas = format_html_join("", '<meta name="preview-note" content="{}">', ((note,) for note in notes))
        return framed(html.replace("</head>", f"{metas}</head>", 1) if notes else html, lite=is_lite)

    def share_view(self, request: HttpRequest, article: int) -> HttpResponse:
        """Make a link for somebody outside."""
        found = article_of(request, self, article)
        days = request.POST.get("days", "")
        refused = ""
        try:
            sharing.make(
                found,
                by=request.user,
                days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
                note=request.POST.get("note", ""),
                may_comment="may_comment" in request.POST,
            )
        except sharing.CannotShare as error:
            refused = str(error)
        return self._shares(request, found, refused)

    def revoke_view(self, request: HttpRequest, article: int, link: int) -> HttpResponse:
        """End a link of this article."""
        found = article_of(request, self, article)
        sharing.revoke(get_object_or_404(ShareLink, pk=link, article=found), by=request.user)
        return self._shares(request, found)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = context.get("original")
        if not context.get("is_popup"):
            name = "admin:articles_article_preview"
            context["preview_url"] = reverse(name, args=[article.pk]) if article else reverse(f"{name}_new")
            if article is not None and rights.may_write(request.user, article):
                context["shares"] = shares(article)
        return super().render_change_form(request, context, *args, **kwargs)

    def _readable(self, request: HttpRequest, pk: int | None) -> Article:
        if pk is None:
            return article_of(request, self, None)
        article = get_object_or_404(Article.objects.select_related("section", "lead_picture"), pk=pk)
        if not rights.may_see(request.user, article):
            raise PermissionDenied
        return article

    def _shares(self, request: HttpRequest, article: Article, refused: str = "") -> HttpResponse:
        """Answer the panel's script with the list; without the script, go back to the form."""
        if request.headers.get("X-Part") != "shares":
            if refused:
                messages.error(request, refused)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]) + "#desk-shares")
        context = {"original": article, "shares": shares(article), "refused": refused, "typed": request.POST}
        response = render(request, SHARES, context, status=422 if refused else 200)
        response.headers["Cache-Control"] = "no-store"
        return response


def shares(article: Article) -> dict[str, Any]:
    """Return what the panel of share links takes: see templates/admin/articles/article/_share_links.html."""
    links = list(article.share_links.select_related("made_by")[: LINKS_SHOWN + 1])
    for link in links:
        link.article = article
    return {
        "days": sharing.DAYS,
        "lines": [
            {"link": link, "ended": ended, "address": "" if ended else sharing.address(link)}
            for link in links[:LINKS_SHOWN]
            for ended in [sharing.has_ended(link)]
        ],
        "more": LINKS_SHOWN if len(links) > LINKS_SHOWN else 0,
        "zone": timezone.get_default_timezone_name(),
        "embargo": until if (until := article.embargo_until) and until > timezone.now() else None,
    }
