"""How many pages are stored, and none any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.retiring import retire
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
            # As any change would: networks in front are told too.
            retire(EVERYTHING)
            self.stdout.write("All pages are taken out: each is made anew when somebody asks for it.")
            return
        try:
            number, size = pages.size()
        except NotImplementedError as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Stored: {number} pages, {size / 1_000_000:.1f} MB.")
