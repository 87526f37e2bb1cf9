from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.pagecache import front_headers


class Command(BaseCommand):
    help = "Prints what a server in front must say of the pages it takes from PAGE_FOLDER. See deploy/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--for", dest="server", choices=sorted(front_headers.WRITTEN), default="nginx")

    def handle(self, *args: Any, server: str, **options: Any) -> None:
        try:
            headers = front_headers.of_front_page()
            self.stdout.write(front_headers.WRITTEN[server](headers))
        except front_headers.NoHeaders as error:
            raise CommandError(str(error)) from None
