"""A form that comes back after somebody else saved: merged, or a question for each field that both changed.

A long text is merged by its blocks: only the places that both changed are asked about.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django_prose_editor.fields import ProseEditorFormField

from articles.body.dividing import divide
from articles.merging import Clash, Seen, Sides, fingerprint, fingerprints, three_way, weave

from .form_values import as_sent, comparable, fit_lines, keys_of, values_of

CHOICE = "keep-"
MINE, THEIRS = "mine", "theirs"

type Recall = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Merged:
    """What to save (`data`), or what to ask first (`sides.conflicts`).

    `woven` are the texts in which changes of both stand, `places` what is to be asked about within a
    text, by the name of the choice.
    """

    sides: Sides
    data: QueryDict
    stored: QueryDict
    stored_prints: dict[str, str]
    woven: list[str]
    places: dict[str, dict[str, Clash[str]]]


def seen_now(form: forms.ModelForm, formsets: list[BaseInlineFormSet], revision: int) -> Seen:
    """Return what somebody is shown by these, which are not bound to data."""
    return Seen(revision, fingerprints(values_of(form, formsets, as_sent(form, formsets))))


def merge(
    form: forms.ModelForm,
    formsets: list[BaseInlineFormSet],
    sent: QueryDict,
    seen: Seen,
    revision: int,
    recall: Recall = lambda name: (),
) -> Merged:
    """Merge what was sent with what is stored by now.

    Args:
        form, formsets: the article as it is stored, not bound to data.
        sent: the browser's form, with a choice for each field or place that was asked about.
        seen: what the person had been shown.
        revision: the one that is stored now.
        recall: gives what a text may have been when the person was shown it, the likeliest first.
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
    woven: list[str] = []
    places: dict[str, dict[str, Clash[str]]] = {}
    for name in list(sides.conflicts):
        field = form.fields.get(name)
        if not isinstance(field, ProseEditorFormField):
            continue
        said = (comparable(field, words) for words in recall(name))
        before = next((words for words in said if fingerprint(words) == seen.fields.get(name)), None)
        if before is None:
            continue
        texts = (before, comparable(field, sent.get(name)), comparable(field, stored.get(name)))
        data[name], places[name] = _put_together(name, texts, sent)
        if not places[name]:
            sides.conflicts.remove(name)
            woven.append(name)
    for prefix, formset in prefixes.items():
        if prefix not in sides.theirs:
            fit_lines(data, formset)
    data["seen"] = Seen(revision, theirs).written()
    return Merged(sides, data, stored, theirs, woven, places)


def _put_together(name: str, texts: Iterable[str], sent: QueryDict) -> tuple[str, dict[str, Clash[str]]]:
    """Return a text with the changes of both, and the places of it that nobody has decided yet."""
    blocks: list[str] = []
    asked: dict[str, Clash[str]] = {}
    for part in weave(*(divide(text) for text in texts)):
        if not isinstance(part, Clash):
            blocks += part
            continue
        place = f"{name}.{fingerprint([part.before, part.mine, part.theirs])}"
        match sent.get(CHOICE + place, "").partition(":")[0]:
            case "mine":
                blocks += part.mine
            case "theirs":
                blocks += part.theirs
            case "both":
                blocks += (*part.mine, *part.theirs)
            case _:
                asked[place] = part
    return "".join(blocks), asked


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
