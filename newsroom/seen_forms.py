"""Forms of the admin that two people have open: the second save overwrites nothing unknowingly."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

FIELD = "opened_as"


class SeenField(forms.CharField):
    """Carries what was stored when the form was opened: a short print of each field, "name:print name:print".

    Args:
        stored: the prints of now.
        labels: what people call each of them.
    """

    widget = forms.HiddenInput

    def __init__(self, stored: dict[str, str], labels: dict[str, Any]) -> None:
        self.stored, self.labels = stored, labels
        super().__init__(required=False, initial=self._written())

    def clean(self, value: Any) -> Any:
        """Refuse what was typed over another state than the stored one; scripts that send nothing know best."""
        if not value or value == self._written():
            return value
        seen = dict(pair.partition(":")[::2] for pair in str(value).split())
        changed = [str(label) for name, label in self.labels.items() if seen.get(name) != self.stored[name]]
        raise ValidationError(
            _(
                "Somebody changed this after you opened it: %(fields)s. What you typed is still here. "
                "Press Save once more to write yours over theirs, or open the page anew to see theirs."
            )
            % {"fields": ", ".join(changed).lower()}
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Whoever was told of the other's change may write over it: the form comes back with the prints of now."""
        return self._written()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False

    def _written(self) -> str:
        return " ".join(f"{name}:{mark}" for name, mark in self.stored.items())


class SeenForms(ModelAdmin):
    """Mixin: a form whose record, or a line of it, was changed since it was opened comes back with a sentence."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not change or not self.has_change_permission(request, obj):
            return form
        stored, labels = self._prints(request, form, self._stored(request, obj))
        # The class is made for this request alone.
        form.base_fields[FIELD] = SeenField(stored, labels)
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if set(context["adminform"].form.errors) == {FIELD} and len(context["errors"]) == 1:
            # There is nothing to correct: the sentence says all.
            context["errors"] = []
        return super().render_change_form(request, context, *args, **kwargs)

    def _stored(self, request: HttpRequest, obj: Any) -> Any:
        """Return the record as it is now; for a save, held until the save is done."""
        using = router.db_for_write(self.model)
        if request.method != "POST" or not transaction.get_connection(using).in_atomic_block:
            return obj
        return self.model._base_manager.using(using).select_for_update().filter(pk=obj.pk).first() or obj

    def _prints(self, request: HttpRequest, form: Any, obj: Any) -> tuple[dict[str, str], dict[str, Any]]:
        initial = form(instance=obj).initial
        fields = {name: field for name, field in form.base_fields.items() if name in initial and not field.disabled}
        prints = {name: _print(initial[name]) for name in fields}
        labels = {name: field.label or name for name, field in fields.items()}
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            model = inline.model
            rows = model._base_manager.filter(**{formset.fk.name: obj}).order_by("pk").values_list()
            name = f"{formset.get_default_prefix()}-"
            prints[name], labels[name] = _print(list(rows)), model._meta.verbose_name_plural
        return prints, labels


def _print(value: Any) -> str:
    if isinstance(value, list | tuple | models.QuerySet):
        value = sorted(str(each.pk) if isinstance(each, models.Model) else repr(each) for each in value)
    # Keyed, so that nothing is learnt about what the page does not show.
    return salted_hmac("newsroom.seen_forms", str(value), algorithm="sha256").hexdigest()[:12]
