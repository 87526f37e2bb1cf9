"""Old stories go, unless an article has them; and a source goes when nothing of it is in use."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Source, Story
from articles.uses import uses_of
from newsroom.audit.log import record

from . import icons
from .incoming import MARK
from .looking import Refused
from .picture_queue import forget_files
from .stories import forget_stories
from .used import in_use

BATCH = 500
# Of one source at once, while somebody waits for the page.
REMOVED_AT_MOST = 5_000
# What was added by its address and never chosen.
KEEP_DAYS = 90


def forget_old(now: datetime | None = None, *, batches: int = 100) -> int:
    """Delete stories that are older than their source keeps them and that no article has; return how many.

    Args:
        batches: of `BATCH` stories, each in a transaction of its own; the rest is for the next time.
    """
    now = now or timezone.now()
    done = 0
    for source in Source.objects.order_by("pk").only("pk", "keep_days", "undated"):
        oldest = now - timedelta(days=source.keep_days)
        old = Story.objects.filter(source=source, published_at__lt=oldest)
        if source.undated:
            # Without a date it would come in again as new: it stays while the feed lists it.
            old = old.exclude(pk__in=_listed(old, set(source.undated)))
        while batches > 0 and (gone := _delete(old)):
            done, batches = done + gone, batches - 1
    # What was published long before somebody added it is not old for that.
    by_hand = Story.objects.filter(source=None, found_at__lt=now - timedelta(days=KEEP_DAYS))
    while batches > 0 and (gone := _delete(by_hand)):
        done, batches = done + gone, batches - 1
    return done


def why_not_remove(source: Source) -> str:
    """Return why `source` cannot be deleted; empty when it can."""
    if uses_of(source):
        words = _("Articles have stories of “%(source)s”: pause it instead, then nothing new comes in.")
        return words % {"source": source}
    if len(Story.objects.filter(source=source).order_by()[: REMOVED_AT_MOST + 1].values_list("pk")) > REMOVED_AT_MOST:
        words = _(
            "“%(source)s” has more than %(count)d stories. Pause it and keep its stories for 1 day: "
            "the worker clears them away, then delete it."
        )
        return words % {"source": source, "count": REMOVED_AT_MOST}
    return ""


def counts(source: Source) -> tuple[int, int]:
    """Return how many stories a source has, counted to one more than go at once, and how many articles have."""
    stories = Story.objects.filter(source=source).order_by()
    return len(stories.values_list("pk")[: REMOVED_AT_MOST + 1]), stories.filter(in_use()).count()


def remove(source: Source, *, by: Any = None) -> int:
    """Delete a source with all its stories, none of which an article has; return how many they were.

    Raises:
        Refused: see `why_not_remove`; or one of them was chosen this moment.
    """
    if reason := why_not_remove(source):
        raise Refused(reason)
    name = str(source)
    try:
        with transaction.atomic():
            Source.objects.select_for_update().filter(pk=source.pk).first()
            done = _delete_rows(Story.objects.filter(source=source))
            record("source.deleted", source, by=by, stories=done, address=source.feed_url)
            source.delete()
            icons.forget([source.icon])
    except (ProtectedError, IntegrityError):
        words = _("A story of “%(source)s” was chosen for an article just now: the source stays.")
        raise Refused(words % {"source": name}) from None
    return done


def _listed(old: QuerySet[Story], undated: set[str]) -> list[int]:
    # Taken in without a date, a story has the moment of that as its own.
    candidates = old.filter(published_at=F("found_at")).values_list("pk", "identity")
    return [pk for pk, identity in candidates if identity[:MARK] in undated]


def _delete(old: QuerySet[Story]) -> int:
    """Delete the first batch of `old` that is in no use."""
    numbers = list(old.exclude(in_use()).order_by("published_at", "pk").values_list("pk", flat=True)[:BATCH])
    if not numbers:
        return 0
    try:
        with transaction.atomic():
            return _delete_rows(Story.objects.filter(pk__in=numbers))
    except (ProtectedError, IntegrityError):
        return 0  # One was chosen this moment: the next time does the others.


def _delete_rows(stories: QuerySet[Story]) -> int:
    done, files = 0, list[str]()
    while rows := list(stories.order_by().values_list("pk", "thumbnail")[:BATCH]):
        numbers = [pk for pk, _name in rows]
        Story.objects.filter(pk__in=numbers).delete()
        files += [name for _pk, name in rows if name]
        done += len(rows)
        transaction.on_commit(partial(forget_stories, numbers))
    transaction.on_commit(lambda: forget_files(files))
    return done
