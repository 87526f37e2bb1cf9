"""Outlets' marks: fetched when a source is new and then at most monthly, unless editors chose one, or none."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Source, Story
from articles.pictures import small
from newsroom.fetching import PAGE, PICTURE, FetchFailed, fetch

from . import thumbnails
from .formats.pages import read_page
from .parallel import each_at_once
from .unfurl import HTML

MONTH = timedelta(days=30)
AT_ONCE = 50
# All of it: the page, and the pictures that are tried.
SECONDS = 12.0


def fetch_icons(now: datetime | None = None, *, workers: int = 4, seconds: float = 60) -> None:
    """Fetch the marks of outlets for which nobody looked within a month."""
    now = now or timezone.now()
    due = Source.objects.filter(icon_is_ours=False, is_paused=False).exclude(succeeded_at=None)
    due = due.filter(Q(icon_at=None) | Q(icon_at__lte=now - MONTH)).order_by("icon_at", "-pk")
    each_at_once(list(due.values_list("pk", flat=True)[:AT_ONCE]), fetch_icon, workers=workers, seconds=seconds)


def fetch_icon(pk: int, *, seconds: float = SECONDS) -> bool:
    """Fetch the mark of one source's outlet; say whether there is one now. What was there stays where none is found."""
    source = Source.objects.defer("undated").filter(pk=pk, icon_is_ours=False).first()
    if source is None:
        return False
    # Whoever counts the try makes it: two workers do not fetch one mark.
    if not Source.objects.filter(pk=pk, icon_at=source.icon_at).update(icon_at=timezone.now()):
        return False
    until = time.monotonic() + seconds
    tried = set[str]()
    for url in _places(source, until):
        if url in tried or time.monotonic() >= until:
            continue
        tried.add(url)
        try:
            name = thumbnails.make_icon(url, limits=replace(PICTURE, total_seconds=_left(until))).name
        except thumbnails.NoThumbnail:
            continue
        if Source.objects.filter(pk=pk, icon_is_ours=False).update(icon=name):
            forget([source.icon] if source.icon != name else [])
        return True
    return False


def put(source: Source, data: bytes) -> None:
    """Make a picture of an editor's the mark of an outlet; it is fetched no more.

    Raises:
        PictureRefused: it is no picture that can be shown, or a very small one.
    """
    made = small.icon(data, min(small.PIXELS_AT_MOST, settings.PICTURE_MEGAPIXELS * 1_000_000))[0]
    _choose(source, thumbnails.kept(made))


def remove(source: Source) -> None:
    """Show no mark of an outlet, and fetch none."""
    _choose(source, "")


def fetch_again(source: Source) -> None:
    """Let the mark be the outlet's own: fetched after the transaction, and monthly from now on."""
    Source.objects.filter(pk=source.pk).update(icon_is_ours=False, icon_at=None)
    transaction.on_commit(partial(fetch_icon, source.pk))


def forget(names: list[str]) -> None:
    """Delete the files of marks that nothing names any more, after the transaction."""

    def delete() -> None:
        for name in filter(None, names):
            if not (Source.objects.filter(icon=name).exists() or Story.objects.filter(thumbnail=name).exists()):
                thumbnails.forget(name)

    transaction.on_commit(delete)


def _choose(source: Source, name: str) -> None:
    before = Source.objects.filter(pk=source.pk).values_list("icon", flat=True).first() or ""
    Source.objects.filter(pk=source.pk).update(icon=name, icon_is_ours=True, icon_at=timezone.now())
    source.icon, source.icon_is_ours = name, True
    if before != name:
        forget([before])


def _places(source: Source, until: float) -> Iterator[str]:
    """Yield where a mark may be: what the feed names, what the site's page names, where sites have it anyway."""
    if source.icon_url:
        yield source.icon_url
    site = source.site_url or urljoin(source.feed_url, "/")
    try:
        page = fetch(site, limits=replace(PAGE, total_seconds=_left(until)), accept=HTML)
    except FetchFailed:
        pass
    else:
        site = page.url
        said = read_page(page.body, content_type=page.headers.get("content-type", ""), url=page.url)
        if said.icon_url:
            yield said.icon_url
    yield urljoin(site, "/favicon.ico")


def _left(until: float) -> float:
    return max(min(until - time.monotonic(), PAGE.total_seconds), 0.1)
