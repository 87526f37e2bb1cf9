"""A form that comes back after somebody else saved: merged, or a question for each field that both changed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict

from articles.merging import Seen, Sides, fingerprints, three_way

from .form_values import as_sent, fit_lines, keys_of, values_of

CHOICE = "keep-"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Merged:
    """What to save (`data`), or what to ask first (`sides.conflicts`)."""

    sides: Sides
    data: QueryDict
    stored: QueryDict
    stored_prints: dict[str, str]


def seen_now(form: forms.ModelForm, formsets: list[BaseInlineFormSet], revision: int) -> Seen:
    """Return what somebody is shown by these, which are not bound to data."""
    return Seen(revision, fingerprints(values_of(form, formsets, as_sent(form, formsets))))


def merge(
    form: forms.ModelForm, formsets: list[BaseInlineFormSet], sent: QueryDict, seen: Seen, revision: int
) -> Merged:
    """Merge what was sent with what is stored by now.

    Args:
        form, formsets: the article as it is stored, not bound to data.
        sent: the browser's form, with a choice for each field that was asked about.
        seen: what the person had been shown.
        revision: the one that is stored now.
    """
    stored = as_sent(form, formsets)
    theirs = fingerprints(values_of(form, formsets, stored))
    mine = fingerprints(values_of(form, formsets, sent))
    sides = three_way(_chosen(seen.fields, mine, sent), mine, theirs)
    data = sent.copy()
    for name in [key for key in data if key.startswith(CHOICE)]:
        del data[name]
    prefixes = {formset.prefix: formset for formset in formsets}
    for name in sides.theirs:
        if name in prefixes:
            _replace(data, stored, [key for key in {*data, *stored} if key.startswith(f"{name}-")])
        else:
            _replace(data, stored, keys_of(form, name))
    for prefix, formset in prefixes.items():
        if prefix not in sides.theirs:
            fit_lines(data, formset)
    data["seen"] = Seen(revision, theirs).written()
    return Merged(sides, data, stored, theirs)


def _chosen(seen: dict[str, str], mine: dict[str, str], sent: QueryDict) -> dict[str, str]:
    """A choice says which side counts as unchanged. “Mine” holds against the value that was shown beside it."""
    chosen = dict(seen)
    for name in mine:
        choice, _colon, shown = sent.get(CHOICE + name, "").partition(":")
        if choice == THEIRS:
            chosen[name] = mine[name]
        elif choice == MINE and shown:
            chosen[name] = shown
    return chosen


def _replace(data: Any, other: QueryDict, keys: list[str]) -> None:
    for key in keys:
        data.pop(key, None)
        if key in other:
            data.setlist(key, other.getlist(key))
