"""The audit log, to read and search: nobody writes into it by hand, an owner neither."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from .guards import hidden_from, is_hidden
from .models import Event
from .templatetags.audit import event_details
from .words import NAMING, in_words, known_verbs


class VerbFilter(admin.SimpleListFilter):
    """By what was done; the list of verbs is the code's own, so that no table is counted for it."""

    title = gettext_lazy("what")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        known = {verb: words for verb, words in known_verbs().items() if not is_hidden(verb, request.user)}
        return sorted(known.items(), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ModelAdmin):
    list_display = ["at", "who", "what", "which", "show_details"]
    list_display_links = ["at"]
    list_filter = [VerbFilter, "at"]
    list_per_page = 50
    search_fields = ["actor__holds", "subject__holds"]
    search_help_text = gettext_lazy("Who, what, or which: a name, a deed, an address, words of a headline.")
    show_full_result_count = False
    actions = None
    fields = ["at", "who", "what", "which", "show_details"]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """What tells of money or of those who give is read by who may see these: list, search and page are of this."""
        return super().get_queryset(request).exclude(hidden_from(request.user))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        rows = list(changes.result_list)
        _find_subjects(rows)
        changes.result_list = rows
        return changes

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Event], search_term: str) -> Any:
        """Each word stands in who, which, what (as shown, or the code), or in a name among the details."""
        verbs = {verb: words.casefold() for verb, words in known_verbs().items()}
        for word in smart_split(search_term.replace("\0", "")):
            word = unescape_string_literal(word) if len(word) > 2 and word[0] in "\"'" and word[0] == word[-1] else word
            done = [verb for verb, words in verbs.items() if word.casefold() in words]
            found = Q(actor__holds=word) | Q(subject__holds=word) | Q(verb__holds=word) | Q(verb__in=done)
            for name in NAMING:
                # What else it is about: a tag that is part of another one now, a role, an address.
                found |= Q(**{f"details__{name}__holds": word})
            queryset = queryset.filter(found)
        return queryset, False

    @admin.display(description=gettext_lazy("who"), ordering="actor")
    def who(self, event: Event) -> Any:
        return event.actor or gettext_lazy("the system")

    @admin.display(description=gettext_lazy("what"), ordering="verb")
    def what(self, event: Event) -> str:
        return in_words(event.verb)

    @admin.display(description=gettext_lazy("which"), ordering="subject")
    def which(self, event: Event) -> str:
        address, name, now = getattr(event, "address", None), event.subject, getattr(event, "name_now", "")
        name = f"{name} · {now}" if now and now != name else name
        return format_html('<a href="{}" class="desk-link">{}</a>', address, name) if address else name

    @admin.display(description=gettext_lazy("details"))
    def show_details(self, event: Event) -> str:
        return event_details(event)


def _find_subjects(events: list[Event]) -> None:
    """Give each event the address of what it names, if that still exists: one question a kind of thing."""
    registered = {model._meta.label_lower: model for model in admin.site._registry}
    for label in {event.subject_type for event in events} & set(registered):
        model = registered[label]
        of_kind = [event for event in events if event.subject_type == label and event.subject_id.isdigit()]
        found = model._base_manager.filter(pk__in=[e.subject_id for e in of_kind])
        # Of what the log may keep no name, the one of now is shown beside.
        names = {each.pk: str(each) for each in found} if getattr(model, "log_keeps_no_name", False) else {}
        there = set(names or found.values_list("pk", flat=True))
        for event in of_kind:
            if int(event.subject_id) in names:
                event.name_now = names[int(event.subject_id)]  # type: ignore[attr-defined]
            if int(event.subject_id) in there:
                try:
                    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
                    event.address = reverse(name, args=[event.subject_id])  # type: ignore[attr-defined]
                except NoReverseMatch:
                    continue
