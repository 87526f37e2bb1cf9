"""Rows of tables as lines of JSON, the same for every database: out of one, into another.

What is written is what the columns hold; nothing is computed on the way, no signal is sent, no `save` is called.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import batched
from typing import IO, Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# Nobody misses them; a letter must not go out again because a site was restored, and keys that are to be
# forgotten must not live on in backups.
LEFT_OUT = frozenset(
    ["sessions.Session", "django_tasks_database.DBTaskResult", "work.Beat", "work.Schedule", "pagecache.Retirement",
     "pagecache.EdgePurge", "accounts.NetworkKey"]
)  # fmt: skip
AT_ONCE = 500


def tables(apps: Any) -> list[type[models.Model]]:
    """Return the models whose rows are kept, sorted by name."""
    found = [
        model for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]  # fmt: skip
    return sorted(found, key=lambda model: model._meta.label)


@contextmanager
def one_moment(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """See all tables as they are at one moment, and hold nobody up who writes."""
    if connection.in_atomic_block:
        # Whoever began it, began the moment too.
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            mode = connection.transaction_mode  # type: ignore[attr-defined]
            connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
        with transaction.atomic(using=connection.alias):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def dump(model: type[models.Model], target: IO[bytes]) -> dict[str, Any]:
    """Write all rows of a table, and return what the manifest says of it."""
    fields = columns(model)
    number = 0
    with gzip.GzipFile(fileobj=target, mode="wb", mtime=0, compresslevel=6) as file:
        rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
        for row in rows.iterator(chunk_size=AT_ONCE):
            file.write(json.dumps([_out(value) for value in row], ensure_ascii=False).encode() + b"\n")
            number += 1
    label = model._meta.label
    return {"model": label, "member": f"tables/{label}.jsonl.gz", "columns": [f.column for f in fields], "rows": number}


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete all rows of all tables of models, those that a backup leaves out too."""
    from django.apps import apps

    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.proxy and model._meta.managed and model._meta.db_table in there:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def load(model: type[models.Model], names: list[str], source: IO[bytes], connection: BaseDatabaseWrapper) -> int:
    """Add the rows of a table as they are; returns how many.

    Raises:
        ValueError: the table has no such columns.
    """
    known = {field.column: field for field in columns(model)}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"{model._meta.label} has no column {', '.join(unknown)}")
    fields = [known[name] for name in names]
    quote = connection.ops.quote_name
    insert = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(name) for name in names)}) "  # noqa: S608
        f"VALUES ({', '.join(['%s'] * len(names))})"
    )
    number = 0
    with gzip.GzipFile(fileobj=source, mode="rb") as file, connection.cursor() as cursor:
        for some in batched(file, AT_ONCE, strict=False):
            rows = [
                [_in(field, value, connection) for field, value in zip(fields, json.loads(line), strict=True)]
                for line in some
            ]
            cursor.executemany(insert, rows)
            number += len(rows)
    return number


def count_on(found: Iterable[type[models.Model]], connection: BaseDatabaseWrapper) -> None:
    """Let the numbers of new rows go on behind those that were loaded."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(found))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def columns(model: type[models.Model]) -> list[Any]:
    """Return the fields of a table's columns, but for what the database computes itself."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _out(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, timedelta):
        return [value.days, value.seconds, value.microseconds]
    if isinstance(value, (bytes, memoryview, bytearray)):
        return base64.b64encode(bytes(value)).decode()
    return value


_READERS: dict[str, Any] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "DurationField": lambda parts: timedelta(*parts),
    "BinaryField": base64.b64decode,
}


def _in(field: Any, value: Any, connection: BaseDatabaseWrapper) -> Any:
    target = field
    while target.is_relation:
        target = target.target_field
    if isinstance(target, models.JSONField):
        # Nothing, or the word null of JSON: the column says which it may hold.
        if value is None and field.null:
            return None
        return target.get_db_prep_value(value, connection, prepared=False)
    if value is not None and (reader := _READERS.get(target.get_internal_type())):
        value = reader(value)
    return field.get_db_prep_save(value, connection)
