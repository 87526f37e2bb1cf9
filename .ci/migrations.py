"""Fail where a migration would hurt the release that still runs beside it: python .ci/migrations.py [app=0020 …]

An update changes the database first and restarts afterwards. So what a migration does must be bearable for the code
of before: no table or column that it asks for may go, and none may come that it has to fill in.

What is judged: each migration of ours after those in BEFORE, by django-migration-linter, on the database that
DATABASE_URL names. A way out stands in each sentence. Words `app=0020` judge from there on, whatever BEFORE says.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.operations import AddField  # noqa: E402
from django_migration_linter import MigrationLinter  # noqa: E402

# The last of each app that nobody ran a release of before. Moved on with each release, and at no other time.
BEFORE = {
    "accounts": "0003", "articles": "0024", "audit": "0002", "demo_bank": "0002", "site": "0004",
    "pagecache": "0002", "patrons": "0015", "work": "0001",
}  # fmt: skip

# Judged by somebody: "app.name": "why the release of before goes on beside it".
ACCEPTED: dict[str, str] = {}

WAYS_OUT = {
    "NOT_NULL": "give the field db_default=…, or null=True",
    "FILL_IN": "give the field db_default=…, or null=True: the code of before does not fill it in",
    "DROP_COLUMN": "take the field out of the code in this release, and drop the column in the next one",
    "DROP_TABLE": "take the model out of the code in this release, and drop the table in the next one",
    "RENAME_COLUMN": "keep the column with db_column=…",
    "RENAME_TABLE": "keep the table with Meta.db_table",
    "ALTER_COLUMN": "add a column beside it, and drop the old one in the next release",
    "ADD_UNIQUE": "see that the code of before writes nothing twice, and accept it in .ci/migrations.py",
}


def to_fill_in(migration) -> list[str]:
    """Return the fields that the code of before would have to write, of tables that it knows."""
    made = {each.name_lower for each in migration.operations if hasattr(each, "managers")}
    return [
        f"{each.model_name}.{each.name}"
        for each in migration.operations
        if isinstance(each, AddField)
        and each.model_name_lower not in made
        and not (each.field.null or each.field.many_to_many or each.field.has_db_default())
    ]


def main(since: dict[str, str]) -> int:
    """Judge what is newer than `since`; return the number of migrations that may not stay as they are."""
    # SQLite writes a changed table anew with all its columns: there only the fields themselves say what is new.
    leave = ["NOT_NULL"] if connection.vendor == "sqlite" else []
    linter = MigrationLinter(no_cache=True, no_output=True, exclude_migration_tests=leave)
    refused = judged = 0
    for (app, name), migration in sorted(linter.migration_loader.disk_migrations.items()):
        ours = type(migration).__module__.split(".")[0] in ("newsroom", "articles", "patrons")
        if not ours or name[:4] <= since.get(app, "") or f"{app}.{name}" in ACCEPTED:
            continue
        judged += 1
        analyser = linter.sql_analyser_class(leave)
        analyser.analyse(linter.get_sql(app, name))
        found = {issue.code for issue in analyser.errors} | ({"FILL_IN"} if to_fill_in(migration) else set())
        if "FILL_IN" in found:
            found.discard("NOT_NULL")
        for code in sorted(found):
            sys.stdout.write(
                f"{app}.{name}: {code}: {WAYS_OUT.get(code, 'see django-migration-linter')}. "
                "If the release of before bears it, say why in ACCEPTED in .ci/migrations.py.\n"
            )
        refused += bool(found)
    sys.stdout.write(f"{judged} migrations since the last release, {refused} refused ({connection.vendor}).\n")
    return refused


if __name__ == "__main__":
    sys.exit(1 if main(dict(word.split("=") for word in sys.argv[1:]) or BEFORE) else 0)
