"""Rows of one table written at once, past the models: for a corpus made for measuring."""

from collections.abc import Callable
from typing import Any

from django.db import connection, models

# What databases keep each in its own way.
_ADAPTED: dict[type[models.Field], Callable[[Any], Any]] = {
    models.DateTimeField: lambda moment: connection.ops.adapt_datetimefield_value(moment),
    models.UUIDField: lambda name: name if connection.features.has_native_uuid_field else name.hex,
}


class Rows:
    """New rows of one model; what is not given gets the model's default. No signal is sent, nothing is retired.

    Args:
        names: the columns' fields that `add` is given.
    """

    def __init__(self, model: type[models.Model], *names: str, with_pk: bool = False):
        self._table = model._meta.db_table
        self._fields = [field for field in model._meta.concrete_fields if with_pk or not field.primary_key]
        self._usual = [field.get_db_prep_save(field.get_default(), connection) for field in self._fields]
        places = {name: place for place, field in enumerate(self._fields) for name in (field.name, field.attname)}
        self._given = [(places[name], _ADAPTED.get(type(self._fields[places[name]]))) for name in names]
        self._rows: list[list[Any]] = []

    def add(self, *values: Any) -> None:
        """Add a row of plain values."""
        row = self._usual.copy()
        for (place, adapted), value in zip(self._given, values, strict=True):
            row[place] = adapted(value) if adapted and value is not None else value
        self._rows.append(row)

    def write(self) -> None:
        """Write all of them, and begin anew."""
        table = connection.ops.quote_name(self._table)
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in self._fields)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                    for row in self._rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self._fields))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", self._rows)  # noqa: S608
        self._rows = []
