"""manage.py patrons_clock: what the patrons' room does by itself."""

import logging
import os
import threading
import time
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import close_old_connections

from patrons import clock

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what is due for patrons (mails, lapses, comparisons …) once, or with --every SECONDS again and again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on, with this pause between")
        parser.add_argument("--while", type=int, default=0, dest="pid", metavar="PID", help="end with this process")

    def handle(self, *args: Any, every: int, pid: int, **options: Any) -> None:
        if every <= 0:
            became = clock.go_round()
            done = ", ".join(f"{name}: {said}" for name, said in became.items())
            self.stdout.write(done or "Nothing was due.")
            return
        # A comparison of a large account takes long: letters and deliveries do not wait for it.
        threading.Thread(target=_go_on, args=(every, pid, True), name="slow jobs", daemon=True).start()
        _go_on(every, pid, False)


def _go_on(every: int, pid: int, slow: bool) -> None:
    while pid == 0 or os.getppid() == pid:
        try:
            close_old_connections()
            clock.go_round(slow=slow)
        except Exception:
            # The database may be away for a while; the next round finds what this one left.
            logger.exception("A round of the patrons' clock failed.")
        time.sleep(every)
