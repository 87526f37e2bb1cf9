"""Tables without their indexes and keys while a corpus made for measuring is loaded into them.

Row by row, an index costs five times what it costs to make at the end, and a foreign key fifty times.
Only PostgreSQL's are left out. A database in which loading was killed lacks them: it is to be thrown away.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from . import search

SEARCH = "articles_search"
# For an index of all words; each of two processes takes so much for a minute or ten.
MEMORY = "512MB"
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) AS made FROM pg_index AS one
    WHERE indrelid = ANY(%s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    ORDER BY pg_get_indexdef(indexrelid) LIKE '%% USING gin %%' DESC, made
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY(%s::regclass[]) AND contype = %s ORDER BY 1, 2
"""

type Steps = list[list[str]]


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[Steps]:
    """Leave out what makes loading into empty tables slow.

    Gives the statements that put it back, for the caller to carry out (`put_back`) before the end: those of one step
    in any order or at once, one step after the other. After an error the tables are empty again, and have everything.

    Raises:
        IntegrityError: a row refers to what is not there.
    """
    drops, steps = _found([*tables, SEARCH]) if connection.vendor == "postgresql" else ("", [])
    _execute(drops)
    try:
        with connection.constraint_checks_disabled():
            yield steps
            if connection.vendor != "postgresql":
                connection.check_constraints(tables)
    except BaseException:
        if not connection.in_atomic_block:
            _emptied(tables, drops, steps)
        raise


def put_back(statement: str) -> int:
    """Carry out one statement that `bare` gave; return 1."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'; SET LOCAL work_mem = '{MEMORY}'; {statement}")
    return 1


def _found(tables: list[str]) -> tuple[str, Steps]:
    """Return what drops all indexes and keys but the primary ones, if they are there, and what makes them."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [tables])
        indexes = cursor.fetchall()
        cursor.execute(CONSTRAINTS, [tables, "u"])
        unique = cursor.fetchall()
        cursor.execute(CONSTRAINTS, [tables, "f"])
        keys = cursor.fetchall()
        drops = [f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}" for table, name, _made in [*keys, *unique]]
        drops += [f"DROP INDEX IF EXISTS {name}" for name, _made in indexes]
    again = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}" for table, name, made in unique]
    # What this transaction wrote into other tables is checked first: nothing may wait for a key that goes.
    dropped = "; ".join(["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED", *drops])
    return dropped, [
        [made for _name, made in indexes],
        # These lock two tables each, and would wait for each other in a circle.
        [
            "; ".join(
                [*again, *(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made} NOT VALID" for table, name, made in keys)]
            )
        ],
        [f"ANALYZE {table}" for table in tables],
        [f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}" for table, name, _made in keys],
    ]


@transaction.atomic
def _execute(statements: str) -> None:
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(statements)


def _emptied(tables: Sequence[str], drops: str, steps: Steps) -> None:
    # Some may be back already.
    _execute(drops)
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in reversed(tables):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
        search.engine().rebuild()
    for step in steps:
        for statement in step:
            put_back(statement)
