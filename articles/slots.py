"""Which stories editors put on a front, at a moment: the whole newspaper's front page, or a section's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from newsroom.prepared import prepared

from .models import FrontSlot, PublishedArticle, Section
from .querysets import live_condition


@dataclass(frozen=True)
class Slot:
    """One story in one place, from a moment until another; either may be open."""

    place: str
    article_id: int
    shows_from: datetime | None = None
    shows_until: datetime | None = None

    @classmethod
    def of(cls, row: FrontSlot) -> Self:
        return cls(row.place, row.article_id, row.shows_from, row.shows_until)

    def shows(self, at: datetime) -> bool:
        """Say whether the story stands there at `at`."""
        return (not self.shows_from or self.shows_from <= at) and (not self.shows_until or self.shows_until > at)


type Chosen = dict[str, list[int]]


def chosen(language: str, section: Section | None = None, at: datetime | None = None) -> Chosen:
    """Return the editions that stand in each place at `at` (now, when none is given), in one query.

    What is not live then falls out, and the page fills its place by rule.
    """
    found: Chosen = {place: [] for place in FrontSlot.Place.values}
    number = section.pk if section else None
    for place, edition in _standing(language=language, section=number, now=at or timezone.now()):
        if edition is not None:
            found[place].append(edition)
    return found


@prepared
def _standing(*, language: str, section: int | None, now: datetime) -> "QuerySet[Any, Any]":
    live = PublishedArticle.objects.live(now).in_language(language).filter(article=OuterRef("article"))
    slots = (
        FrontSlot.objects.filter(front__language=language, front__section=section)
        .filter(Q(shows_from=None) | Q(shows_from__lte=now), Q(shows_until=None) | Q(shows_until__gt=now))
        .annotate(edition=Subquery(live.values("pk")[:1]))
    )
    return slots.order_by("position", "pk").values_list("place", "edition")


def chosen_of(slots: Iterable[Slot], language: str, at: datetime) -> Chosen:
    """Return what `chosen` would, were `slots` what is stored: for looking before saving."""
    slots = [slot for slot in slots if slot.shows(at)]
    live = PublishedArticle.objects.filter(live_condition(at=at), article__in={slot.article_id for slot in slots})
    editions = dict(live.in_language(language).values_list("article", "pk"))
    found: Chosen = {place: [] for place in FrontSlot.Place.values}
    for slot in slots:
        if slot.article_id in editions:
            found[slot.place].append(editions[slot.article_id])
    return found


def section_stories(found: Chosen) -> list[int]:
    """Return the editions that stand above a section's stream, in order: the lead, then those below it."""
    return [*found[FrontSlot.Place.LEAD], *found[FrontSlot.Place.ALSO], *found[FrontSlot.Place.DESK]]
