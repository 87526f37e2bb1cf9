"""Which versions readers saw, and from when until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from articles.models import Article, ArticleVersion
from newsroom.audit.models import Event

# An edition made by publishing begins a moment before its version is kept: it is not the scheduled one.
SLACK = timedelta(seconds=5)
AT_ONCE = (ArticleVersion.Reason.PUBLISHED, ArticleVersion.Reason.REINSTATED)
GOES_PUBLIC = (*AT_ONCE, ArticleVersion.Reason.SCHEDULED)


@dataclass(frozen=True)
class Period:
    """How long readers saw one version. `until` is None while they do and no end is set."""

    begins: datetime
    until: datetime | None

    @property
    def is_now(self) -> bool:
        now = timezone.now()
        return self.begins <= now and (self.until is None or self.until > now)

    @property
    def is_to_come(self) -> bool:
        return self.begins > timezone.now()


def periods(article: Article) -> dict[int, Period]:
    """Return when each version of `article` was, is or will be public, by the version's number, in three queries."""
    rows: list[dict[str, Any]] = [
        dict(row)
        for row in article.versions.filter(reason__in=GOES_PUBLIC)
        .order_by("made_at", "pk")
        .values("pk", "reason", "made_at")
    ]
    editions = list(article.editions.order_by("live_from").values("live_from", "live_until"))
    withdrawn = Event.objects.filter(
        subject_type=article._meta.label_lower, subject_id=str(article.pk), verb="article.withdrawn"
    )
    ends = [*withdrawn.values_list("at", flat=True), *(e["live_until"] for e in editions if e["live_until"])]
    begun = list(_begun(rows, [edition["live_from"] for edition in editions]))
    found = {}
    for place, (number, begins) in enumerate(begun):
        later = [moment for _number, moment in begun[place + 1 :] if moment > begins][:1]
        after = [moment for moment in (*ends, *later) if moment > begins]
        found[number] = Period(begins, min(after, default=None))
    return found


def _begun(rows: list[dict[str, Any]], live_from: Iterable[datetime]) -> Iterable[tuple[int, datetime]]:
    """Say which of `rows` became public, and when. A scheduled version did if nothing came before its moment."""
    moments = list(live_from)
    for place, row in enumerate(rows):
        if row["reason"] in AT_ONCE:
            # An archive is published under a moment in the past; later ones begin when they were made.
            earlier = [moment for moment in moments if moment < row["made_at"]] if place == 0 else []
            yield row["pk"], min(earlier, default=row["made_at"])
            continue
        next_one = rows[place + 1]["made_at"] if place + 1 < len(rows) else None
        begins = min((moment for moment in moments if moment > row["made_at"]), default=None)
        # What was unscheduled left no edition; what was replaced before its moment was never seen.
        if begins is not None and (next_one is None or next_one >= begins + SLACK):
            yield row["pk"], begins
