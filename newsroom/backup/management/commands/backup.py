"""manage.py backup: write all of the newsroom into one file, or look whether one is whole."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from newsroom.backup.making import NotMade, make
from newsroom.backup.restoring import NotRestored, looked_through


class Command(BaseCommand):
    help = "Write rows, pictures and the list of settings into one file, beside the running site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("where", type=Path, metavar="FOLDER|FILE", help="a folder, or a file that ends with .tar")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="keep the folder's newest N, this one too")
        parser.add_argument("--verify", action="store_true", help="only look whether FILE is whole")

    def handle(self, *args: Any, where: Path, keep: int, verify: bool, **options: Any) -> None:
        try:
            if verify:
                said = looked_through(where, self.progress)
            else:
                where = make(where, keep=keep, say=self.progress)
                # What was written is read again: a disk that lies is found out now.
                said = looked_through(where, self.progress)
        except (NotMade, NotRestored) as error:
            raise CommandError(str(error)) from error
        self.progress("")
        count = sum(table["rows"] for table in said["tables"])
        self.stdout.write(
            f"{where}: whole, of {said['made_at'][:16].replace('T', ' ')} UTC, {count} rows, "
            f"{sum(said['files'].values())} files. It holds no secrets: keep SECRET_KEY and the others elsewhere."
        )

    def progress(self, words: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{words}", ending="")
            self.stdout.flush()
