"""manage.py follow_clock: let states, log and index catch up with moments that have come."""

import logging
import os
import time
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import close_old_connections

from articles import clock

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Follow the clock once, or with --every SECONDS again and again. Readers never wait for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on, with this pause between")
        parser.add_argument("--while", type=int, default=0, dest="pid", metavar="PID", help="end with this process")

    def handle(self, *args: Any, every: int, pid: int, **options: Any) -> None:
        if every <= 0:
            done = clock.follow()
            self.stdout.write(f"{done.done} followed, {done.failed} failed.")
            return
        while pid == 0 or os.getppid() == pid:
            try:
                close_old_connections()
                clock.follow()
            except Exception:
                # The database may be away for a while; the next round finds what this one left.
                logger.exception("A round of following the clock failed.")
            time.sleep(every)
