"""manage.py demo: build the demo newspaper and, with --serve, serve it."""

import os
import socket
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import DatabaseError

from newsroom.demo import serving
from newsroom.demo.building import ForeignSite, build
from newsroom.demo.desk import lay_out
from newsroom.demo.people import make_people


class Command(BaseCommand):
    help = "Build the demo newspaper; with --serve, serve it in production mode."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serve", action="store_true", help="serve it when it stands")
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, serve: bool, port: str, **options: Any) -> None:
        number = port_number(port)
        if serve:
            refuse_taken(number)
        try:
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
            (settings.VAR_DIR / ".writable").touch()
        except OSError as error:
            raise CommandError(
                f"{settings.VAR_DIR} cannot be written ({error.strerror}): "
                "make it writable, or name another folder with VAR_DIR=/path make demo."
            ) from error
        try:
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            build(self.progress)
            sign_ins = make_people(settings.VAR_DIR / "sign-ins.json")
            lay_out()
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"The demo could not be built in {settings.VAR_DIR} ({error}): make all of it writable, "
                "or remove it with rm -r and run make demo again."
            ) from error
        except ForeignSite:
            raise CommandError(
                "This database holds articles of a newspaper that is not the demo, so nothing was added: "
                "unset DATABASE_URL and VAR_DIR to use the demo's own in var/demo."
            ) from None
        # For the server and its clock, which replace this process.
        os.environ.setdefault("PATRONS_DEMO", "1")
        # Its passwords stand on the screen: whoever looks at it has no phone set up.
        os.environ.setdefault("STAFF_TWO_FACTORS", "offered")
        self.stdout.write("\r" + serving.table(number, sign_ins))
        if serve:
            serving.serve(number)

    def progress(self, words: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{words}", ending="")
            self.stdout.flush()


def port_number(text: str) -> int:
    """Return the port that somebody typed, or raise a sentence."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandError(f"“{text}” is no port: choose a number from 1 to 65535, for example PORT=8001 make demo.")
    return int(text)


def refuse_taken(port: int) -> None:
    """Raise a sentence when the port cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}): stop what listens there, or choose another, "
                "for example PORT=8001 make demo."
            ) from error
