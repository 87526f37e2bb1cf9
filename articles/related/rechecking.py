"""Whether the stories that articles have still stand at their addresses: asked now and then, less often with age.

A page that is not found on two days is gone, and so is one that says so itself (410). Then readers
no longer see the story, until its page answers again. A server in trouble proves nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from articles.models import Story
from newsroom.fetching import PAGE, Failure, FetchFailed, fetch

from .parallel import each_at_once
from .unfurl import HTML
from .used import shown_or_chosen

AT_ONCE = 100
WORKERS = 4
SECONDS = 90
NOT_FOUND = 404
DAYS_NOT_FOUND = 2
# A story found so long ago is asked so seldom; older ones once in two months.
INTERVALS = (
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=3)),
    (timedelta(days=365), timedelta(days=14)),
)
LONGEST = timedelta(days=60)
AGAIN = timedelta(hours=20)
GONE_AGAIN = timedelta(days=7)
# Enough to know that the page is there; what is longer is cut off, and is there too.
LOOK = replace(PAGE, bytes=256 * 1024)


def recheck(
    now: datetime | None = None, *, at_most: int = AT_ONCE, workers: int = WORKERS, seconds: float = SECONDS
) -> int:
    """Look at addresses whose time has come, the longest unseen first; return how many were looked at."""
    now = now or timezone.now()
    due = Story.objects.filter(_due(now)).filter(shown_or_chosen()).order_by("checked_at", "pk")
    numbers = list(due.values_list("pk", flat=True)[:at_most])

    def look(pk: int) -> None:
        story = Story.objects.filter(pk=pk).defer("text").first()
        if story is not None:
            check(story, now)

    return len(numbers) - each_at_once(numbers, look, workers=workers, seconds=seconds)


def check(story: Story, now: datetime | None = None) -> None:
    """Look whether one story still stands at its address, and write down what was found."""
    try:
        fetched = fetch(story.url, limits=LOOK, accept=HTML)
    except FetchFailed as failed:
        missing = failed.permanent or failed.status == NOT_FOUND
        found(story, is_there=failed.kind == Failure.TOO_LARGE, missing=missing, gone=failed.permanent, now=now)
    else:
        # Many sites send readers of a deleted story to their front page.
        missing = is_front(fetched.url) and not is_front(story.url)
        found(story, is_there=not missing, missing=missing, now=now)


def found(
    story: Story, *, is_there: bool = True, missing: bool = False, gone: bool = False, now: datetime | None = None
) -> None:
    """Write down how an address fares: there, missing (today), gone for good, or unknown when it is none of them."""
    now = now or timezone.now()
    fields: dict[str, object] = {"checked_at": now}
    if is_there:
        fields |= {"failures": 0, "gone_at": None}
    elif missing:
        is_new_day = story.checked_at is None or story.failures == 0 or now - story.checked_at >= AGAIN
        failures = story.failures + 1 if is_new_day else story.failures
        fields["failures"] = failures
        if story.gone_at is None and (gone or failures >= DAYS_NOT_FOUND):
            fields["gone_at"] = now
        if not is_new_day:
            del fields["checked_at"]  # Asked twice on one day, the second day is still to come.
    for name, value in fields.items():
        setattr(story, name, value)
    Story.objects.filter(pk=story.pk).update(**fields)


def is_front(url: str) -> bool:
    """Say whether an address is that of a site's front page."""
    return urlsplit(url).path in ("", "/")


def _due(now: datetime) -> Q:
    due = Q(gone_at__isnull=False, checked_at__lte=now - GONE_AGAIN)
    due |= Q(gone_at=None, failures__gt=0, checked_at__lte=now - AGAIN)
    younger = timedelta(0)
    for age, interval in (*INTERVALS, (None, LONGEST)):
        of_age = Q(gone_at=None, failures=0, found_at__lte=now - younger)
        if age is not None:
            of_age &= Q(found_at__gt=now - age)
            younger = age
        unseen = Q(checked_at=None, found_at__lte=now - interval) | Q(checked_at__lte=now - interval)
        due |= of_age & unseen
    return due
