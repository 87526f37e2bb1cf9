"""The worker beside the pages of a web server, so that a small site is one command.

It rests while a worker of its own (`manage.py work`) is there, and is not begun at all with WORKER=separate.
"""

import threading
import time

from django.conf import settings

from .lanes import Worker

# Readers come first when a server starts.
FIRST_AFTER = 3.0


def begin() -> Worker | None:
    """Start it, if the settings want one."""
    if settings.WORKER == "separate":
        return None
    worker = Worker(is_inside=True)

    def go_on() -> None:
        time.sleep(FIRST_AFTER)
        worker.begin()
        worker.keep_on()

    threading.Thread(target=go_on, name="work: clock", daemon=True).start()
    return worker
