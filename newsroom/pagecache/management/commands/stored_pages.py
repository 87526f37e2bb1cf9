"""How many pages are stored, and none any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.pagecache.stores import store


class Command(BaseCommand):
    help = "Say how many public pages are stored and how much room they take; with --empty, take them all out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--empty", action="store_true", help="take all pages out; the next reader of each makes it anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pages = store()
        if pages is None:
            raise CommandError('No pages are stored: PAGE_STORE is "". Set it to folder or cache.')
        if options["empty"]:
            self.stdout.write(f"Taken out: {pages.empty()} pages.")
            return
        number, size = pages.size()
        self.stdout.write(f"Stored: {number} pages, {size / 1_000_000:.1f} MB.")
