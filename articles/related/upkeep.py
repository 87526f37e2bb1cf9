"""What the worker does besides asking for news: rules, pictures and marks, dead addresses, old stories, neighbours."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import Beat, Source
from newsroom.fetching import PAGE, FetchFailed, fetch

from . import own, rules, thumbnails
from .forgetting import forget_old
from .formats.pages import read_page
from .parallel import each_at_once
from .picture_queue import fetch_pictures
from .rechecking import recheck
from .unfurl import HTML

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ICONS_AT_ONCE = 50


def keep_up(now: datetime | None = None, *, workers: int = 4) -> None:
    """Do a part of the work that waits; the next round does the next part."""
    now = now or timezone.now()
    rules.apply(now)
    fetch_pictures(now, workers=workers)
    if _is_time("stories-checked", now, HOUR):
        recheck(now, workers=workers)
    if _is_time("stories-forgotten", now, DAY):
        forget_old(now)
        fetch_icons(workers=workers)
    if _is_time("neighbours-found", now, DAY):
        own.refresh_newest()


def fetch_icons(*, workers: int = 4, seconds: float = 60) -> None:
    """Fetch the marks of outlets that lack one, from their sites' front pages."""
    lacking = Source.objects.filter(icon="", is_paused=False).exclude(site_url="").exclude(succeeded_at=None)
    numbers = list(lacking.order_by("-pk").values_list("pk", flat=True)[:ICONS_AT_ONCE])
    each_at_once(numbers, fetch_icon, workers=workers, seconds=seconds)


def fetch_icon(pk: int) -> None:
    """Fetch the mark of one source's outlet, if its site names one."""
    source = Source.objects.only("site_url").get(pk=pk)
    try:
        page = fetch(source.site_url, limits=replace(PAGE, total_seconds=8), accept=HTML)
        said = read_page(page.body, content_type=page.headers.get("content-type", ""), url=page.url)
        icon = thumbnails.make_icon(said.icon_url).name if said.icon_url else ""
    except (FetchFailed, thumbnails.NoThumbnail):
        return
    Source.objects.filter(pk=pk, icon="").update(icon=icon)


def _is_time(name: str, now: datetime, every: timedelta) -> bool:
    """Say whether something was last done that long ago, and count it as done: of two workers one does it."""
    if Beat.objects.filter(name=name, at__lte=now - every).update(at=now):
        return True
    return Beat.objects.get_or_create(name=name, defaults={"at": now})[1]
