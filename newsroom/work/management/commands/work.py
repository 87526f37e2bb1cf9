"""manage.py work: everything that a site needs beside its web server."""

import os
import signal
import threading
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import connections

from newsroom.work.lanes import Worker


class Command(BaseCommand):
    help = "Send mail, carry out stored tasks and do what is due at its time, until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")
        parser.add_argument("--while", type=int, default=0, dest="pid", metavar="PID", help="end with this process")

    def handle(self, *args: Any, once: bool, pid: int, **options: Any) -> None:
        for each in connections.all():
            # Reconnecting after each look would cost more than the look.
            each.settings_dict["CONN_MAX_AGE"] = max(each.settings_dict["CONN_MAX_AGE"] or 0, 60)
        worker = Worker()
        if once:
            self.stdout.write(f"{worker.drain()} done.")
            return

        def stop(number: int, frame: Any) -> None:
            if worker.stops.is_set():
                # Asked twice: what is being done is begun again by the next worker.
                os._exit(1)
            # A thread of its own: what is interrupted here may hold the lock that this needs.
            threading.Thread(target=worker.stop, daemon=True).start()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.begin()
        worker.keep_on(lambda: pid == 0 or os.getppid() == pid)
        worker.stop()
        worker.join()
