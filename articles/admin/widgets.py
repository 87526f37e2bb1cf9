"""The form's own inputs: lists that ask the choosers, and the prose editor with its words."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import ImportMap, Media, Script
from unfold.widgets import UnfoldAdminMultipleAutocompleteModelChoiceFieldWidget

from articles import tagging
from articles.body.values import identifier
from articles.models import Tag

from .choosers import chooser_url
from .words import body_words


class NumbersOnly(AutocompleteSelect):
    """Django's list over the admin's own autocompletion, which breaks on a value that is no number.

    `chosen` is the record that is stored in the field, if it is at hand: its name is not asked for again.
    """

    chosen: Model | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        numbers = [number for number in value if identifier(str(number))]
        if self.chosen is None or numbers != [str(self.chosen.pk)]:
            return super().optgroups(name, numbers, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.chosen)  # type: ignore[union-attr]
        options.append(self.create_option(name, self.chosen.pk, label, True, len(options)))
        return [(None, options, 0)]

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["articles/admin/listnames.js", "articles/admin/listenter.js"])


class NumbersOnlyList(AutocompleteSelectMultiple):
    """The same for several records. A value that is no number is refused by the field, in a sentence."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        return super().optgroups(name, [number for number in value if identifier(str(number))], attr)

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        # One slip would take all of them away, and the cross is no item of the list that it stands in.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["articles/admin/listnames.js"])


def know_chosen(form: forms.ModelForm) -> None:
    """Tell the lists of a form what is chosen in them, as far as it came along with the form's record."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, NumbersOnly):
            widget.chosen = form.instance._state.fields_cache.get(name)


class ChooserSelect(NumbersOnly):
    """Select2 that asks one of the choosers, with small pictures in its list.

    Args:
        what: the chooser: `articles` or `pictures`.
        query: what the chooser's address is asked with.
        preview: whether the chosen picture is shown below the field.
    """

    def __init__(
        self, field: Any, admin_site: Any, *, what: str, preview: bool = False, query: dict[str, str] | None = None
    ):
        super().__init__(field, admin_site)
        self.what, self.query, self.preview = what, query or {}, preview

    def get_url(self) -> str:
        return chooser_url(self.what, **self.query)

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        # Not kept by the browser: what is public now may have changed since.
        attrs["data-ajax--cache"] = "false"
        attrs["data-chooser"] = self.what
        attrs["data-chooser-url"] = chooser_url(self.what)
        if self.preview:
            attrs["data-chooser-preview"] = ""
        return attrs

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["admin/js/jquery.init.js", "articles/admin/choosers.js"])


class TagSelect(UnfoldAdminMultipleAutocompleteModelChoiceFieldWidget):
    """Select2 over all tags, where a new word becomes a new tag for whoever `may_add`. Values are names."""

    may_add = True

    def __init__(self) -> None:
        super().__init__({"data-desk-tags": ""})

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=["admin/js/jquery.init.js", *(f"articles/admin/{name}.js" for name in ("choosers", "newtags", "tags"))]
        )

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        new_words = {"data-tags": "true", "data-token-separators": '[","]'} if self.may_add else {}
        return (
            super().build_attrs(base_attrs, extra_attrs)
            | new_words
            | {
                "data-ajax--url": chooser_url("tags"),
                # One slip would take all of them away, and the cross is no item of the list that it stands in.
                "data-allow-clear": "false",
            }
        )

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        self.choices = [(word, word) for word in value]
        return super().optgroups(name, value, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-new-tag"] = str(_("Make a new tag: %(word)s"))
        return context


class TagNamesField(forms.Field):
    """Names of tags. Ones that do not exist are made on saving, by whoever may add tags."""

    widget = TagSelect
    may_add = True
    understood: dict[str, str] = {}
    _limit = Tag._meta.get_field("name").max_length or 100

    def let_add(self, may: bool) -> None:
        """Say what this person may do, in the list and in the words below it."""
        self.may_add = self.widget.may_add = may  # type: ignore[attr-defined]
        self.help_text = (
            _("A word that is no tag yet becomes one.") if may else _("One of the list: editors add new tags.")
        )

    def prepare_value(self, value: Any) -> Any:
        return [getattr(tag, "name", tag) for tag in value] if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        words = [" ".join(str(word).split()) for word in value or []]
        meant = tagging.resolve(word for word in words if word and len(word) <= self._limit)
        # For the message after saving: what was typed, and the tag it is an alias of.
        self.understood = {word: name for word, name in meant.items() if word.casefold() != name.casefold()}
        words = [meant.get(word, word) for word in words if word]
        return list({word.casefold(): word for word in words}.values())

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        for word in value:
            ProhibitNullCharactersValidator()(word)
            if len(word) > self._limit:
                raise ValidationError(
                    _("“%(word)s…” is too long for a tag: write at most %(limit)d characters."),
                    params={"word": word[:40], "limit": self._limit},
                )
        if value and not self.may_add:
            wanted = Q()
            for word in value:
                wanted |= Q(name__iexact=word)
            known = {name.casefold() for name in Tag.objects.filter(wanted).values_list("name", flat=True)}
            if new := [word for word in value if word.casefold() not in known]:
                raise ValidationError(
                    _("There is no tag “%(word)s”, and you may not add tags: choose one of the list."),
                    params={"word": new[0]},
                )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(self.prepare_value(initial or [])) != sorted(data or [])


# Names for our own modules: only the import map knows the hashed names of static files.
MODULES = ImportMap(
    {
        f"articles/prose/{name}": f"articles/prose/{name}.js"
        for name in ("clean", "dialogs", "keyboard", "library", "paste", "references", "tables", "text")
    }
)


class BodyWidget(ProseEditorWidget):
    """The prose editor: where its blocks ask what they stand for, and its words in the page's language."""

    @property
    def media(self) -> Media:
        return super().media + Media(importmap=MODULES, css={"all": ["articles/admin/writing.css"]})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-body-words": json.dumps({key: str(word) for key, word in body_words().items()}),
            "data-articles-url": chooser_url("articles"),
            "data-pictures-url": chooser_url("pictures"),
            "data-embeds-url": chooser_url("embeds"),
            "data-upload-url": reverse("desk_add_picture"),
            "data-words-url": reverse("desk_picture_words"),
        }
        return context


class ArticleBody(BodyWidget):
    """The body of an article: what is counted and shown of it while it is written comes along.

    Where nobody may write there is no editor, hence no import map for these scripts to find their modules by.
    """

    @property
    def media(self) -> Media:
        names = ("counts", "look")
        return super().media + Media(js=[Script(f"articles/admin/{name}.js", type="module") for name in names])
