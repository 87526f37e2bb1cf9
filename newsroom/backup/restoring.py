"""Makes a site of a backup: all of it or nothing, and nothing before every checksum was compared."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from newsroom.accounts.models import User
from newsroom.audit.models import Event
from newsroom.pagecache import stores

from . import files, rows, signals
from .archive import MANIFEST, BadArchive, check, opened
from .making import FORMAT, applied
from .settings_list import fingerprint

Say = Callable[[str], None]


class NotRestored(Exception):
    """Nothing was changed; the sentence says why."""


def looked_through(path: Path, say: Say = lambda words: None) -> dict[str, Any]:
    """Check a file and return its manifest.

    Raises:
        NotRestored: it cannot be used.
    """
    try:
        small = check(path, say)
        said: dict[str, Any] = json.loads(small[MANIFEST])
        if said["format"] > FORMAT:
            raise BadArchive(f"{path} was made by a newer Newsroom: update this one first.")
        said["has_site_env"] = "site.env" in small
        said["site_env"] = small.get("site.env", b"").decode()
    except BadArchive as error:
        raise NotRestored(str(error)) from error
    except OSError as error:
        raise NotRestored(f"{path} cannot be read ({error.strerror}).") from error
    except (KeyError, TypeError, ValueError) as error:
        raise NotRestored(f"{path} is no backup of Newsroom: take another file.") from error
    return said


def is_empty() -> bool:
    """Whether this site has nobody and nothing yet."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    return not any(
        model._meta.db_table in there and model._base_manager.exists() for model in (User, Event)
    )  # fmt: skip


def restore(path: Path, *, replace: bool = False, say: Say = lambda words: None) -> dict[str, Any]:
    """Put what a backup holds in the place of what is here.

    Args:
        replace: also where somebody works already.

    Returns:
        the manifest; its `notes` are sentences for whoever did it.

    Raises:
        NotRestored: the database, and the files that it names, are as they were.
    """
    said = looked_through(path, say)
    if not replace and not is_empty():
        raise NotRestored(
            "This site is in use, and all of it would be replaced: name an empty database with DATABASE_URL, "
            "or say --replace."
        )
    made: list[tuple[str, str]] = []
    others: set[str] = set()
    try:
        found = _prepare(said, say)
        _put_files(path, made, others, say)
        _put_rows(path, said, found, say)
    except (BadArchive, DatabaseError, OSError, ValueError) as error:
        for folder, name in made:
            files.storage_of(folder).delete(name)
        if isinstance(error, BadArchive):
            raise NotRestored(str(error)) from error
        words = getattr(error, "strerror", "") or str(error).split("\n")[0][:200]
        raise NotRestored(f"Nothing was restored, all is as before: {words}.") from error
    if others:
        _put_files(path, [], others, say, over=True)
    call_command("migrate", verbosity=0, interactive=False)
    said["notes"] = _afterwards(said, say)
    return said


def _prepare(said: dict[str, Any], say: Say) -> list[Any]:
    """Bring the tables to where the backup's were, and return their models."""
    wanted = {(app, name) for app, names in said["migrations"].items() for name in names}
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    # Of those that one of today stands for, a database may know either.
    replaced = {each for migration in executor.loader.disk_migrations.values() for each in migration.replaces}
    if unknown := sorted(wanted - known - replaced):
        app, name = unknown[0]
        raise BadArchive(f"The backup was made by a newer Newsroom ({app} {name}): update this one first.")
    there = {(app, name) for app, names in applied().items() for name in names} if _has_tables() else set()
    if not there:
        say("Making the tables")
        executor.migrate(_newest(executor, wanted))
    elif wanted - there - replaced:
        # The backup is newer than the tables, and this Newsroom knows how to bring them there.
        call_command("migrate", verbosity=0, interactive=False)
    now = {(app, name) for app, names in applied().items() for name in names}
    if now - replaced != wanted - replaced:
        raise BadArchive(
            "The backup is older than this database's tables: name a database without any with DATABASE_URL; "
            "it is brought up to date there."
        )
    if wanted - replaced == known - replaced:
        return rows.tables(apps)
    executor = MigrationExecutor(connection)
    return rows.tables(executor.loader.project_state(_newest(executor, wanted)).apps)


def _has_tables() -> bool:
    with connection.cursor() as cursor:
        return "django_migrations" in connection.introspection.table_names(cursor)


def _newest(executor: Any, wanted: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of `wanted` that no other one of them in the same app builds on."""
    nodes = executor.loader.graph.nodes
    mine = {each for each in wanted if each in nodes}
    below = {
        parent for each in mine for parent in executor.loader.graph.node_map[each].parents
        if parent[0] == each[0]
    }  # fmt: skip
    return sorted(each for each in mine if each not in below)


def _put_files(path: Path, made: list[tuple[str, str]], others: set[str], say: Say, *, over: bool = False) -> None:
    number = 0
    with opened(path) as members:
        for name, size, content in members:
            folder, _slash, rest = name.partition("/")
            if folder not in files.KEPT or (over and name not in others):
                continue
            became = files.put(folder, rest, content, size, over=over)
            if became == "new":
                made.append((folder, rest))
            elif became == "other":
                others.add(name)
            number += 1
            if number % 100 == 1:
                say(f"Files: {number}")


def _put_rows(path: Path, said: dict[str, Any], found: list[Any], say: Say) -> None:
    models = {model._meta.label: model for model in found}
    listed = {table["member"]: table for table in said["tables"]}
    if missing := sorted({table["model"] for table in said["tables"]} - set(models)):
        raise ValueError(f"this Newsroom has no table for {missing[0]}")
    with transaction.atomic(), opened(path) as members:
        signals.opening.send(sender=None, connection=connection)
        rows.empty(connection)
        done = 0
        for name, _size, content in members:
            if name not in listed:
                continue
            table = listed[name]
            done += 1
            say(f"Tables: {done} of {len(listed)}")
            if rows.load(models[table["model"]], table["columns"], content, connection) != table["rows"]:
                raise ValueError(f"{table['model']} has not as many rows as the manifest says")
        if done != len(listed):
            raise ValueError("a table is missing in the file")
        connection.check_constraints()
        rows.count_on(found, connection)
        signals.closing.send(sender=None, connection=connection)


def _afterwards(said: dict[str, Any], say: Say) -> list[str]:
    notes = []
    if said["has_site_env"] and not settings.SITE_ENV.exists():
        settings.SITE_ENV.write_text(said["site_env"])
        notes.append("The language and the time zone chosen at the first run were restored: start the server anew.")
    if said["secret_key_fingerprint"] != fingerprint():
        notes.append(
            "This site has another SECRET_KEY: passwords still work; everybody signs in anew, and links that were "
            "mailed do not open any more. Set the old key to keep them."
        )
    signals.restored.send(sender=None, say=say)
    pages = stores.store()
    if pages is not None:
        pages.empty()
    return notes
