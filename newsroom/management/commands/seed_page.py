"""manage.py seed_page FILE: publish a real page into a scratch database and compare it part by part."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.test import Client

from articles.models import Article
from newsroom.trial.comparing import Part, compare
from newsroom.trial.scratch import scratch_database, served
from newsroom.trial.screenshot import take
from newsroom.trial.seedpage import read_seed
from newsroom.trial.settingup import publish_seed
from newsroom.trial.texts import publish_texts


class Command(BaseCommand):
    help = "Publish a real page (text) into a scratch database, render it, and say of each part whether it is there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("seed", type=Path, help="the text of the page")
        parser.add_argument("--texts", type=Path, help="also publish every articles.json below this folder")

    def handle(self, *args: Any, seed: Path, texts: Path | None, **options: Any) -> None:
        try:
            page = read_seed(seed.read_text())
        except OSError as error:
            raise CommandError(f"{seed} cannot be read ({error.strerror}): name a text file with SEED=path.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{seed} is no text in UTF-8: save the page's words as plain text.") from error
        except ValueError as error:
            raise CommandError(f"{seed} is no page: {error}") from error
        with scratch_database():
            missing = self.one_page(page)
            if texts:
                missing += self.many_texts(texts)
        if missing:
            raise CommandError(f"{missing} parts are missing.")
        self.stdout.write(self.style.SUCCESS("Every part was found."))

    def one_page(self, page: Any) -> int:
        edition = publish_seed(page)
        client = Client(SERVER_NAME="127.0.0.1")
        article = client.get(edition.get_absolute_url()).content.decode()
        parts = list(compare(page, article, client.get("/").content.decode()))
        for part in parts:
            self.report(part)
        with served() as base:
            shot = take(base + edition.get_absolute_url(), settings.BASE_DIR / "var" / "seed-page.png")
        self.stdout.write(f"screenshot  {shot or 'none: install chromium (Debian: apt install chromium) to get one'}")
        return sum(not part.found for part in parts)

    def report(self, part: Part) -> None:
        state = self.style.SUCCESS("found  ") if part.found else self.style.ERROR("missing")
        self.stdout.write(f"{state}  {part.name:24}{part.words[:70]}")

    def many_texts(self, folder: Path) -> int:
        before, missing = Article.objects.count(), 0
        for outcome in publish_texts(folder):
            missing += len(outcome.missing)
            if outcome.missing or outcome.status != 200:
                self.stdout.write(f"missing  {outcome.name} ({outcome.status}): {outcome.missing[:2]}")
        made = Article.objects.count() - before
        self.stdout.write(f"{made} texts published and read back, {missing} paragraphs missing")
        return missing
