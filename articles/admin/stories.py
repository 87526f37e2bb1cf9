"""Stories of other outlets: the newest first, our own wording of one, and where each is used."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from articles.models import Source, Story, Tag
from articles.related import stories
from articles.related.used import in_use
from newsroom.audit.recording import RecordsChanges
from newsroom.capped_lists import CappedPaginator
from newsroom.seen_forms import SeenForms

from .deleting import KeptWhileUsed
from .log_history import LogHistory
from .story_cards import card_of, thumbnail_url
from .story_form import OWN, StoryForm
from .story_pages import StoryPages
from .widgets import ChooserSelect

SEARCHED_AT_MOST = 20_000


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("used", _("In use")), ("hidden", _("Hidden")), ("gone", _("Gone")), ("by_hand", _("Added by address"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Story]) -> QuerySet[Story]:
        match self.value():
            case "used":
                return queryset.filter(in_use())
            case "hidden":
                return queryset.filter(is_hidden=True)
            case "gone":
                return queryset.filter(gone_at__isnull=False)
            case "by_hand":
                return queryset.filter(source=None)
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    """By the languages of the sources and of this site: no table of a million stories is asked for them."""

    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        ours = dict(settings.LANGUAGES)
        spoken = Source.objects.order_by().values_list("language", flat=True).distinct()
        return [(code, ours.get(code, code)) for code in sorted({*ours, *filter(None, spoken)})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Story]) -> QuerySet[Story]:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Story)
class StoryAdmin(SeenForms, RecordsChanges, StoryPages, LogHistory, KeptWhileUsed, ModelAdmin):
    form = StoryForm
    fieldsets = [
        (gettext_lazy("Our own wording"), {"fields": list(OWN)}),
        (None, {"fields": ["topics"]}),
    ]
    list_display = ["thumb", "show_title", "show_outlet", "language", "show_date", "show_state"]
    list_display_links = ["show_title"]
    list_filter = [["source", AutocompleteSelectFilter], LanguageFilter, StateFilter]
    list_filter_submit = True
    list_per_page = 40
    paginator = CappedPaginator
    show_full_result_count = False
    search_fields = ["title__holds", "own_title__holds"]
    search_help_text = gettext_lazy("Words of the title; of all that the filters leave, the newest 20,000 are searched")
    sortable_by = ()
    change_form_outer_before_template = "admin/articles/story/_fetched.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return super().get_queryset(request).select_related("source", "own_picture").defer("text")

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        # One at a time: what is in use stays, and the page of each says where.
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Story], search_term: str) -> Any:
        if search_term:
            newest = queryset.order_by("-published_at", "-pk").values("pk")[:SEARCHED_AT_MOST]
            queryset = queryset.filter(pk__in=newest)
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A source would bring it again: its stories are hidden.
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.source_id is None)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "own_picture":
            kwargs["widget"] = ChooserSelect(db_field, self.admin_site, what="pictures", preview=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        story = context.get("original")
        if story is not None:
            context["card"] = card_of(story)
            context["thumbnail"] = thumbnail_url(story)
            context["tags"] = [tag.name for tag in story.tags.all()]
            context["may_change"] = self.has_change_permission(request, story)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        # Only what was typed: the fetched words may be written this moment.
        if names := set(form.changed_data) & set(OWN):
            obj.save(update_fields=names)
        if "topics" in form.changed_data:
            stories.set_tags(obj, Tag.objects.filter(name__in=form.cleaned_data["topics"]))
        if names or "topics" in form.changed_data:
            transaction.on_commit(lambda: stories.index_stories([obj.pk]))

    def delete_model(self, request: HttpRequest, obj: Story) -> None:
        stories.remove(obj, by=request.user)

    @admin.display(description=gettext_lazy("Picture"))
    def thumb(self, story: Story) -> str:
        address = thumbnail_url(story)
        return format_html('<img class="desk-thumb" src="{}" alt="" loading="lazy">', address) if address else ""

    @admin.display(description=gettext_lazy("Title"))
    def show_title(self, story: Story) -> str:
        return story.shown_title

    @admin.display(description=gettext_lazy("Outlet"))
    def show_outlet(self, story: Story) -> str:
        return story.shown_outlet

    @admin.display(description=gettext_lazy("Published at"))
    def show_date(self, story: Story) -> Any:
        if story.is_dated:
            return story.published_at
        return _("found %(day)s") % {"day": date_format(timezone.localtime(story.found_at), "SHORT_DATE_FORMAT")}

    @display(description=gettext_lazy("State"), label={"gone": "danger", "hidden": "warning", "ready": "default"})
    def show_state(self, story: Story) -> Any:
        if story.gone_at:
            return "gone", _("Gone")
        return ("hidden", _("Hidden")) if story.is_hidden else ("ready", _("Can be chosen"))
