"""manage.py fetch_sources: ask other outlets for news, and do the work that follows from it."""

import logging
import os
import time
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from articles.models import Source
from articles.related import rounds, upkeep
from articles.related.intake import Taken, take_in

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Ask the sources whose time has come for news, once or with --every SECONDS again and again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on, with this pause between")
        parser.add_argument("--source", default="", metavar="NAME", help="ask this one alone, now")
        parser.add_argument("--workers", type=int, default=rounds.WORKERS, help="how many are asked at once")
        parser.add_argument("--while", type=int, default=0, dest="pid", metavar="PID", help="end with this process")

    def handle(self, *args: Any, every: int, source: str, workers: int, pid: int, **options: Any) -> None:
        if source:
            found = Source.objects.filter(name__iexact=source).first()
            if found is None:
                raise CommandError(f"No source is called “{source}”: look in the admin how it is spelt.")
            self.tell(found, take_in(found))
            return
        while every <= 0 or pid == 0 or os.getppid() == pid:
            try:
                close_old_connections()
                rounds.go_round(workers=workers, tell=self.tell)
                upkeep.keep_up(workers=workers)
            except Exception:
                if every <= 0:
                    raise
                # The database may be away for a while; the next round finds what this one left.
                logger.exception("A round of asking sources failed.")
            if every <= 0:
                return
            time.sleep(every)

    def tell(self, source: Source, taken: Taken) -> None:
        """Print a line about a source."""
        counts = ((taken.new, "new"), (taken.changed, "changed"), (taken.left, "for the next round"))
        said = ", ".join(f"{number} {word}" for number, word in counts if number)
        busy = "paused, or asked by somebody else just now" if taken.is_busy else ""
        self.stdout.write(f"{source.name}: {busy or taken.problem or said or 'nothing new'}")
