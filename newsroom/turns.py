"""Writers of one SQLite file take turns, in the order in which they came.

SQLite has no queue: whoever finds the file taken sleeps, up to a tenth of a second, and looks again, while somebody
who writes without a pause finds it free each time. So writers wait in a queue of the system before they ask SQLite,
and only the first of it asks. The queue is a lock on a file beside the database. It is left as soon as SQLite has
said yes, never held during a transaction, and a process that dies leaves it.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def begin() -> None:
    """Let each new connection to SQLite take turns."""
    connection_created.connect(_join, dispatch_uid="newsroom.turns")


def _join(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    name = str(connection.settings_dict["NAME"])
    kept_in_memory = ":memory:" in name or "mode=memory" in name
    if connection.vendor == "sqlite" and not kept_in_memory and _in_turn not in connection.execute_wrappers:
        connection.execute_wrappers.append(_in_turn)


def _in_turn(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    connection = context["connection"]
    # Inside a transaction the file is ours already.
    if sql == "BEGIN IMMEDIATE" or (sql.startswith(WRITES) and not connection.in_atomic_block):
        with _turn(f"{connection.settings_dict['NAME']}-turn"):
            return execute(sql, params, many, context)
    return execute(sql, params, many, context)


@contextmanager
def _turn(path: str) -> Iterator[None]:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        # Nowhere to queue: the database itself says what is wrong with its folder.
        yield
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
