"""Questions whose SQL Django writes once in a process: for the pages that are asked for most.

Django builds a question anew each time, and on a page that asks four large ones this costs more than all else
together. A function under `prepared` is written like any other that returns a queryset, is called once for each
form of its question, and afterwards only has values filled in. See docs/decisions/034-prepared-questions.md.
"""

import copy
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, QuerySet


class Given(Expression):
    """A value that is filled in later."""

    def __init__(self, name: str, number: int | None = None) -> None:
        super().__init__()
        self.name, self.number = name, number

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)


class prepared[Row]:  # noqa: N801 - a decorator
    """Decorator of a function that returns a queryset; what it makes is called with keywords and returns a list.

    Of each argument the function is given a stand-in, for a tuple a tuple of stand-ins: it may put them into
    filters and do nothing else with them. None, True and False it is given as they are, since they change the
    question: each combination is a question of its own. To compare a foreign key with a tuple, write
    `article__pk__in`.

    Raises:
        TypeError: the function looked at something else besides, such as the clock: the moment of the first call
            would stay for ever. Built twice, it would have asked two things.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Row]"]) -> None:
        self.build = build
        self.__doc__, self.__name__ = build.__doc__, build.__name__
        self._questions: dict[tuple[Any, ...], _Question | None] = {}

    def __call__(self, **values: Any) -> list[Row]:
        values = {name: _padded(value) if type(value) is tuple else value for name, value in values.items()}
        form = (*values, *map(_form, values.values()))
        # One that is built twice at once is the same both times.
        if form not in self._questions:
            given = {name: _stand_in(name, value) for name, value in values.items()}
            self._questions[form] = _built(self.build(**given), self.build(**given))
        question = self._questions[form]
        return cast("list[Row]", question.answer(values) if question else [])


class _Question:
    """A queryset, with its SQL and the parameters that are known or still to be filled in."""

    def __init__(self, queryset: "QuerySet[Any]") -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(queryset.db)
        self.asked: tuple[str, Iterable[Any]] = self._compiler.as_sql()
        sql, parameters = self.asked
        self._sql, self._parameters = _servers_form(sql, parameters, connections[queryset.db])
        fields = [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(fields)
        self._gaps = [
            (at, value.name, value.number) for at, value in enumerate(self._parameters) if isinstance(value, Given)
        ]

    def answer(self, values: dict[str, Any]) -> list[Any]:
        connection = connections[self._queryset.db]
        parameters = self._parameters.copy()
        for at, name, number in self._gaps:
            value = values[name] if number is None else values[name][number]
            parameters[at] = _adapted(value, connection)
        compiler = copy.copy(self._compiler)
        compiler.connection = connection
        compiler.execute_sql = lambda *_args, **_kwargs: [_rows(connection, self._sql, parameters)]
        compiler.get_converters = lambda _fields: self._converters
        query: Any = copy.copy(self._queryset.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler
        asked = object.__new__(type(self._queryset))
        asked.__dict__.update(self._queryset.__dict__, _query=query)
        return list(asked)


def _servers_form(sql: str, parameters: Iterable[Any], connection: Any) -> tuple[str, list[Any]]:
    """Return a question as its database keeps it best, and the parameters that remain.

    PostgreSQL can keep the plan of a question that comes again. What is always the same is written into it: of
    values that are sent apart it may not know the types.
    """
    if connection.vendor != "postgresql":
        return sql, list(parameters)
    from django.db.backends.postgresql.psycopg_any import sql as written

    connection.ensure_connection()
    known = iter(
        [
            "%s"
            if isinstance(value, Given)
            else written.Literal(value).as_string(connection.connection).replace("%", "%%")
            for value in parameters
        ]
    )
    sql = re.sub("%[s%]", lambda found: next(known) if found[0] == "%s" else "%%", sql)
    return sql, [value for value in parameters if isinstance(value, Given)]


def _rows(connection: Any, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    # Django's own, which looks first whether a connection that was kept is still alive.
    cursor: Any = connection.cursor()
    if connection.vendor == "postgresql":
        from django.db.backends.postgresql.base import ServerBindingCursor

        # The only kind whose questions the server keeps.
        cursor.cursor = cast(Any, ServerBindingCursor)(connection.connection)
    with cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _built(queryset: "QuerySet[Any]", again: "QuerySet[Any]") -> _Question | None:
    try:
        question = _Question(queryset)
    except EmptyResultSet:
        return None
    if question.asked != again.query.get_compiler(again.db).as_sql():
        raise TypeError("A prepared question asks twice the same: give it the moment, or what else changes.")
    return question


def _stand_in(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return tuple(Given(name, number) for number in range(len(value)))
    return Given(name)


def _form(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    return len(value) if isinstance(value, tuple) else ""


def _padded(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Repeat the last until there are 1, 2, 4, 8 … values: few forms of a question for any number of them."""
    wanted = 1 << (len(values) - 1).bit_length() if values else 0
    return values + values[-1:] * (wanted - len(values))


def _adapted(value: Any, connection: Any) -> Any:
    if isinstance(value, date):
        return connection.ops.adapt_unknown_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
