"""The list of sources: how each one fares, and what is done to several at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation, ModelAdmin
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Source
from articles.related import health, sources

from .story_cards import icon_url


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("how it fares")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state, words) for state, words in health.STATES.items() if state != "well"]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        match self.value():
            case "paused":
                return queryset.filter(is_paused=True)
            case "failing":
                return queryset.filter(health.fails())
            case "unanswered":
                return queryset.filter(is_paused=False, failures__gt=0, succeeded_at=None)
            case "stumbled":
                return queryset.filter(is_paused=False, failures__gt=0).exclude(health.fails())
            case "waiting":
                return queryset.filter(is_paused=False, fetched_at=None)
            case "quiet":
                return queryset.filter(pk__in=[source.pk for source in health.quiet()])
        return queryset


class SourceList(ModelAdmin):
    list_display = [
        "show_outlet",
        "show_state",
        "language",
        "show_trust",
        "show_news",
        "show_asked",
        "show_interval",
    ]
    list_filter = [StateFilter, "is_trusted", "language", "kind"]
    list_before_template = "admin/articles/source/_list.html"
    search_fields = ["name__holds", "feed_url__holds"]
    search_help_text = gettext_lazy("Outlet, or a part of the feed's address")
    ordering = [Lower("name"), "pk"]
    list_display_links = ["show_outlet"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["ask_selected", "pause_selected", "resume_selected", "trust_selected", "distrust_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return health.with_rhythm(super().get_queryset(request)).defer("undated")

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        # One at a time: what is in use stays, and the page of each says where.
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=gettext_lazy("Ask now"), permissions=["change"])
    def ask_selected(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        self._each(request, queryset, lambda source: sources.ask_now(source))
        if health.worker_is_late():
            messages.warning(request, _("The worker that asks sources is late: they are asked when it runs."))

    @admin.action(description=gettext_lazy("Pause"), permissions=["change"])
    def pause_selected(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        self._each(request, queryset, lambda source: sources.pause(source, by=request.user))

    @admin.action(description=gettext_lazy("Resume"), permissions=["change"])
    def resume_selected(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        self._each(request, queryset, lambda source: sources.resume(source, by=request.user))

    @admin.action(description=gettext_lazy("Trust"), permissions=["change"])
    def trust_selected(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        self._each(request, queryset, lambda source: sources.set_trust(source, True, by=request.user))

    @admin.action(description=gettext_lazy("Trust no more"), permissions=["change"])
    def distrust_selected(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        self._each(request, queryset, lambda source: sources.set_trust(source, False, by=request.user))

    def _each(self, request: HttpRequest, queryset: QuerySet[Source], do: Callable[[Source], None]) -> None:
        chosen = list(queryset)
        for source in chosen:
            do(source)
        count = len(chosen)
        messages.success(request, ngettext("%d source: done.", "%d sources: done.", count) % count)

    @admin.display(description=gettext_lazy("Outlet"), ordering=Lower("name"))
    def show_outlet(self, source: Source) -> str:
        address = icon_url(source)
        if not address:
            return source.name
        return format_html('<img class="desk-icon" src="{}" alt="" width="24" height="24"> {}', address, source.name)

    @admin.display(description=gettext_lazy("Trusted"), ordering="is_trusted")
    def show_trust(self, source: Source) -> str:
        # In words: a red cross would read as an error.
        return _("Trusted") if source.is_trusted else ""

    @admin.display(description=gettext_lazy("How it fares"))
    def show_state(self, source: Source) -> str:
        # The sentence beside its label: on a phone the other columns are out of sight.
        state = health.state_of(source)
        label = format_html('<span class="desk-label desk-source-{}">{}</span>', state, health.STATES[state])
        if not source.problem:
            return label
        return format_html('{} <span class="desk-source-problem">{}</span>', label, source.problem_words)

    @admin.display(description=gettext_lazy("Last news"), ordering="new_at")
    def show_news(self, source: Source) -> Any:
        return source.new_at

    @admin.display(description=gettext_lazy("Last asked"), ordering="fetched_at")
    def show_asked(self, source: Source) -> Any:
        return source.fetched_at

    @admin.display(description=gettext_lazy("Asked every"), ordering="interval_minutes")
    def show_interval(self, source: Source) -> str:
        return interval_words(source.interval_minutes)


def interval_words(minutes: int) -> str:
    """Return an interval as somebody would say it."""
    if minutes < 120:
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(hours / 24)
    return ngettext("%d day", "%d days", days) % days
