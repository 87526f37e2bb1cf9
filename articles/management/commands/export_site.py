from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.exporters import writing


class Command(BaseCommand):
    help = "Writes the whole archive into a new folder: HTML, Markdown, JSON, pictures, redirects, and a WXR file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is not there yet, or is empty")
        parser.add_argument("--public-only", action="store_true", help="only what readers can see")

    def handle(self, *args: Any, folder: Path, public_only: bool, **options: Any) -> None:
        def progress(word: str, count: int) -> None:
            self.stdout.write(f"{count} {word} …")

        try:
            done = writing.export_site(folder, public_only=public_only, progress=progress)
        except writing.Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"{done.articles} articles, {done.drafts} drafts, {done.pages} pages, {done.pictures} pictures and "
            f"{done.redirects} redirects written to {folder}."
        )
        if done.missing:
            self.stderr.write(f"Files of pictures that could not be read: {', '.join(map(str, done.missing))}.")
