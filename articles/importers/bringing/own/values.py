"""Values of a file from outside that says it is ours: taken one by one, where a field of ours could hold them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_noop

from articles.body.values import without_controls
from articles.importers.own_words import LONGEST
from articles.importers.records import Note
from newsroom.languages import Translated

UNREADABLE = gettext_noop("What this system had written into it cannot be read: it comes as it stands beside it.")
UNFIT = gettext_noop("What this system had written into it says something in “{what}” that cannot stand there.")
# More specific ones first: what a field of this kind is in JSON.
TYPES: tuple[tuple[type[models.Field[Any, Any]], type | tuple[type, ...]], ...] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.FloatField, (int, float)),
    (models.CharField, str),
    (models.TextField, str),
)


@dataclass
class Said:
    """What a file says of one thing; what does not fit is left out and noted."""

    values: Mapping[str, Any]
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def read(cls, text: str, kind: str = "") -> "Said | None":
        """Return what `text` says, or None where it is no object in JSON, or one of another kind."""
        try:
            values = json.loads(text) if len(text) <= LONGEST else None
        except (ValueError, RecursionError):
            return None
        if not isinstance(values, dict) or (kind and values.get("kind") != kind):
            return None
        return cls(values)

    def fields(self, model: type[models.Model], *names: str, **called: str) -> dict[str, Any]:
        """Return values for these fields of `model`, those that fit.

        Args:
            called: the name in the file of a field that is called otherwise there.
        """
        found = {}
        for name, said in [(name, name) for name in names] + list(called.items()):
            if said not in self.values:
                continue
            value = self.values[said]
            try:
                found[name] = fitting(model._meta.get_field(name), value)
            except (ValidationError, ValueError):
                self.unfit(said)
        return found

    def moment(self, name: str) -> datetime | None:
        """Return a moment with its zone; None for none."""
        value = self.values.get(name)
        if value is None:
            return None
        try:
            moment = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or not 1 < moment.year < 9999:
            self.unfit(name)
            return None
        return moment

    def number(self, name: str) -> int:
        """Return a number that a thing can have; 0 for none."""
        value = self.values.get(name)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**62:
            self.unfit(name)
            return 0
        return value

    def words(self, name: str) -> list[str]:
        """Return a list of short words."""
        return [each for each in self.rows(name, str) if len(each) <= 200]

    def rows[T](self, name: str, kind: type[T]) -> list[T]:
        """Return a list of values of one kind; others in it are left out."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, kind) for each in value):
            self.unfit(name)
            value = value if isinstance(value, list) else []
        return [each for each in value if isinstance(each, kind)]

    def translations(self, model: type[Translated]) -> dict[str, dict[str, str]]:
        """Return the words in other languages, those that we have and that fit the columns of the first."""
        value = self.values.get("translations", {})
        known = {code for code, _name in settings.LANGUAGES}
        found: dict[str, dict[str, str]] = {}
        for language, words in value.items() if isinstance(value, dict) else ():
            if language in known and isinstance(words, dict):
                said = Said(words, self.notes)
                found[language] = said.fields(model, *(name for name in model.TRANSLATED_FIELDS if name in words))
        return {language: words for language, words in found.items() if words}

    def unfit(self, name: str) -> None:
        """Note that a value was left out."""
        self.notes.append(Note("own", name, UNFIT))


def fitting(column: Any, value: Any) -> Any:
    """Return `value` as a column holds it.

    Raises:
        ValidationError: it is of another type, too long, or none of the column's choices.
    """
    kind = next(kind for field_type, kind in TYPES if isinstance(column, field_type))
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValidationError("type")
    return column.clean(without_controls(value) if isinstance(value, str) else value, None)
