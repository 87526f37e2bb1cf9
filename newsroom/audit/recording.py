"""For the admin of what the whole site shows: every change through a form is written into the audit log."""

from datetime import date, datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .log import record

LONGEST = 80
SECRET = ("password", "token", "secret", "key")


class RecordsChanges(ModelAdmin):
    """Mixin: records "tag.made", "tag.changed" with the names of the fields, and "tag.deleted"."""

    # The first half of the verbs; empty: the model's name.
    audit_name = ""
    # Fields of which the log says that they changed, and not from what to what: amounts of money.
    audit_unsaid: tuple[str, ...] = ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changed = changes_of(form) | {name: None for name in form.changed_data if name in self.audit_unsaid}
        for formset in formsets:
            lines = len(formset.new_objects) + len(formset.changed_objects) + len(formset.deleted_objects)
            if lines:
                changed[str(formset.model._meta.verbose_name_plural)] = None
        self.record_saved(request, form.instance, changed, change)

    def record_saved(self, request: HttpRequest, obj: Model, changed: dict[str, Any], change: bool) -> None:
        """Write down a saved form, unless nothing changed in it."""
        if not change:
            record(self.audit_verb("made"), obj, by=request.user)
        elif changed:
            record(self.audit_verb("changed"), obj, by=request.user, changed=changed)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            record(self.audit_verb("deleted"), obj, by=request.user)
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            for obj in queryset:
                record(self.audit_verb("deleted"), obj, by=request.user)
            super().delete_queryset(request, queryset)

    def audit_verb(self, what: str) -> str:
        """Return the verb of this admin's things: "tag.made"."""
        return f"{self.audit_name or self.opts.model_name}.{what}"


def changes_of(form: Any) -> dict[str, Any]:
    """Return the names of a form's changed fields, with before and after where both are short and no secret."""
    found: dict[str, Any] = {}
    for name in form.changed_data:
        before, after = _plain(form.initial.get(name)), _plain(form.cleaned_data.get(name))
        is_secret = any(word in name for word in SECRET)
        found[name] = None if is_secret or before is _LONG or after is _LONG else [before, after]
    return found


_LONG = object()


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return value if isinstance(value, str) and len(value) <= LONGEST else _LONG
