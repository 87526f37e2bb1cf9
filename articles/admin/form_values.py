"""An article's form as a browser sends it: what is stored, and what came back, in the same words.

Whatever is compared or merged here is a `QueryDict`. So every rule of the form, of its lines and of
its widgets holds for a merged article as it does for a typed one.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django_prose_editor.fields import ProseEditorFormField

from articles.body.sanitise import sanitise
from articles.models import Article

# A field of the form that is no column of the article's, and still part of it.
BESIDE_THE_MODEL = ("translation_of",)
NOT_A_WORD = ("id", "article", "DELETE", "position")


def stored_names(form: forms.ModelForm) -> list[str]:
    """Return the fields of `form` that belong to the article, not to a button."""
    columns = {field.name for field in Article._meta.get_fields()}
    return [name for name in form.fields if name in columns or name in BESIDE_THE_MODEL]


def keys_of(form: forms.ModelForm, name: str) -> list[str]:
    """Return the names under which the browser sends one field."""
    widget: Any = _inner(form.fields[name].widget)
    if hasattr(widget, "widgets_names"):
        return [name + suffix for suffix in widget.widgets_names]
    return [name]


def as_sent(form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet]) -> QueryDict:
    """Return what a browser would send of these, had nobody typed anything. They are not bound to data."""
    data = QueryDict(mutable=True)
    for name in stored_names(form):
        _write(data, form[name])
    for formset in formsets:
        data[f"{formset.prefix}-TOTAL_FORMS"] = data[f"{formset.prefix}-INITIAL_FORMS"] = str(
            len(formset.initial_forms)
        )
        data[f"{formset.prefix}-MIN_NUM_FORMS"], data[f"{formset.prefix}-MAX_NUM_FORMS"] = "0", "1000"
        for line in formset.initial_forms:
            for name in line.fields:
                if name != "DELETE":
                    _write(data, line[name])
    return data


def values_of(form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet], data: QueryDict) -> dict[str, Any]:
    """Return what `data` says, by field and by list of lines, in a shape that compares.

    Line ends and spaces around a text say nothing, tags have no order, and a body is compared as it
    would be stored. A list of lines that is not in `data` at all is not in the answer.
    """
    values: dict[str, Any] = {}
    for name in stored_names(form):
        field = form.fields[name]
        values[name] = comparable(field, field.widget.value_from_datadict(data, {}, name))
    for formset in formsets:
        if f"{formset.prefix}-TOTAL_FORMS" in data:
            values[str(formset.prefix)] = [line.words for line in lines_of(formset, data)]
    return values


class Line:
    """One line of a list, as it was sent."""

    def __init__(self, formset: BaseInlineFormSet, data: QueryDict, index: int):
        prefix = f"{formset.prefix}-{index}-"
        self.words = {name: text(data.get(prefix + name)) for name in line_names(formset)}
        self.pk = data.get(prefix + "id", "")
        self.is_deleted = prefix + "DELETE" in data
        position = data.get(prefix + "position", "")
        self.order = (int(position) if position.isdecimal() and position.isascii() else 1_000_000, index)


def line_names(formset: BaseInlineFormSet) -> list[str]:
    """Return the fields of a line that somebody writes."""
    return [name for name in formset.empty_form.fields if name not in NOT_A_WORD]


def lines_of(formset: BaseInlineFormSet, data: QueryDict) -> list[Line]:
    """Return the lines in their order, without those that are empty or were taken out."""
    total = data.get(f"{formset.prefix}-TOTAL_FORMS", "")
    count = min(int(total), formset.absolute_max) if total.isdecimal() and total.isascii() else 0
    lines = [Line(formset, data, index) for index in range(count)]
    return sorted((line for line in lines if not line.is_deleted and any(line.words.values())), key=lambda x: x.order)


def fit_lines(data: QueryDict, formset: BaseInlineFormSet) -> None:
    """Number the lines in `data` by what is stored now, so that they replace the stored list as a whole.

    A stored line that says the same is kept, one that was changed is changed, and one that is not in
    `data` goes. A line whose number somebody else deleted becomes a new one instead of an error.
    """
    prefix, names = formset.prefix, line_names(formset)
    if f"{prefix}-TOTAL_FORMS" not in data:
        return
    stored = as_stored(formset)
    wanted, left = lines_of(formset, data), dict(stored)
    numbers: dict[int, str] = {}
    for index, line in enumerate(wanted):
        alike = [pk for pk, words in left.items() if words == line.words]
        if alike:
            numbers[index] = line.pk if line.pk in alike else alike[0]
            del left[numbers[index]]
    for index, line in enumerate(wanted):
        if index not in numbers and line.pk in left:
            numbers[index] = line.pk
            del left[line.pk]
    owner = str(formset.instance.pk or "")
    rows = [(numbers[index], wanted[index].words, str(index), False) for index in sorted(numbers)]
    rows += [(pk, words, "0", True) for pk, words in left.items()]
    known = len(rows)
    rows += [("", line.words, str(index), False) for index, line in enumerate(wanted) if index not in numbers]
    for key in [key for key in data if key.startswith(f"{prefix}-") and "__prefix__" not in key]:
        del data[key]
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), str(known)
    data[f"{prefix}-MIN_NUM_FORMS"], data[f"{prefix}-MAX_NUM_FORMS"] = "0", "1000"
    for index, (pk, words, position, goes) in enumerate(rows):
        line_prefix = f"{prefix}-{index}-"
        data[line_prefix + "id"], data[line_prefix + "article"] = pk, owner
        data[line_prefix + "position"] = position
        for name in names:
            data[line_prefix + name] = words[name]
        if goes:
            data[line_prefix + "DELETE"] = "on"


def as_stored(formset: BaseInlineFormSet) -> dict[str, dict[str, str]]:
    """Return the words of the lines that are stored now, by number."""
    names = line_names(formset)
    return {str(line.instance.pk): {name: text(line[name].value()) for name in names} for line in formset.initial_forms}


def text(value: Any) -> str:
    """Return a value as text: one kind of line end, no spaces around it."""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def comparable(field: forms.Field, raw: Any) -> Any:
    """Return what a browser sends of one field in a shape that compares: see `values_of`."""
    if isinstance(field, forms.BooleanField):
        return bool(raw)
    if isinstance(field, forms.SplitDateTimeField | forms.DateTimeField | forms.DateField):
        try:
            moment = field.clean(raw)
        except ValidationError:
            return text(raw)
        return moment.isoformat(timespec="minutes") if hasattr(moment, "hour") else text(moment)
    if isinstance(raw, list | tuple):
        return sorted(" ".join(str(word).split()).casefold() for word in raw)
    if isinstance(field, ProseEditorFormField):
        return sanitise(text(raw))
    return text(raw)


def _inner(widget: forms.Widget) -> Any:
    return getattr(widget, "widget", widget)


def _write(data: QueryDict, bound: forms.BoundField) -> None:
    widget, name, value = _inner(bound.field.widget), bound.html_name, bound.value()
    if isinstance(widget, forms.CheckboxInput):
        if value:
            data[name] = "on"
        return
    for key, shown in _shown(widget, name, value):
        data.setlist(key, [str(each) for each in shown])


def _shown(widget: Any, name: str, value: Any) -> Iterator[tuple[str, list[Any]]]:
    if hasattr(widget, "widgets_names"):
        parts = value if isinstance(value, list | tuple) else widget.decompress(value)
        for suffix, part, each in zip(widget.widgets_names, widget.widgets, parts, strict=False):
            yield from _shown(part, name + suffix, each)
        return
    shown = widget.format_value(value)
    yield name, shown if isinstance(shown, list) else ["" if shown is None else shown]
