"""What a process that serves pages does beside: takes out what the clock has changed, and what somebody left undone."""

import logging
import threading
import time

from django.db import close_old_connections

from . import retiring
from .edges import telling
from .stores import store

log = logging.getLogger(__name__)

# So often at least somebody looks for what was written down and never carried out.
LOOKS_EACH = 5.0
# A moment later than the page says: its last reader has got it by then.
SLACK = 0.02


def begin() -> None:
    """Sweep up after whoever was killed, catch up with what they left, and go on in a thread of its own."""
    pages = store()
    if pages is None:
        return
    try:
        pages.look_after()
        retiring.catch_up(all_of_them=True)
    except Exception:
        # A folder or a database that is away now: pages are made one by one, and the thread tries again.
        log.exception("The stored pages could not be looked after.")
    telling.begin()
    threading.Thread(target=_go_on, name="page clock", daemon=True).start()


def _go_on() -> None:
    pause = 0.0
    while True:
        time.sleep(pause)
        try:
            pause = round_once()
        except Exception:
            # The edge of the thread: one round that fails must not be the last.
            log.exception("The stored pages could not be looked after.")
            pause = LOOKS_EACH


def round_once() -> float:
    """Take out what is over and carry out what waits; return after how many seconds to come again."""
    pages = store()
    if pages is None:
        return LOOKS_EACH
    over = pages.retire_over()
    close_old_connections()
    retiring.catch_up()
    close_old_connections()
    left = over + SLACK - time.time() if over else LOOKS_EACH
    return min(max(left, SLACK), LOOKS_EACH)
