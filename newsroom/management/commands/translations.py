"""manage.py translations: say which words lack their translation; --update collects and compiles them."""

import shutil
import subprocess
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

LOCALES = ("en", "uk")


class Command(BaseCommand):
    help = "Fail when a visible word lacks its Ukrainian; --update collects new words and compiles the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true")

    def handle(self, *args: Any, update: bool, **options: Any) -> None:
        if shutil.which("msgfmt") is None:
            raise CommandError("gettext was not found: install it (Debian: apt install gettext).")
        catalogues = {code: settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po" for code in LOCALES}
        before = {code: words(path) for code, path in catalogues.items()}
        call_command(
            "makemessages", locale=list(LOCALES), verbosity=0, no_location=True, no_obsolete=True, no_wrap=True,
            ignore_patterns=[".venv/*", "var/*", "tests/*"],
        )  # fmt: skip
        for code, path in catalogues.items():
            if code == "en":
                # What gettext guessed of likely words is no English; each word is its own.
                plain = ["msgattrib", "--clear-fuzzy", "--clear-previous", "--empty"]
                for tool in (plain, ["msgen"]):
                    subprocess.run([*tool, "--no-wrap", "--output-file", str(path), str(path)], check=True)  # noqa: S603
            kept = [line for line in path.read_text().splitlines(True) if not line.startswith('"POT-Creation-Date')]
            path.write_text("".join(kept))
            if not update and words(path) != before[code]:
                raise CommandError(f"{path} lacks words that the code shows: run make messages and translate them.")
        if update:
            call_command("compilemessages", locale=list(LOCALES), verbosity=0)
        path = catalogues["uk"]
        missing = [line for line in msgattrib(path, "--untranslated") + msgattrib(path, "--only-fuzzy") if line]
        if missing and not update:
            raise CommandError("These words lack their Ukrainian:\n" + "\n".join(missing))
        self.stdout.write(f"{len(missing)} words lack their Ukrainian." if missing else "Every word is translated.")


def words(path: Any) -> list[str]:
    """Return the messages of a catalogue, in order of the alphabet, without their translations."""
    if not path.exists():
        return []
    return sorted(line for line in path.read_text().splitlines() if line.startswith("msgid"))


def msgattrib(path: Any, option: str) -> list[str]:
    """Return the messages that gettext's own tool selects."""
    out = subprocess.run(  # noqa: S603
        ["msgattrib", option, "--no-obsolete", "--no-wrap", str(path)],  # noqa: S607
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return [line for line in out.splitlines() if line.startswith("msgid") and line != 'msgid ""']
