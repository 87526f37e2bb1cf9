from typing import Any

from django.core.management.base import BaseCommand

from articles import search


class Command(BaseCommand):
    help = "Builds the search index anew from what is public or scheduled."

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(done: int) -> None:
            self.stdout.write(f"{done} …")

        done = search.engine().rebuild(progress if options["verbosity"] > 1 else None)
        self.stdout.write(f"{done} articles indexed.")
