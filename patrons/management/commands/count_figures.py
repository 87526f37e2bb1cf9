"""manage.py count_figures: count the figures of patrons out of the ledger anew."""

import logging
import os
import time
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import close_old_connections

from patrons.figures import counting

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Count the figures of patrons once, or with --every SECONDS again and again. It reads the whole ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on, with this pause between")
        parser.add_argument("--while", type=int, default=0, dest="pid", metavar="PID", help="end with this process")

    def handle(self, *args: Any, every: int, pid: int, **options: Any) -> None:
        if every <= 0:
            self.stdout.write(f"Counted: {counting.count().isoformat(timespec='seconds')}")
            return
        while pid == 0 or os.getppid() == pid:
            try:
                close_old_connections()
                counting.count()
            except Exception:
                # The database may be away for a while; the next round counts everything all the same.
                logger.exception("The figures could not be counted.")
            time.sleep(every)
