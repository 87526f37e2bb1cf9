"""Other outlets: which feeds are asked, how they fare, and what is said of them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from articles.models import Source, Story
from articles.related import forgetting, health, sources
from articles.related.looking import source_of, tidy
from articles.related.tongues import language_code
from newsroom.audit.recording import RecordsChanges
from newsroom.seen_forms import SeenForms

from .deleting import KeptWhileUsed, used_in
from .log_history import LogHistory
from .source_list import SourceList
from .source_lists import SourceLists
from .source_pages import SourcePages
from .story_cards import cards_of
from .widgets import NumbersOnlyList

STORIES_SHOWN = 10
SAID = ["name", "language", "tags", "is_trusted", "every_minutes", "keep_days", "licence_note"]


class SourceForm(forms.ModelForm):
    """What people say of a source; its address too, once it is one."""

    class Meta:
        model = Source
        fields = [*SAID, "feed_url", "site_url"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Source.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("A source is called “%(name)s” already: choose another name."), params={"name": name}
            )
        return name

    def clean_language(self) -> str:
        written = self.cleaned_data["language"]
        code = language_code(written)
        if written.strip() and not code:
            raise ValidationError(
                _("“%(language)s” is no code of a language: write two letters such as en or uk, or leave it empty."),
                params={"language": written},
            )
        return code

    def clean_feed_url(self) -> str:
        url = _of_the_web(self.cleaned_data["feed_url"])
        there = source_of(url) if "feed_url" in self.changed_data else None
        if there is not None and there.pk != self.instance.pk:
            raise ValidationError(_("This feed is a source already: “%(name)s”."), params={"name": there.name})
        return url

    def clean_site_url(self) -> str:
        typed = self.cleaned_data["site_url"]
        return _of_the_web(typed) if typed.strip() else ""


def _of_the_web(typed: str) -> str:
    url = tidy(typed)
    if not url:
        raise ValidationError(
            _("“%(address)s” is no web address: write one like https://example.com/feed."),
            params={"address": typed[:200]},
        )
    return url


@admin.register(Source)
class SourceAdmin(
    SeenForms, RecordsChanges, SourceList, SourceLists, SourcePages, LogHistory, KeptWhileUsed, ModelAdmin
):
    form = SourceForm
    autocomplete_fields = ["tags"]
    fieldsets = [
        (None, {"fields": ["name", "language", "tags", "is_trusted"]}),
        (gettext_lazy("How it is asked"), {"fields": ["feed_url", "site_url", ("every_minutes", "keep_days")]}),
        (gettext_lazy("For the desk"), {"fields": ["licence_note"]}),
    ]
    change_form_outer_before_template = "admin/articles/source/_health.html"
    change_form_outer_after_template = "admin/articles/source/_stories.html"
    # What it is used in stands in the list of its stories.
    change_form_after_template = ""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = NumbersOnlyList(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        source = context.get("original")
        if source is not None:
            found = health.with_rhythm(Source.objects.filter(pk=source.pk)).defer("undated").first() or source
            context["state"] = health.state_of(found)
            context["state_words"] = health.STATES[context["state"]]
            context["quiet_since"] = health.quiet_since(found)
            context["may_change"] = self.has_change_permission(request, source)
            newest = (
                Story.objects.filter(source=source)
                .defer("text")
                .select_related("own_picture")
                .newest_first()[:STORIES_SHOWN]
            )  # type: ignore[attr-defined]
            context["stories"] = cards_of(newest, source=source)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        names = {field.name for field in Source._meta.concrete_fields} & set(form.changed_data)
        sources.save(obj, names)

    def uses_of(self, record: Any) -> list[str]:
        # Its stories forbid the database to delete it, and go with it all the same.
        return used_in(record)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        records = list(objs)
        protected = [
            use for source in records for use in (*self.uses_of(source), forgetting.why_not_remove(source)) if use
        ]
        # Not its stories one by one: there may be thousands.
        return [str(source) for source in records], {}, set(), protected

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except sources.Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(reverse("admin:articles_source_change", args=[object_id]))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        forgetting.remove(obj, by=request.user)
