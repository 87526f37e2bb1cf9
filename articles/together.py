"""Records of several kinds in one question: a page that shows a little of much asks the database once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    FETCH_RAISE,
    BooleanField,
    DateTimeField,
    Field,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
    Value,
)
from django.db.models.functions import JSONArray


@dataclass(frozen=True)
class Part:
    """One kind of record.

    Attributes:
        rows: what is asked; each of its rows leads to one record.
        model: the kind.
        path: how a row names its record, `tag` or `author`; empty: the row is the record.
        besides: fields of the row itself that are wanted too.
        without: names of fields that nobody will look at; whoever does gets an error and no query.
    """

    rows: QuerySet[Any]
    model: type[Model]
    path: str = ""
    besides: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def fields(self) -> list[Field]:
        return [field for field in self.model._meta.concrete_fields if field.name not in self.without]


@dataclass(frozen=True)
class Found[T: Model]:
    """A record, and the fields of the row that led to it."""

    record: T
    besides: tuple[Any, ...]


def together(parts: Iterable[Part]) -> list[list[Found[Any]]]:
    """Return what each part finds, in no order, in one query.

    The parts differ in their columns, so each row comes as one list of values, written by the database as JSON.
    """
    parts = list(parts)
    asked = [_rows(number, part) for number, part in enumerate(parts)]
    found: list[list[Found[Any]]] = [[] for _part in parts]
    if not asked:
        return found
    fields = [part.fields for part in parts]
    names = [[field.attname for field in each] for each in fields]
    first, *others = asked
    for number, values in first.union(*others, all=True).order_by() if others else first:
        besides, own = values[: len(parts[number].besides)], values[len(parts[number].besides) :]
        read = [_read(field, value) for field, value in zip(fields[number], own, strict=True)]
        model: Any = parts[number].model
        record = model.from_db(first.db, names[number], read, fetch_mode=FETCH_RAISE)
        found[number].append(Found(record, tuple(besides)))
    return found


def _rows(number: int, part: Part) -> QuerySet[Any]:
    prefix = f"{part.path}__" if part.path else ""
    columns = [*part.besides, *(f"{prefix}{field.attname}" for field in part.fields)]
    return part.rows.order_by().values_list(Value(number, output_field=IntegerField()), JSONArray(*columns))


def _read(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, JSONField):
        # One database nests it, the other writes it as text.
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, DateTimeField):
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(field, BooleanField):
        return bool(value)
    return value
