from typing import Any

from django.core.management.base import BaseCommand

from articles import references


class Command(BaseCommand):
    help = "Writes down anew what every article and page refers to: once after an upgrade, or when in doubt."

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(done: int) -> None:
            self.stdout.write(f"{done} …")

        done = references.rebuild(progress if options["verbosity"] > 1 else None)
        self.stdout.write(f"{done} texts looked through.")
