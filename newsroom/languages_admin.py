"""Forms for `Translated` records: beside each word, the same word in the site's other languages."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from newsroom.languages import Translated, other_languages

LANGUAGE_NAMES = dict(settings.LANGUAGES)


def field_name(field: str, language: str) -> str:
    """Return the name of the form field that holds `field` in `language`."""
    return f"{field}_in_{language}"


class LinesWidget(UnfoldAdminTextareaWidget):
    """Some lines of text. Browsers send each end of a line as two characters; one is kept."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class TranslatedForm(forms.ModelForm):
    """Reads and writes the words of `translations`; `translated_form` makes one for a model."""

    # Short fields whose text may stand in lines.
    LINED: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, language in self._translated():
            word = self.instance.translations.get(language, {}).get(field, "")
            self.initial.setdefault(field_name(field, language), word)
        for name, value in self.initial.items():
            # A browser drops the ends of lines from a field of one line, and words would stick together.
            if isinstance(value, str) and name in self.fields and isinstance(self.fields[name].widget, forms.TextInput):
                self.initial[name] = " ".join(value.splitlines())

    def _post_clean(self) -> None:
        translations = {language: dict(words) for language, words in self.instance.translations.items()}
        for field, language in self._translated():
            word = self.cleaned_data.get(field_name(field, language))
            if word is None:
                continue
            words = translations.setdefault(language, {})
            if word:
                words[field] = word
            else:
                words.pop(field, None)
        self.instance.translations = {language: words for language, words in translations.items() if words}
        super()._post_clean()  # type: ignore[misc]

    def _translated(self) -> list[tuple[str, str]]:
        return [
            (field, language)
            for field in self._meta.model.TRANSLATED_FIELDS
            for language in other_languages()
            if field_name(field, language) in self.fields
        ]


def translated_form(model: type[Translated], base: type[TranslatedForm] = TranslatedForm) -> type[TranslatedForm]:
    """Return a form class of `model` that has a field for each translated word and language."""
    fields: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for field in model.TRANSLATED_FIELDS:
        column = cast("models.Field[Any, Any]", model._meta.get_field(field))
        widget: Any = UnfoldAdminTextInputWidget
        if isinstance(column, models.TextField):
            widget = own[field] = LinesWidget
        elif field in base.LINED:
            widget = own[field] = LinesWidget({"rows": 2})
        for language in other_languages():
            fields[field_name(field, language)] = forms.CharField(
                label=_label(column, language),
                required=False,
                max_length=getattr(column, "max_length", None),
                widget=widget,
            )
    meta = type("Meta", (), {"model": model, "exclude": ["translations"], "widgets": own})
    return type(f"{model.__name__}Form", (base,), fields | {"Meta": meta})


def _label_now(column: "models.Field[Any, Any]", language: str) -> str:
    words = {"field": capfirst(column.verbose_name), "language": LANGUAGE_NAMES[language]}
    return gettext("%(field)s (%(language)s)") % words


# A form class is made once, in no language; its labels are read in each.
_label = lazy(_label_now, str)


def with_languages(model: type[Translated], names: Any) -> list[Any]:
    """Return `names`, a list of form fields as fieldsets have them, each translated one with its languages."""
    out: list[Any] = []
    for name in names:
        if name in model.TRANSLATED_FIELDS:
            out.append((name, *(field_name(name, language) for language in other_languages())))
        else:
            out.append(name)
    return out


class TranslatedAdminMixin(BaseModelAdmin):
    """For the admin or inline of a `Translated` model: lay its languages out beside each other."""

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        return [
            (title, options | {"fields": with_languages(self.model, options["fields"])})
            for title, options in super().get_fieldsets(request, obj)
        ]
