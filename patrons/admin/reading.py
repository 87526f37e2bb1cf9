"""What the lists of the pledges' desk share: they show, and change nothing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from newsroom.capped_lists import CappedPaginator


class Reading(ModelAdmin):
    """Nothing is added, changed or deleted by a form: the verbs have buttons of their own."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


class Exact(admin.SimpleListFilter):
    """A filter by one column, without a look at the table."""

    column = ""
    choices_of: Any = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.choices_of() if callable(self.choices_of) else self.choices_of)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        known = {str(key) for key, _words in self.lookup_choices}
        return queryset.filter(**{self.column: value}) if value in known else queryset
