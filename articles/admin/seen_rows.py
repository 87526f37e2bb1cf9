"""Actions on many articles: only on those that are as the list showed them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin as ThemedAdmin

from articles.models import Article
from articles.working_copy import ChangedSince

from .revisions import revision_shown

FIELD = "revision-"
NAMED_AT_MOST = 5


class SeenRows(ModelAdmin):
    """Each line of the list carries its revision; a line that somebody changed since is left out and named."""

    # Nobody acts on lines that they were not shown.
    list_disable_select_all = True

    def action_checkbox(self, obj: Any) -> SafeString:
        box = super().action_checkbox(obj)
        return format_html('{}<input type="hidden" name="{}{}" value="{}">', box, FIELD, obj.pk, obj.revision)

    action_checkbox.short_description = ThemedAdmin.action_checkbox.short_description  # type: ignore[attr-defined]

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        if "select_across" in request.POST:
            sent = request.POST.copy()
            sent["select_across"] = "0"
            request.POST = sent  # type: ignore[assignment]
        changed = changed_since(request)
        if changed:
            named = ", ".join(f"“{article.headline}”" for article in changed[:NAMED_AT_MOST])
            more = " …" if len(changed) > NAMED_AT_MOST else ""
            sentence = _("Left out, because somebody changed them after you opened the list: %(articles)s.")
            messages.warning(request, sentence % {"articles": named + more})
            queryset = queryset.exclude(pk__in=[article.pk for article in changed])
        return super().response_action(request, queryset, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ChangedSince as late:
            messages.error(request, str(late))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[late.article.pk]))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        if revision_shown(request.POST.get(f"{FIELD}{obj.pk}")) != obj.revision:
            raise ChangedSince(obj)
        super().delete_model(request, obj)


def changed_since(request: HttpRequest) -> list[Article]:
    """Return the ticked articles that have another revision than the one sent with them.

    One that came without any was not shown by a list of ours: it counts as changed.
    """
    ticked = [number for number in request.POST.getlist(ACTION_CHECKBOX_NAME) if number.isdecimal()]
    found = Article.objects.filter(pk__in=ticked).only("pk", "headline", "revision").order_by("pk")
    return [
        article for article in found if revision_shown(request.POST.get(f"{FIELD}{article.pk}")) != article.revision
    ]
