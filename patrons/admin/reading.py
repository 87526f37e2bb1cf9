"""What the lists of the pledges' desk share: they show, and change nothing."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from newsroom.capped_lists import CappedPaginator


class _Asked(ChangeList):
    """A list that shows nothing where it says that it cannot read what is searched for."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = super().get_queryset(request, *args, **kwargs)
        return rows.none() if "\0" in request.GET.get(SEARCH_VAR, "") else rows


class Reading(ModelAdmin):
    """Nothing is added, changed or deleted by a form: the verbs have buttons of their own."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None
    sortable_by = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _Asked

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def apart(words: object) -> str:
    """Return what somebody wrote so that its direction stays its own: a name cannot turn the line it stands in."""
    return format_html("<bdi>{}</bdi>", words)


class Chosen(admin.SimpleListFilter):
    """A filter that says so when it cannot read what it is asked, and lets nothing through: an export takes nobody."""

    def has_output(self) -> bool:
        # Asked for what is not among no choices, it is asked all the same.
        return super().has_output() or bool(self.value())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if not value:
            return queryset
        if value not in {str(key) for key, _words in self.lookup_choices}:
            sentence = _("The filter “%(filter)s” knows no “%(value)s”: choose one of its lines. Nothing is shown.")
            return unread(request, queryset, sentence % {"filter": self.title, "value": value[:40]})
        return self.chosen(queryset, value)

    def chosen(self, queryset: Any, value: str) -> Any:
        """Return what of `queryset` is `value`, one of the choices."""
        raise NotImplementedError


def unread(request: HttpRequest, queryset: Any, sentence: str) -> Any:
    """Say on the list why nothing is shown, once."""
    said = getattr(request, "filters_unread", ())
    if request.method == "GET" and sentence not in said:
        request.filters_unread = (*said, sentence)  # type: ignore[attr-defined]
        messages.error(request, sentence)
    return queryset.none()


class Exact(Chosen):
    """A filter by one column, without a look at the table."""

    column = ""
    choices_of: Any = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.choices_of() if callable(self.choices_of) else self.choices_of)

    def chosen(self, queryset: Any, value: str) -> Any:
        return queryset.filter(**{self.column: value})
