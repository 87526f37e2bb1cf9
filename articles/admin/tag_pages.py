"""What stands around a tag's form: its other words, becoming part of another tag, tags that look alike."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import tagging
from articles.models import Tag, TagAlias
from articles.near_duplicates import PAIRS_AT_MOST, near_duplicates

MERGING = "articles.delete_tag"
CHOICES_AT_MOST = 30


class TagPages(ModelAdmin):
    """Adds aliases, the merge and the list of look-alikes to the admin of tags."""

    change_form_outer_after_template = "admin/articles/tag/_aliases.html"
    list_before_template = "admin/articles/tag/_list.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("alike/", view(self.alike_view), name="articles_tag_alike"),
            path("<int:tag>/merge/", view(self.merge_view), name="articles_tag_merge"),
            path("<int:tag>/aliases/", view(require_POST(self.alias_view)), name="articles_tag_aliases"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        tag = context.get("original")
        if tag is not None:
            context["aliases"] = list(tag.aliases.all())
            context["alias_typed"] = request.GET.get("alias", "").replace("\0", "")[:200]
            context["may_alias"] = self.has_change_permission(request, tag)
            context["may_merge"] = request.user.has_perm(MERGING)
        return super().render_change_form(request, context, *args, **kwargs)

    def alias_view(self, request: HttpRequest, tag: int) -> HttpResponse:
        """Add the alias `name`, or remove the one whose number is `remove`."""
        found = get_object_or_404(Tag, pk=tag)
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        address = reverse("admin:articles_tag_change", args=[found.pk])
        number = request.POST.get("remove", "")
        if number:
            alias = get_object_or_404(TagAlias, pk=int(number) if number.isdecimal() else 0, tag=found)
            tagging.remove_alias(alias, by=request.user)
            messages.success(request, _("“%(word)s” is no longer an alias.") % {"word": alias.name})
        else:
            try:
                alias = tagging.add_alias(found, request.POST.get("name", ""), by=request.user)
            except tagging.Refused as refused:
                messages.error(request, str(refused))
                query = urlencode({"alias": request.POST.get("name", "")[:200]})
                return HttpResponseRedirect(f"{address}?{query}#aliases")
            else:
                messages.success(
                    request, _("Whoever types “%(word)s” gets “%(tag)s” now.") % {"word": alias.name, "tag": found}
                )
        return HttpResponseRedirect(f"{address}#aliases")

    def merge_view(self, request: HttpRequest, tag: int) -> HttpResponse:
        """Choose the tag that `tag` becomes part of, show what will happen, and do it on a POST."""
        source = get_object_or_404(Tag, pk=tag)
        if not request.user.has_perm(MERGING) or not self.has_change_permission(request, source):
            raise PermissionDenied
        into = self._chosen(request.POST.get("into") or request.GET.get("into") or "")
        if into is not None and not self.has_change_permission(request, into):
            raise PermissionDenied
        reason = tagging.why_not_merge(source, into) if into else ""
        if request.method == "POST" and into and not reason:
            try:
                counts = tagging.merge(source, into, by=request.user)
            except tagging.Refused as refused:
                reason = str(refused)
            else:
                words = ngettext(
                    "“%(source)s” is part of “%(into)s” now: %(count)d article was changed.",
                    "“%(source)s” is part of “%(into)s” now: %(count)d articles were changed.",
                    counts["articles"],
                )
                messages.success(request, words % {"source": source, "into": into, "count": counts["articles"]})
                return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[into.pk]))
        term = request.GET.get("q", "").replace("\0", "").strip()[:100]
        choices = Tag.objects.exclude(pk=source.pk)
        for word in term.split()[:8]:
            choices = choices.filter(name__holds=word)
        # One more than is shown says whether there are others.
        listed = list(choices.order_by("name")[: CHOICES_AT_MOST + 1]) if into is None else []
        context = {
            "title": _("Merge “%(tag)s” into another tag") % {"tag": source},
            "source": source,
            "into": into,
            "reason": reason,
            "term": term,
            "choices": listed[:CHOICES_AT_MOST],
            "more": len(listed) > CHOICES_AT_MOST,
            "counts": tagging.merge_counts(source, into) if into and not reason else None,
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", self._around(request) | context)

    def alike_view(self, request: HttpRequest) -> HttpResponse:
        """List pairs of tags that are probably the same."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {
            "title": _("Tags that look alike"),
            "pairs": near_duplicates(),
            "at_most": PAIRS_AT_MOST,
            "may_merge": request.user.has_perm(MERGING),
        }
        return TemplateResponse(request, "admin/articles/tag/alike.html", self._around(request) | context)

    def _chosen(self, number: str) -> Tag | None:
        if not (number.isascii() and number.isdecimal() and len(number) < 18):
            return None
        return Tag.objects.filter(pk=int(number)).first()

    def _around(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}
