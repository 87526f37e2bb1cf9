"""What the worker does besides asking for news: rules, pictures and marks, dead addresses, old stories, neighbours."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import Beat

from . import own, rules
from .forgetting import forget_old
from .icons import fetch_icons
from .picture_queue import fetch_pictures
from .rechecking import recheck

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def keep_up(now: datetime | None = None, *, workers: int = 4) -> None:
    """Do a part of the work that waits; the next round does the next part."""
    now = now or timezone.now()
    rules.apply(now)
    fetch_pictures(now, workers=workers)
    fetch_icons(now, workers=workers)
    if _is_time("stories-checked", now, HOUR):
        recheck(now, workers=workers)
    if _is_time("stories-forgotten", now, DAY):
        forget_old(now)
    if _is_time("neighbours-found", now, DAY):
        own.refresh_newest()


def _is_time(name: str, now: datetime, every: timedelta) -> bool:
    """Say whether something was last done that long ago, and count it as done: of two workers one does it."""
    if Beat.objects.filter(name=name, at__lte=now - every).update(at=now):
        return True
    return Beat.objects.get_or_create(name=name, defaults={"at": now})[1]
