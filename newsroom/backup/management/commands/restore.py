"""manage.py restore: make a site of a backup, on SQLite or PostgreSQL."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from newsroom.backup.restoring import NotRestored, is_empty, restore


class Command(BaseCommand):
    help = "Put what a backup holds into this site: all of it, or nothing. Stop the server and the workers before."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where somebody works already")
        parser.add_argument("--noinput", action="store_false", dest="asks", help="do not ask before replacing")

    def handle(self, *args: Any, file: Path, replace: bool, asks: bool, **options: Any) -> None:
        if replace and asks and not is_empty():
            self.stdout.write("All articles, pictures, people and payments of this site will be replaced.")
            if input("Type replace to go on: ").strip() != "replace":
                raise CommandError("Nothing was changed.")
        try:
            said = restore(file, replace=replace, say=self.progress)
        except NotRestored as error:
            raise CommandError(str(error)) from error
        self.progress("")
        count = sum(table["rows"] for table in said["tables"])
        self.stdout.write(f"Restored: {count} rows and {sum(said['files'].values())} files. Start the server now.")
        for note in said["notes"]:
            self.stdout.write(note)

    def progress(self, words: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{words}", ending="")
            self.stdout.flush()
