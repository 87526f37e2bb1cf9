"""What `import_wordpress` and `import_ghost` share: the reading of their words, a run, and the report in print."""

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importers.records import CannotRead
from articles.models import Import

from . import labels, looking, running
from .choices import AS_SECTIONS, AS_TAGS, Choices
from .opening import open_export
from .report import sentence

SHOWN = 20


class ImportCommand(BaseCommand):
    """A command that moves an archive in; a subclass says from which system."""

    system = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="the export's files, all of one site")
        parser.add_argument(
            "--address", default="", help="the old site's, like https://old.example, where its export does not say it"
        )
        parser.add_argument("--media", type=Path, help="a folder with the old site's uploads; nothing is fetched then")
        parser.add_argument("--dry-run", action="store_true", help="only say what would come")
        parser.add_argument("--overwrite", action="store_true", help="also write over what was edited here since")
        parser.add_argument("--no-pictures", action="store_true", help="leave pictures out")
        parser.add_argument(
            "--categories-as",
            default="",
            help="“sections”, “tags”, or a JSON file: {“category/slug”: “section:slug”}; "
            "left out, categories at the top with five articles or more become sections, others tags",
        )
        parser.add_argument("--section", default="", help="slug of the section for articles that bring none along")
        parser.add_argument(
            "--author", action="append", default=[], type=_pair, metavar="OLD=SLUG", help="who is which author here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        media, choices = options["media"], _choices(options)
        if media is not None and not media.is_dir():
            raise CommandError(f"{media} is no folder: give the one with the old site's uploads.")
        try:
            export = open_export(self.system, options["files"], choices.address)
            if options["dry_run"]:
                self._say(looking.look(export, choices, self._seen).as_json())
                return
            names = [path.name for path in options["files"]]
            import_ = Import.objects.create(system=self.system, file_names=names, choices=choices.as_json())
            report = running.bring(export, import_, media=media, progress=self._done)
        except CannotRead as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from None
        self._say(report.as_json())

    def _seen(self, number: int) -> None:
        self._done(number, 0)

    def _done(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total}" if total else f"\r{done}", ending="")

    def _say(self, report: dict[str, Any]) -> None:
        if self.stderr.isatty():
            self.stderr.write("")
        for label, number in labels.counted(report["counts"]):
            self.stdout.write(f"{number:>8}  {label}")
        for each in report.get("terms", [])[:SHOWN]:
            self.stdout.write(f"{each['kind']} {each['name']} ({each['articles']}) → {each['becomes']}")
        for each in report.get("people", [])[:SHOWN]:
            self.stdout.write(f"{each['name']} ({each['articles']}) → {each['author'] or 'a new author'}")
        for note in report["notes"][:SHOWN]:
            self.stdout.write(f"{note['count']:>8}  {sentence(note['words'], ', '.join(note['examples']))}")
        for label, number, lines in labels.listed(report):
            self.stdout.write(f"{label} ({number}):")
            for line in lines[:SHOWN]:
                self.stdout.write(f"  {line['what']} {line['why']}".rstrip())


def _choices(options: dict[str, Any]) -> Choices:
    how, terms = options["categories_as"], {}
    if how and how not in (AS_SECTIONS, AS_TAGS):
        try:
            terms = json.loads(Path(how).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(
                f"--categories-as {how}: no such file of JSON ({error}); say sections or tags."
            ) from None
        if not isinstance(terms, dict) or not all(isinstance(value, str) for value in terms.values()):
            raise CommandError(f'{how} has to be an object like {{"category/world": "section:world"}}.')
        how = ""
    return Choices(
        terms=terms, people=dict(options["author"]), categories_as=how, section=options["section"],
        takes_pictures=not options["no_pictures"], overwrites=options["overwrite"],
        address=options["address"],
    )  # fmt: skip


def _pair(words: str) -> tuple[str, str]:
    old, equals, slug = words.rpartition("=")
    if not (old and equals and slug):
        raise ArgumentTypeError(f"{words!r} is no pair: write OLD=SLUG, for example ada=ada-lovelace.")
    return old, slug
