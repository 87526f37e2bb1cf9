"""Telling the edge what was retired: in the background, until it has heard, and once more."""

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections
from django.utils import timezone

from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.models import EdgePurge

from . import edge
from .base import EdgeFailed

log = logging.getLogger(__name__)

# An answer that left us before the purge may arrive at the edge after it. By now it has.
ONCE_MORE = timedelta(seconds=15)
# Whoever took a row has told the edge by then, or was killed.
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=10)
# After so many failures the log says it louder; after so long nothing of that time is kept at the edge any more.
FAILURES_BORNE, GIVEN_UP = 5, timedelta(days=3)
ROWS_AT_ONCE = 200
LOOKS_EACH = 5.0

_woken = threading.Event()


def note(keys: set[str]) -> None:
    """Write down that pages under these keys are out, for the edge to hear. Called before the retirement is done."""
    if edge() is not None and keys:
        EdgePurge.objects.create(keys=sorted(keys))
        _woken.set()


def begin() -> None:
    """Tell the edge from a thread of its own, where one is set."""
    if edge() is not None:
        threading.Thread(target=_go_on, name="page edge", daemon=True).start()


def _go_on() -> None:
    while True:
        _woken.wait(LOOKS_EACH)
        _woken.clear()
        try:
            tell()
        except Exception:
            # The edge of the thread: what was not told stands in its rows, and is told in the next round.
            log.exception("The edge could not be told.")
        close_old_connections()


def tell() -> int:
    """Tell the edge what is due; return how many rows that were.

    Rows of several processes are told by whichever takes them first.
    """
    out, now = edge(), timezone.now()
    if out is None:
        return 0
    due = EdgePurge.objects.filter(due_at__lte=now).order_by("pk")[:ROWS_AT_ONCE]
    rows = [row for row in due if EdgePurge.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=now + LEASE)]
    if not rows:
        return 0
    keys = {key for row in rows for key in row.keys}
    try:
        out.purge({EVERYTHING} if EVERYTHING in keys else keys)
    except EdgeFailed as error:
        _put_off(rows, error)
        return len(rows)
    now = timezone.now()
    EdgePurge.objects.filter(pk__in=[row.pk for row in rows if row.was_told]).delete()
    first = [row.pk for row in rows if not row.was_told]
    EdgePurge.objects.filter(pk__in=first).update(was_told=True, failures=0, due_at=now + ONCE_MORE)
    return len(rows)


def _put_off(rows: list[EdgePurge], error: EdgeFailed) -> None:
    now = timezone.now()
    failures = max(row.failures for row in rows) + 1
    wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    if error.retry_after:
        wait = max(wait, min(timedelta(seconds=error.retry_after), LONGEST_WAIT))
    level = logging.ERROR if failures >= FAILURES_BORNE else logging.WARNING
    log.log(level, "%s. %d changes wait to be told, for %d s more.", error, len(rows), wait.total_seconds())
    mine = EdgePurge.objects.filter(pk__in=[row.pk for row in rows])
    given_up, _by_model = mine.filter(made_at__lt=now - GIVEN_UP).delete()
    if given_up:
        log.error("%d changes were never told to the edge; nothing of that time is kept there any more.", given_up)
    mine.update(failures=failures, problem=str(error)[:300], due_at=now + wait)
