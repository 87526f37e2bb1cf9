"""The fields that two people changed, in words that both of them can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

from articles.body.sanitise import sanitise
from articles.body.text import plain_text
from articles.comparing.bodies import compared
from articles.comparing.names import names_in
from articles.merging import Clash

from .choosers import thumb_url
from .form_values import lines_of
from .merged_form import Merged

# Comparing words one by one takes time that grows with their square: beyond this, whole paragraphs.
WORDS_AT_MOST = 3000
# What has more letters scrolls in a box of its own.
LONG = 400


@dataclass(frozen=True)
class Conflict:
    """One field: what I typed, what a colleague stored (`shown` is its fingerprint), as safe HTML.

    Or one place of a text, each side marked against what stood there before: of such a place both may stay.
    """

    name: str
    label: str
    mine: SafeString
    theirs: SafeString
    shown: str
    is_long: bool
    says_the_same: bool
    is_place: bool = False


def conflicts_of(
    merged: Merged, form: forms.ModelForm, formsets: Sequence[BaseInlineFormSet], mine: QueryDict
) -> list[Conflict]:
    """Describe each field and each place of a text that must be asked about, the words that differ marked."""
    lists = {formset.prefix: formset for formset in formsets}
    found = []
    for name in merged.sides.conflicts:
        label = label_of(name, form, formsets)
        if name in merged.places:
            found += _places(label, merged.places[name])
            continue
        if name in lists:
            one, other = (_lines(lists[name], data) for data in (mine, merged.stored))
        else:
            one, other = (_words(form, name, data) for data in (mine, merged.stored))
        marked_mine, marked_theirs = marked(one, other), marked(other, one)
        found.append(
            Conflict(
                name=name,
                label=label,
                mine=marked_mine or _nothing(),
                theirs=marked_theirs or _nothing(),
                shown=merged.stored_prints[name],
                is_long=len(one) + len(other) > LONG,
                says_the_same=one == other,
            )
        )
    return found


def _places(label: str, places: dict[str, Clash[str]]) -> list[Conflict]:
    texts = [tuple("".join(blocks) for blocks in (clash.before, clash.mine, clash.theirs)) for clash in places.values()]
    names = names_in([{"fields": {"body": "".join(text)}} for text in texts], thumb_url)
    found = []
    for number, (place, (before, mine, theirs)) in enumerate(zip(places, texts, strict=True), start=1):
        words = {"field": label, "number": number, "count": len(places)}
        found.append(
            Conflict(
                name=place,
                label=_("%(field)s, place %(number)d of %(count)d") % words if len(places) > 1 else label,
                mine=compared(before, mine, names)[0],
                theirs=compared(before, theirs, names)[0],
                shown="",
                is_long=len(mine) + len(theirs) > LONG * 5,
                says_the_same=False,
                is_place=True,
            )
        )
    return found


def label_of(name: str, form: forms.ModelForm, formsets: Sequence[BaseInlineFormSet]) -> str:
    """Return what people call a field or a list of lines."""
    for formset in formsets:
        if formset.prefix == name:
            return str(formset.model._meta.verbose_name_plural).lower()  # type: ignore[union-attr]
    return str(form.fields[name].label or name).lower()


def marked(text: str, other: str) -> SafeString:
    """Return `text` as paragraphs of HTML; what `other` does not have stands in `<mark>`. Both are plain text."""
    paragraphs, others = _paragraphs(text), _paragraphs(other)
    shown: list[SafeString] = []
    for what, begin, end, other_begin, other_end in SequenceMatcher(None, others, paragraphs, False).get_opcodes():
        if what == "equal":
            alike = paragraphs[other_begin:other_end]
            if len(alike) > 3:
                # Only what stands beside a difference, or the difference would be far down.
                before_it, after_it = alike[-1:] * (other_end < len(paragraphs)), alike[:1] * (other_begin > 0)
                alike = [*after_it, "…", *before_it]
            shown += [format_html("<p>{}</p>", each) for each in alike]
        elif what != "delete":
            before = "\n".join(others[begin:end])
            shown += [
                format_html("<p>{}</p>", _marked_words(each, before)) for each in paragraphs[other_begin:other_end]
            ]
    return SafeString("".join(shown))


def _marked_words(text: str, other: str) -> SafeString:
    words, others = text.split(), other.split()
    if not others or len(words) > WORDS_AT_MOST or len(others) > WORDS_AT_MOST:
        return format_html("<mark>{}</mark>", text)
    parts = []
    for what, _begin, _end, begin, end in SequenceMatcher(None, others, words, False).get_opcodes():
        run = " ".join(words[begin:end])
        if run:
            parts.append((run,) if what == "equal" else (format_html("<mark>{}</mark>", run),))
    return format_html_join(" ", "{}", parts)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _nothing() -> SafeString:
    return format_html("<p><em>{}</em></p>", _("nothing"))


def _words(form: forms.ModelForm, name: str, data: QueryDict) -> str:
    field = form.fields[name]
    raw = field.widget.value_from_datadict(data, {}, name)
    return _said(field, raw)


def _said(field: forms.Field, raw: Any) -> str:
    if isinstance(field, ProseEditorFormField):
        return plain_text(sanitise(str(raw or "")))
    if isinstance(field, forms.BooleanField):
        return _("Yes") if raw else _("No")
    try:
        value = field.clean(raw)
    except ValidationError:
        value = raw
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    if hasattr(value, "hour"):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if hasattr(value, "year"):
        return date_format(value, "DATE_FORMAT")
    return "" if value is None else str(value)


def _lines(formset: BaseInlineFormSet, data: QueryDict) -> str:
    """One line of text a line of the list."""
    fields = formset.empty_form.fields
    said = []
    for line in lines_of(formset, data):
        said.append(
            " · ".join(filter(None, (_said_of_line(fields[name], words) for name, words in line.words.items())))
        )
    return "\n".join(said)


def _said_of_line(field: forms.Field, words: str) -> str:
    if isinstance(field, forms.BooleanField):
        return str(field.label).lower() if words else ""
    return _said(field, words) if words and isinstance(field, forms.ModelChoiceField) else words
