"""Writes a backup beside a running site: rows of one moment, then files, then what tells that all of it is whole."""

import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from . import files, rows
from .archive import HEAD, MANIFEST, Writer
from .settings_list import listed

FORMAT = 1
NAMED = "newsroom-*.tar"


class NotMade(Exception):
    """No backup was written; the sentence says why."""


def make(where: Path, *, keep: int = 0, say: Callable[[str], None] = lambda words: None) -> Path:
    """Write a backup to a file, or into a folder under a name of its time.

    It gets its name when it is whole: what is cut off leaves no file that looks like one.

    Args:
        keep: how many of the folder's backups stay, this one included; 0: all.
        say: takes words about progress.

    Returns:
        the file.

    Raises:
        NotMade: it could not be written.
    """
    is_folder = where.is_dir() or not where.suffix
    now = timezone.now().astimezone(UTC)
    path = where / f"newsroom-{now:%Y%m%d-%H%M%S}.tar" if is_folder else where
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as file:
            _write(Writer(file, path.parent), path.parent, now.isoformat(), say)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except DatabaseError as error:
        raise NotMade(f"The database could not be read ({type(error).__name__}): is it there, and migrated?") from error
    except OSError as error:
        raise NotMade(
            f"The backup could not be written to {path.parent} ({error.strerror or type(error).__name__}): "
            "make room or name another folder. Nothing was left there."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    if keep > 0 and is_folder:
        for old in sorted(path.parent.glob(NAMED))[:-keep]:
            old.unlink(missing_ok=True)
    return path


def nightly() -> None:
    """What the schedule does."""
    make(Path(settings.BACKUP_DIR), keep=settings.BACKUPS_KEPT)


def applied() -> dict[str, list[str]]:
    """Return the migrations of this database, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _write(writer: Writer, scratch: Path, moment: str, say: Callable[[str], None]) -> None:
    writer.add_bytes(HEAD, json.dumps({"format": FORMAT}).encode())
    said: dict[str, Any] = {"format": FORMAT, "made_at": moment, "django": django.get_version()}
    found = rows.tables(apps)
    with rows.one_moment(connection):
        said |= {"database": connection.vendor, "migrations": applied(), "tables": []}
        for number, model in enumerate(found, 1):
            say(f"Tables: {number} of {len(found)}")
            with tempfile.TemporaryFile(dir=scratch) as lines:
                table = rows.dump(model, lines)
                size = lines.tell()
                lines.seek(0)
                writer.add(table["member"], lines, size)
            said["tables"].append(table)
    said["files"] = {folder: _copy(writer, folder, say) for folder in files.KEPT}
    own = listed()
    said["secret_key_fingerprint"] = own["secret_key_fingerprint"]
    writer.add_bytes("settings.json", json.dumps(own, ensure_ascii=False, indent=1).encode())
    if settings.SITE_ENV.exists():
        writer.add_bytes("site.env", settings.SITE_ENV.read_bytes())
    writer.add_bytes(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1).encode())
    writer.close()


def _copy(writer: Writer, folder: str, say: Callable[[str], None]) -> int:
    storage, number = files.storage_of(folder), 0
    for name in files.every(storage):
        try:
            size, file = storage.size(name), storage.open(name, "rb")
        except FileNotFoundError:
            # Somebody deleted it meanwhile.
            continue
        with file:
            writer.add(f"{folder}/{name}", file, size)  # type: ignore[arg-type]
        number += 1
        if number % 100 == 1:
            say(f"Files of {folder}: {number}")
    return number
