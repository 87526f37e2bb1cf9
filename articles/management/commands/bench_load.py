import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import bench_loading

EVERY = 10_000


class Command(BaseCommand):
    help = "Loads a corpus made for measuring, one article a line of JSON, into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="articles.jsonl; taxonomy.json beside it")
        parser.add_argument("--workers", type=int, default=2, help="processes that write into PostgreSQL")

    def handle(self, *args: Any, file: Path, workers: int, **options: Any) -> None:
        began = time.monotonic()

        def progress(done: int) -> None:
            if options["verbosity"] and done % EVERY == 0:
                self.stdout.write(f"{done} … {done / (time.monotonic() - began):.0f} a second")

        try:
            done = bench_loading.load(file, workers=max(1, workers), progress=progress)
        except bench_loading.NotLoaded as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        self.stdout.write(f"{done} articles loaded in {time.monotonic() - began:.0f} s. What is like what is not known")
        self.stdout.write("yet: manage.py index_related.")
