"""How sources fare: which fail, which have gone quiet, and whether anybody asks them at all."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Beat, Source, Story

from .rounds import BEAT

# One failure is nothing; a server that is down for an hour comes back.
FAILING = 3
# The rhythm of a source: the gaps between its newest stories.
STORIES = 10
QUIET_TIMES = 4
QUIET_AT_LEAST, QUIET_AT_MOST = timedelta(days=1), timedelta(days=60)
QUIET_WITHOUT_RHYTHM = timedelta(days=7)
LATE = timedelta(minutes=15)
# No round of a worker, whatever it does, lasts so long.
SILENT = timedelta(minutes=8)
LOOKED_AT_MOST = 500
NAMED_AT_MOST = 6

STATES = {
    "paused": _("Paused"),
    "failing": _("Failing"),
    "unanswered": _("Never answered"),
    "stumbled": _("No answer last time"),
    "quiet": _("Gone quiet"),
    "waiting": _("Not asked yet"),
    "well": _("Well"),
}


@dataclass
class Report:
    """What the start page says: sources that need somebody, the first ones of each kind; empty when all is well."""

    failing: list[Source] = field(default_factory=list)
    quiet: list[Source] = field(default_factory=list)
    stopped: list[Source] = field(default_factory=list)
    worker_is_late: bool = False
    last_beat: datetime | None = None
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.failing or self.quiet or self.stopped or self.worker_is_late)


def with_rhythm(sources: QuerySet[Source]) -> QuerySet[Any]:
    """Bring along the moments from which `quiet_since` knows a source's rhythm: no further question a source."""
    newest = Story.objects.filter(source=OuterRef("pk")).order_by("-published_at", "-pk").values("published_at")
    return sources.annotate(newest_at=Subquery(newest[:1]), tenth_at=Subquery(newest[STORIES - 1 : STORIES]))


def state_of(source: Any, now: datetime | None = None) -> str:
    """Return a key of `STATES`. `source` comes from `with_rhythm`."""
    if source.is_paused:
        return "paused"
    if source.failures and source.succeeded_at is None:
        return "unanswered"
    if source.failures >= FAILING:
        return "failing"
    if source.fetched_at is None:
        return "waiting"
    if quiet_since(source, now):
        return "quiet"
    return "stumbled" if source.failures else "well"


def fails() -> Q:
    """Return what makes a source one that fails: several times in a row, or ever since it was added."""
    return Q(is_paused=False) & (Q(failures__gte=FAILING) | Q(failures__gt=0, succeeded_at=None))


def quiet_since(source: Any, now: datetime | None = None) -> datetime | None:
    """Return since when a source brought nothing new, if that is long for it; `source` is from `with_rhythm`."""
    last = source.new_at or source.added_at
    limit = QUIET_WITHOUT_RHYTHM
    if source.new_at and source.newest_at and source.tenth_at:
        gap = (source.newest_at - source.tenth_at) / (STORIES - 1)
        limit = min(max(QUIET_TIMES * gap, QUIET_AT_LEAST), QUIET_AT_MOST)
    return last if (now or timezone.now()) - last > limit else None


def quiet(now: datetime | None = None) -> list[Source]:
    """Return the sources that have gone quiet, the longest silent first: one query."""
    now = now or timezone.now()
    silent = Source.objects.filter(is_paused=False).exclude(fails()).annotate(last=Coalesce("new_at", "added_at"))
    likely = silent.filter(last__lt=now - QUIET_AT_LEAST).order_by("last", "pk").defer("undated")
    return [source for source in with_rhythm(likely)[:LOOKED_AT_MOST] if quiet_since(source, now)]


def report(now: datetime | None = None) -> Report:
    """Return what somebody should look at, in at most six queries."""
    now = now or timezone.now()
    few = Source.objects.defer("undated")
    failing = list(few.filter(fails()).order_by("-failures", "pk")[: NAMED_AT_MOST + 1])
    # Paused by hand there is no problem to tell; these gave up.
    stopped = list(few.filter(is_paused=True).exclude(problem="").order_by("-fetched_at", "pk")[: NAMED_AT_MOST + 1])
    silent = quiet(now)
    found = Report(failing[:NAMED_AT_MOST], silent[:NAMED_AT_MOST], stopped[:NAMED_AT_MOST])
    found.more = any(len(each) > NAMED_AT_MOST for each in (failing, silent, stopped))
    beat = last_beat()
    if _is_late(now, beat):
        found.worker_is_late, found.last_beat = True, beat
    return found


def last_beat() -> datetime | None:
    """Return when a worker was last seen; None when none ever ran here."""
    return Beat.objects.filter(name=BEAT).values_list("at", flat=True).first()


def worker_is_silent(now: datetime | None = None) -> bool:
    """Say whether no worker was seen for some minutes, whether or not there is work for it."""
    return _is_silent(now or timezone.now(), last_beat())


def worker_is_late(now: datetime | None = None) -> bool:
    """Say whether a source should have been asked a while ago, or pictures fetched, and nobody did."""
    return _is_late(now or timezone.now(), last_beat())


def _is_silent(now: datetime, beat: datetime | None) -> bool:
    return beat is None or beat < now - SILENT


def _is_late(now: datetime, beat: datetime | None) -> bool:
    silent = _is_silent(now, beat)
    asked = Source.objects.filter(is_paused=False)
    if asked.filter(next_fetch_at__lt=now - (SILENT if silent else LATE)).exists():
        return True
    # A new source is not due for half an hour, but its pictures are waited for.
    waiting = Story.objects.usable().filter(thumbnail="", thumbnail_tries=0, source__is_paused=False)
    return silent and waiting.filter(found_at__lt=now - SILENT).exclude(picture_url="").order_by().exists()
