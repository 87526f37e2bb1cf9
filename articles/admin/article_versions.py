"""What an article was: its versions, two of them side by side, and the way back to one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import autosaving, versions
from articles.body.values import identifier
from articles.comparing import bodies, contents, history
from articles.comparing.names import names_in
from articles.models import Article, ArticleVersion, PublishedArticle
from articles.working_copy import ChangedSince

from .choosers import thumb_url
from .revisions import revision_shown

PAGE_SIZE = 50
FORM, LIVE = "form", "live"


class VersionPages(ModelAdmin):
    """Adds the pages of versions below an article's address."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        one = "<int:article>/versions/<int:version>"
        name = "articles_article_version"
        return [
            path("<int:article>/versions/", view(self.versions_view), name=f"{name}s"),
            path("<int:article>/versions/compare/", view(self.compare_view), name=f"{name}_compare"),
            path(f"{one}/", view(self.version_view), name=name),
            path(f"{one}/name/", view(require_POST(self.name_view)), name=f"{name}_name"),
            *super().get_urls(),
        ]

    def versions_view(self, request: HttpRequest, article: int) -> HttpResponse:
        """List an article's versions, newest first, fifty a page. Query: `before`, the last version of a page."""
        found = self._article(request, article)
        kept = found.versions.select_related("made_by")
        if before := identifier(request.GET.get("before", "")):
            last = get_object_or_404(found.versions.defer("content"), pk=before)
            kept = kept.filter(Q(made_at__lt=last.made_at) | Q(made_at=last.made_at, pk__lt=last.pk))
        # One more than is shown: the last line says what it changed, too, and whether there is another page.
        rows = list(kept[: PAGE_SIZE + 1])
        periods = history.periods(found)
        lines = [
            {
                "version": version,
                "period": periods.get(version.pk),
                "changed": contents.summary(older.content if older else None, version.content),
                "is_first": older is None,
                "is_back": version.reason == ArticleVersion.Reason.REINSTATED,
            }
            for version, older in zip(rows, _written_before(rows), strict=True)
        ]
        return self._page(
            request,
            found,
            "versions",
            {
                "title": _("Versions"),
                "lines": lines[:PAGE_SIZE],
                "is_newest_page": not before,
                "next": rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None,
                "is_live": found.live_edition is not None,
                "may_restore": self.has_change_permission(request, found),
            },
        )

    def version_view(self, request: HttpRequest, article: int, version: int) -> HttpResponse:
        """Show one version; a POST writes it back onto the working copy."""
        found = self._article(request, article)
        one = self._version(found, version)
        if request.method == "POST":
            return self._restore(request, found, one)
        names = names_in([one.content], thumb_url)
        state = contents.rows(one.content, one.content, names, everything=True)
        return self._page(
            request,
            found,
            "version",
            {
                "title": str(one),
                "version": one,
                "rows": [row for row in state if row.name not in ("body", "headline", "deck")],
                "names": names.pictures,
                "fields": one.content["fields"],
                "body": bodies.rendered(one.content["fields"].get("body") or "", names),
                "period": history.periods(found).get(one.pk),
                "may_restore": self.has_change_permission(request, found),
                "name_limit": ArticleVersion._meta.get_field("name").max_length,
            },
        )

    def name_view(self, request: HttpRequest, article: int, version: int) -> HttpResponse:
        """Name a version, or take its name away."""
        found = self._article(request, article)
        one = self._version(found, version)
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        try:
            versions.name(one, request.POST.get("name", ""))
        except versions.NameTooLong as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The version has a name.") if one.name else _("The version has no name now."))
        return HttpResponseRedirect(reverse("admin:articles_article_version", args=[found.pk, one.pk]))

    def compare_view(self, request: HttpRequest, article: int) -> HttpResponse:
        """Show what differs between two states. Query: `old` and `new`, each a version, `live` or `form`; `all`."""
        found = self._article(request, article)
        sides = [self._side(found, request.GET.get(key, "")) for key in ("old", "new")]
        # Whichever way round they were chosen, what was written later stands second.
        if all(side["version"] for side in sides):
            sides.sort(key=lambda side: (side["version"].made_at, side["version"].pk))
        old, new = (side["content"] for side in sides)
        names = names_in([old, new], thumb_url)
        everything = bool(request.GET.get("all"))
        return self._page(
            request,
            found,
            "compare",
            {
                "title": _("Compare versions"),
                "older": sides[0],
                "newer": sides[1],
                "rows": contents.rows(old, new, names, everything=everything),
                "everything": everything,
                "names": names.pictures,
                "may_restore": self.has_change_permission(request, found),
            },
        )

    def _restore(self, request: HttpRequest, article: Article, version: ArticleVersion) -> HttpResponse:
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        seen = revision_shown(request.POST.get("revision"))
        form = reverse("admin:articles_article_change", args=[article.pk])
        if autosaving.of_article(request.user, article) is not None:
            # They would lie over what was restored, and nobody could tell which is which.
            sentence = _("You have words in this article that you have not saved: save or discard them first.")
            messages.error(request, format_html('{} <a href="{}">{}</a>', sentence, form, article.headline))
            return HttpResponseRedirect(request.get_full_path())
        try:
            versions.restore(version, request.user, seen)
        except ChangedSince as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, _("The version is back in the form. Readers see no change before you publish."))
        return HttpResponseRedirect(form)

    def body_to_read(self, article: Article) -> SafeString:
        """Return the working copy's text as people read it, blocks as boxes that say what they hold."""
        return bodies.rendered(article.body, names_in([versions.content_of(article)], thumb_url))

    def _side(self, article: Article, wanted: str) -> dict[str, Any]:
        """Return one side of a comparison: its content, and what its head says."""
        if wanted == FORM:
            title = _("The form as last saved")
            return {
                "key": FORM, "title": title, "version": None, "at": article.saved_at,
                "content": versions.content_of(article),
            }  # fmt: skip
        if wanted == LIVE:
            live = article.live_edition
            if live is None:
                raise Http404
            return {
                "key": LIVE, "title": _("What readers see now"), "version": None, "at": _public_since(article, live),
                "content": versions.content_of(live),
            }  # fmt: skip
        number = identifier(wanted)
        if number is None:
            raise Http404
        one = self._version(article, int(number))
        title = one.name or one.get_reason_display()
        return {"key": one.pk, "title": title, "version": one, "at": one.made_at, "content": one.content}

    def _version(self, article: Article, pk: int) -> ArticleVersion:
        return get_object_or_404(ArticleVersion.objects.select_related("made_by"), pk=pk, article=article)

    def _article(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _page(self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "original": article, **context}
        return TemplateResponse(request, f"admin/articles/article/{name}.html", whole)


def _public_since(article: Article, live: PublishedArticle) -> datetime:
    """Return since when readers have the text that they see: publishing again rewrites the edition in place."""
    now = [period.begins for period in history.periods(article).values() if period.is_now]
    return max([live.live_from, *now])


def _written_before(rows: list[ArticleVersion]) -> list[ArticleVersion | None]:
    """Return for each of `rows`, newest first, the version that its writer began with.

    What was brought back to readers changed nothing at the desk.
    """
    found: list[ArticleVersion | None] = []
    older: ArticleVersion | None = None
    for version in reversed(rows):
        found.append(older)
        if older is None or version.reason != ArticleVersion.Reason.REINSTATED:
            older = version
    return found[::-1]
