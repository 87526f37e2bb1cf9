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
from .joined_lists import BYLINES, join_bylines, join_words, known_words
from .widgets import TagNamesField

CHOICE = "keep-"
# The button that was pressed before somebody had to choose.
WAITED = "waited"
MINE, THEIRS = "mine", "theirs"

type Recall = Callable[[str], Iterable[Any]]


@dataclass(frozen=True)
class Merged:
    """What to save (`data`), or what to ask first (`sides.conflicts`).

    `woven` are the texts in which changes of both stand, `joined` the lists; `places` what is to be asked
    about within a text, by the name of the choice, and `partly` the texts among those in which something
    was settled without a question.
    """

    sides: Sides
    data: QueryDict
    stored: QueryDict
    stored_prints: dict[str, str]
    woven: list[str]
    places: dict[str, dict[str, Clash[str]]]
    joined: list[str]
    partly: list[str]


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
        recall: gives what a text or a list may have been when the person was shown it, the likeliest first.
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
    partly: list[str] = []
    joined = _join_lists(sides.conflicts, form, prefixes, data, stored, seen, recall)
    for name in joined:
        sides.conflicts.remove(name)
    for name in list(sides.conflicts):
        field = form.fields.get(name)
        if not isinstance(field, ProseEditorFormField):
            continue
        said = (comparable(field, words) for words in recall(name))
        before = next((words for words in said if fingerprint(words) == seen.fields.get(name)), None)
        if before is None:
            continue
        texts = (before, comparable(field, sent.get(name)), comparable(field, stored.get(name)))
        data[name], places[name], is_partly = _put_together(name, texts, sent)
        partly += [name] * is_partly
        if not places[name]:
            sides.conflicts.remove(name)
            woven.append(name)
    for prefix, formset in prefixes.items():
        if prefix not in sides.theirs:
            fit_lines(data, formset)
    data["seen"] = Seen(revision, theirs).written()
    return Merged(sides, data, stored, theirs, woven, places, joined, partly)


def _join_lists(
    names: list[str],
    form: forms.ModelForm,
    formsets: dict[str | None, BaseInlineFormSet],
    data: QueryDict,
    stored: QueryDict,
    seen: Seen,
    recall: Recall,
) -> list[str]:
    """Put the lists together that need no question; return their names."""
    joined = []
    for name in names:
        if isinstance(form.fields.get(name), TagNamesField):
            before = known_words(recall(name), seen.fields.get(name))
            if before is not None:
                data.setlist(name, join_words(before, data.getlist(name), stored.getlist(name)))
                joined.append(name)
        elif name == BYLINES and join_bylines(data, stored, formsets[name], recall("authors"), seen.fields.get(name)):
            joined.append(name)
    return joined


def _put_together(name: str, texts: Iterable[str], sent: QueryDict) -> tuple[str, dict[str, Clash[str]], bool]:
    """Return a text with the changes of both, its places that nobody has decided yet, and whether others changed."""
    blocks: list[str] = []
    asked: dict[str, Clash[str]] = {}
    before, *others = (divide(text) for text in texts)
    settled: list[str] = []
    for part in weave(before, *others):
        if not isinstance(part, Clash):
            blocks += part
            settled += part
            continue
        settled += part.before
        place = f"{name}.{fingerprint([part.before, part.mine, part.theirs])}"
        match sent.get(CHOICE + place, "").partition(":")[0]:
            case "mine":
                blocks += part.mine
            case "theirs":
                blocks += part.theirs
            case "both":
                blocks += (*part.mine, *part.theirs)
            case "both-theirs-first":
                blocks += (*part.theirs, *part.mine)
            case _:
                asked[place] = part
    return "".join(blocks), asked, settled != list(before)


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
