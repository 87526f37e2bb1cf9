"""Lines of a form that are dragged into order: their numbers write themselves, and may be typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LineForm(forms.ModelForm):
    """One line. A number alone, which dragging writes beside empty lines too, is no new line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
        if self.instance._state.adding:
            # Nothing, so that a line dragged to the top, number 0, differs from one not dragged.
            self.initial["position"] = None

    def has_changed(self) -> bool:
        if self.instance._state.adding:
            return any(name != "position" for name in self.changed_data)
        return super().has_changed()

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return position if position is not None else self.instance.position


class InOrder(forms.BaseInlineFormSet):
    """New lines that were not dragged follow the others, in the order in which they stand."""

    def clean(self) -> None:
        super().clean()
        # Lines that are gone have no number any more, and nobody sees an error of a number.
        gone = [
            _("“%(line)s” was taken away by somebody else meanwhile: remove it here too, or open the page anew.")
            % {"line": name_of_line(form)}
            for form in self.initial_forms
            if form.instance._state.adding and not self._should_delete_form(form)  # type: ignore[attr-defined]
        ]
        if gone:
            raise ValidationError(gone)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if "position" not in form.changed_data:
            numbers = [getattr(line, "cleaned_data", {}).get("position") or 0 for line in self.initial_forms]
            form.instance.position = max([self.forms.index(form), *(number + 1 for number in numbers)])
        return super().save_new(form, commit)


def name_of_line(form: Any) -> str:
    """Return what a line that is no longer stored would be called by what stands in it."""
    cleaned = getattr(form, "cleaned_data", {})
    return str(
        next((value for name, value in cleaned.items() if value and name in ("article", "label")), form.instance)
    )
