"""Tables whose rows are added and never changed: the database refuses, whoever asks.

Triggers are made after every `migrate`, because SQLite makes a table anew to alter it and drops its
triggers in silence. A check fails when one is missing.
"""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("patrons_ledgerentry", "patrons_pledgeevent")
FUNCTION = "patrons_append_only"
VERBS = ("UPDATE", "DELETE")


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing. Tables that are not there yet are left out."""
    there = set(connection.introspection.table_names())
    wanted = [table for table in TABLES if table in there]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
            )
        for table in wanted:
            for name, sql in _triggers(connection.vendor, table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + _on(connection.vendor, table))
                cursor.execute(sql)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests that empty whole tables and for restoring a backup, nothing else."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in (table for table in TABLES if table in there):
            for name, _sql in _triggers(connection.vendor, table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + _on(connection.vendor, table))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that should be there and are not."""
    there = set(connection.introspection.table_names())
    wanted = [name for table in TABLES if table in there for name, _sql in _triggers(connection.vendor, table)]
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in found]


def after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(connections[using])


def open_for_restoring(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of `newsroom.backup.signals.opening`: a backup puts other rows in the place of all."""
    remove(connection)


def close_after_restoring(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of `closing`, in the same transaction."""
    install(connection)


def check(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """System check of databases: the books are kept from being changed."""
    return [
        Error(
            f"The ledger can be changed: {', '.join(names)} is missing in the database “{alias}”.",
            hint="Run manage.py migrate: it makes what is missing.",
            id="patrons.E001",
        )
        for alias in databases or ()
        if (names := missing(connections[alias]))
    ]


def _triggers(vendor: str, table: str) -> list[tuple[str, str]]:
    """Return each trigger's name and how it is made."""
    if vendor == "postgresql":
        row = [
            (f"{table}_no_{verb.lower()}", f"BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()")
            for verb in VERBS
        ]
        whole = (
            f"{table}_no_truncate",
            f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
        )
        return [(name, f"CREATE TRIGGER {name} {rest}") for name, rest in (*row, whole)]
    return [
        (
            f"{table}_no_{verb.lower()}",
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END",
        )
        for verb in VERBS
    ]


def _on(vendor: str, table: str) -> str:
    return f" ON {table}" if vendor == "postgresql" else ""
