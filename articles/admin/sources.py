"""Other outlets: which feeds are asked, how they fare, and what is said of them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from articles.models import Source, Story
from articles.pictures import small
from articles.pictures.opening import PictureRefused
from articles.related import forgetting, health, icons, sources
from articles.related.looking import Refused, look, source_of, tidy
from articles.related.tongues import language_code
from newsroom.audit.recording import RecordsChanges
from newsroom.fetching import PICTURE
from newsroom.seen_forms import SeenForms

from .deleting import KeptWhileUsed, used_in
from .log_history import LogHistory
from .source_list import SourceList
from .source_lists import SourceLists
from .source_pages import SourcePages
from .story_cards import cards_of, icon_url
from .widgets import NumbersOnlyList

STORIES_SHOWN = 10
SAID = ["name", "language", "tags", "is_trusted", "every_minutes", "keep_days", "licence_note"]


class SourceForm(forms.ModelForm):
    """What people say of a source; its address and its icon too, once it is one."""

    icon_file = forms.FileField(
        label=gettext_lazy("An icon of your own"), required=False,
        widget=UnfoldAdminFileFieldWidget({"accept": "image/*,.ico"}),
        help_text=gettext_lazy("A picture, best a square one. It is shown small beside the outlet's name."),
    )  # fmt: skip
    icon_do = forms.ChoiceField(
        label=gettext_lazy("Icon"), required=False, widget=UnfoldAdminSelectWidget,
        choices=[
            ("", gettext_lazy("Leave it as it is")),
            ("fetch", gettext_lazy("Fetch the outlet's own again")),
            ("remove", gettext_lazy("Show none")),
        ],
    )  # fmt: skip

    class Meta:
        model = Source
        fields = [*SAID, "feed_url", "site_url"]
        error_messages = {
            "every_minutes": {
                "invalid": gettext_lazy("Write a whole number of minutes, from 5 to 10,080."),
                "min_value": gettext_lazy(
                    "Leave at least 5 minutes between: write a number from 5 to 10,080 (a week)."
                ),
                "max_value": gettext_lazy("Ask at least once a week: write a number from 5 to 10,080 minutes."),
            },
            "keep_days": {
                "invalid": gettext_lazy("Write a whole number of days, from 1 to 3,650."),
                "min_value": gettext_lazy("Keep stories for a day at least: write a number from 1 to 3,650."),
                "max_value": gettext_lazy("Keep stories for ten years at most: write a number from 1 to 3,650."),
            },
        }

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
        if "feed_url" not in self.changed_data or url == self.instance.feed_url:
            return url
        # Looked at like a new one: nothing is asked day and night that does not answer.
        there = source_of(url)
        if there is None or there.pk == self.instance.pk:
            try:
                found = look(url, keep_days=self.instance.keep_days)
            except Refused as refused:
                raise ValidationError(str(refused)) from None
            url, there = found.feed_url, found.existing
        if there is not None and there.pk != self.instance.pk:
            raise ValidationError(_("This feed is a source already: “%(name)s”."), params={"name": there.name})
        return url

    def clean_icon_file(self) -> Any:
        file = self.cleaned_data["icon_file"]
        if not file:
            return None
        if file.size > PICTURE.bytes:
            raise ValidationError(_("The file is too large for an icon: choose one below 12 MB."))
        try:
            data = file.read()
            small.icon(data)
        except PictureRefused as refused:
            raise ValidationError(refused.sentence) from None
        self.icon_data = data
        return file

    def clean_site_url(self) -> str:
        typed = self.cleaned_data["site_url"]
        return _of_the_web(typed) if typed.strip() else ""


def _go(stories: int) -> str:
    if not stories:
        return _("It has no stories.")
    return ngettext(
        "%d story goes with it; no article has it.", "%d stories go with it; no article has any of them.", stories
    ) % stories  # fmt: skip


def _stay(stories: int, kept: int) -> str:
    # Counted so far: of a very large source the sentence that refuses says so.
    free = max(min(stories, forgetting.REMOVED_AT_MOST) - kept, 0)
    words = ngettext(
        "%(kept)d of its stories stays because an article has it; %(free)d could go.",
        "%(kept)d of its stories stay because articles have them; %(free)d could go.",
        kept,
    )
    return words % {"kept": kept, "free": free}


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
    form: Any = SourceForm
    autocomplete_fields = ["tags"]
    fieldsets = [
        (None, {"fields": ["name", "language", "tags", "is_trusted"]}),
        (gettext_lazy("How it is asked"), {"fields": ["feed_url", "site_url", ("every_minutes", "keep_days")]}),
        (gettext_lazy("Icon"), {"fields": ["icon_do", "icon_file"]}),
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
            context["icon"] = icon_url(source)
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
        if form.cleaned_data.get("icon_file"):
            icons.put(obj, form.icon_data)
        elif form.cleaned_data.get("icon_do") == "remove":
            icons.remove(obj)
        elif form.cleaned_data.get("icon_do") == "fetch":
            icons.fetch_again(obj)

    def uses_of(self, record: Any) -> list[str]:
        # Its stories forbid the database to delete it, and go with it all the same.
        return used_in(record)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        records = list(objs)
        protected, lines = list[str](), list[str]()
        for source in records:
            stories, kept = forgetting.counts(source)
            if reason := forgetting.why_not_remove(source):
                protected += [*self.uses_of(source), *([_stay(stories, kept)] if kept else []), reason]
            # Not its stories one by one: there may be thousands.
            lines += [str(source), _go(stories)]
        return lines, {}, set(), protected

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except sources.Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(reverse("admin:articles_source_change", args=[object_id]))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        forgetting.remove(obj, by=request.user)
