"""Thumbnails of stories, fetched after the stories came in: a few tries each, longer apart each time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from articles.models import Story
from newsroom.fetching import PAGE, PICTURE, FetchFailed, Limits, fetch

from . import thumbnails
from .formats.pages import read_page
from .parallel import each_at_once
from .used import SHOWING

TRIES = 3
# How long after a story was found the second and the third try come.
WAITS = (timedelta(0), timedelta(hours=1), timedelta(days=1))
AT_ONCE = 200
WORKERS = 4
SECONDS = 60
# A page is fetched for its picture only where somebody will see it, and only of the newest stories.
PAGES_AT_ONCE = 20
LATELY = timedelta(days=3)
NEWEST_LINKS = 300


def fetch_pictures(now: datetime | None = None, *, workers: int = WORKERS, seconds: float = SECONDS) -> int:
    """Fetch thumbnails of the newest stories that lack them; return how many were tried."""
    now = now or timezone.now()
    due = Q(pk=None)
    for tries, wait in enumerate(WAITS):
        due |= Q(thumbnail_tries=tries, found_at__lte=now - wait)
    lacking = Story.objects.filter(due, thumbnail="", gone_at=None, is_hidden=False).exclude(picture_url="")
    numbers = list(lacking.order_by("thumbnail_tries", "-pk").values_list("pk", flat=True)[:AT_ONCE])
    pages = _without_any(now)[:PAGES_AT_ONCE]
    left = each_at_once([*numbers, *pages], fetch_picture, workers=workers, seconds=seconds)
    return len(numbers) + len(pages) - left


def fetch_picture(pk: int, limits: Limits = PICTURE) -> bool:
    """Fetch the thumbnail of one story, where its feed names no picture from its page; say whether there is one now."""
    story = Story.objects.filter(pk=pk, thumbnail="", thumbnail_tries__lt=TRIES).defer("text").first()
    if story is None:
        return False
    # Whoever counts the try makes it: two workers do not fetch one picture.
    mine = Story.objects.filter(pk=pk, thumbnail_tries=story.thumbnail_tries)
    if not mine.update(thumbnail_tries=F("thumbnail_tries") + 1):
        return False
    url = story.picture_url or _named_by_page(story)
    still = Story.objects.filter(pk=pk, thumbnail="")
    if not url:
        still.update(thumbnail_tries=TRIES)
        return False
    try:
        made = thumbnails.make_thumbnail(url, limits=limits)
    except thumbnails.NoThumbnail as failed:
        still.update(picture_url=url, **({"thumbnail_tries": TRIES} if failed.is_final else {}))
        return False
    fields = {"thumbnail": made.name, "thumbnail_width": made.width, "thumbnail_height": made.height}
    return bool(still.update(picture_url=url, **fields))


def forget_files(names: Iterable[str]) -> None:
    """Delete those of the files `names` that no story has any more. Called after the transaction."""
    wanted = set(filter(None, names))
    used = set(Story.objects.filter(thumbnail__in=wanted).values_list("thumbnail", flat=True)) if wanted else set()
    for name in wanted - used:
        thumbnails.forget(name)


def _without_any(now: datetime) -> list[int]:
    """Return stories whose feed names no picture: of trusted sources, and such as editors chose, lately."""
    lacking = Story.objects.usable().filter(picture_url="", thumbnail="", thumbnail_tries=0)
    trusted = lacking.filter(source__is_trusted=True, published_at__gte=now - LATELY).newest_first()
    numbers = list(trusted.values_list("pk", flat=True)[:PAGES_AT_ONCE])
    for links in SHOWING:
        newest = links.objects.filter(story__isnull=False).order_by("-pk").values_list("story", flat=True)
        numbers += lacking.filter(pk__in=list(newest[:NEWEST_LINKS])).values_list("pk", flat=True)[:PAGES_AT_ONCE]
    return list(dict.fromkeys(numbers))


def _named_by_page(story: Story) -> str:
    try:
        page = fetch(story.url, limits=PAGE, accept="text/html, application/xhtml+xml;q=0.9, */*;q=0.1")
    except FetchFailed:
        return ""
    return read_page(page.body, content_type=page.headers.get("content-type", ""), url=page.url).picture_url
