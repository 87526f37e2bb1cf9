"""Lines of a form that are dragged into order: their numbers write themselves, and may be typed."""

from typing import Any

from django import forms


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

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if "position" not in form.changed_data:
            numbers = [getattr(line, "cleaned_data", {}).get("position") or 0 for line in self.initial_forms]
            form.instance.position = max([self.forms.index(form), *(number + 1 for number in numbers)])
        return super().save_new(form, commit)
