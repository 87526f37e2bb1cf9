"""Records of several kinds in one question: a page that shows a little of much asks the database once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
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
        model: the kind.
        path: how a row that is asked names its record, `tag` or `author`; empty: the row is the record.
        besides: fields of the row itself that are wanted too.
        without: names of fields that nobody will look at; whoever does gets an error and no query.
    """

    model: type[Model]
    path: str = ""
    besides: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> list[Field]:
        return [field for field in self.model._meta.concrete_fields if field.name not in self.without]

    @cached_property
    def names(self) -> list[str]:
        return [field.attname for field in self.fields]


@dataclass(frozen=True)
class Found[T: Model]:
    """A record, and the fields of the row that led to it."""

    record: T
    besides: tuple[Any, ...]


def question(asked: Iterable[tuple[Part, QuerySet[Any]]]) -> QuerySet[Any, tuple[int, list[Any]]]:
    """Return what asks for all parts at once, each with its rows; `read` understands the answer.

    The parts differ in their columns, so each row comes as one list of values, written by the database as JSON.

    Raises:
        ValueError: there is no part.
    """
    first, *others = [_columns(number, part, rows) for number, (part, rows) in enumerate(asked)]
    return first.union(*others, all=True).order_by() if others else first


def read(parts: Sequence[Part], answer: Iterable[tuple[int, list[Any]]], db: str) -> list[list[Found[Any]]]:
    """Return what each part found, in no order.

    Args:
        parts: in the order in which they were asked.
        answer: the rows of the question.
        db: the name of the database that gave them.
    """
    found: list[list[Found[Any]]] = [[] for _part in parts]
    for number, values in answer:
        part = parts[number]
        besides, own = values[: len(part.besides)], values[len(part.besides) :]
        known = [_read(field, value) for field, value in zip(part.fields, own, strict=True)]
        model: Any = part.model
        found[number].append(Found(model.from_db(db, part.names, known, fetch_mode=FETCH_RAISE), tuple(besides)))
    return found


def _columns(number: int, part: Part, rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, list[Any]]]:
    prefix = f"{part.path}__" if part.path else ""
    columns = [*part.besides, *(f"{prefix}{name}" for name in part.names)]
    return rows.order_by().values_list(Value(number, output_field=IntegerField()), JSONArray(*columns))


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
