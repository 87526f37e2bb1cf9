"""What stands on the front page: first what editors chose by hand, then what fills the rest by rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle
from typing import Any, Literal

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from newsroom.pagecache.filing import filed_under
from newsroom.prepared import prepared

from . import cards, pagekeys
from .models import Front, PublishedArticle, Section
from .slots import Chosen, chosen

ALSO, DESK, LATEST = 2, 4, 8
IN_A_SECTION = 6
# How many stories the places of the front page take; a section's stream takes all.
HOLDS = {"lead": 1, "also": ALSO, "desk": DESK}
# Enough of the newest to choose from when the top half is filled by rule.
POOL = 40
# How many stories a layout needs to look as it should.
SPLIT, QUAD, BAND = 3, 4, 3

Layout = Literal["split", "quad", "columns", "line"]
# The rhythm of the lower half: one big picture, four of a size, three sections side by side.
RHYTHM: tuple[tuple[Layout, int], ...] = (("split", 1), ("quad", 1), ("columns", 3))


@dataclass(frozen=True)
class Rail:
    """One section's stories, newest first."""

    section: Section
    stories: list[PublishedArticle]


@dataclass(frozen=True)
class Row:
    """A strip of the lower half: one rail, or two or three side by side ("columns")."""

    layout: Layout
    rails: list[Rail]

    @property
    def stories(self) -> list[PublishedArticle]:
        return [story for rail in self.rails for story in rail.stories]


@dataclass
class FrontPage:
    """Everything on the page, in its places. Any of them may be empty."""

    lead: PublishedArticle | None = None
    also: list[PublishedArticle] = field(default_factory=list)
    desk: list[PublishedArticle] = field(default_factory=list)
    latest: list[PublishedArticle] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    opinion: list[Rail] = field(default_factory=list)


@dataclass(frozen=True)
class _Candidate:
    """As much of an edition as choosing a place for it needs."""

    pk: int
    section_id: int | None
    has_picture: bool
    is_opinion: bool


def front_page(language: str, at: datetime | None = None, slots: Chosen | None = None) -> FrontPage:
    """Return the front page of `language`, in five queries however much there is.

    Args:
        at: the moment it is wanted for; now, when none is given.
        slots: what editors put where, in place of what is stored (see `slots.chosen_of`).

    A story stands once in the upper half; the sections below repeat none of the stories of the
    three big places, but may repeat one of the plain list of the latest.
    """
    filed_under(pagekeys.stories(language))
    now = at or timezone.now()
    by_hand = slots if slots is not None else chosen(language, at=at)
    pool = [
        _Candidate(pk, section_id, picture_id is not None, bool(section_opinion) or genre == "opinion")
        for pk, section_id, picture_id, section_opinion, genre in _pool(language=language, now=now)
    ]
    lead, also, desk = _top(by_hand, pool)
    placed = [*([lead] if lead else []), *also, *desk]
    latest = [candidate.pk for candidate in pool if candidate.pk not in placed][:LATEST]
    sections = _sections(language, placed, now)
    wanted = {*placed, *latest, *(pk for _section, pks in sections for pk in pks)}
    signed = [pk for section, pks in sections if section.is_opinion for pk in pks]
    editions = cards.by_number(wanted, now, named=[lead, *signed])

    def found(pks: Iterable[int]) -> list[PublishedArticle]:
        return [editions[pk] for pk in pks if pk in editions]

    rails = [Rail(section, stories) for section, pks in sections if (stories := found(pks))]
    opinion = [rail for rail in rails if rail.section.is_opinion and len(rail.stories) >= BAND]
    return FrontPage(
        lead=editions.get(lead) if lead else None,
        also=found(also),
        desk=found(desk),
        latest=found(latest),
        rows=list(_rows(rail for rail in rails if rail not in opinion)),
        opinion=opinion,
    )


def _top(by_hand: Chosen, pool: list[_Candidate]) -> tuple[int | None, list[int], list[int]]:
    """Return lead, also and desk: the chosen ones, filled up from `pool`. Opinion leads no page."""
    taken = {pk for pks in by_hand.values() for pk in pks}
    free = [candidate for candidate in pool if candidate.pk not in taken and not candidate.is_opinion]
    lead = next(iter(by_hand["lead"]), None)
    desk = by_hand["desk"][:DESK]
    if lead is None and free:
        best = next((candidate for candidate in free if candidate.has_picture), free[0])
        free.remove(best)
        lead = best.pk
    lead_section = next((candidate.section_id for candidate in pool if candidate.pk == lead), None)
    also = (by_hand["also"] + [c.pk for c in free if c.section_id and c.section_id == lead_section])[:ALSO]
    free = [candidate for candidate in free if candidate.pk not in also]
    while len(desk) < DESK and free:
        # The column opens with a picture, and then shows as many sections as it can.
        seen = {candidate.section_id for candidate in pool if candidate.pk in desk}
        wishes = (
            lambda c: not desk and c.has_picture,
            lambda c: c.section_id not in seen,  # noqa: B023
        )
        best = next((c for wish in wishes for c in free if wish(c)), free[0])
        free.remove(best)
        desk.append(best.pk)
    return lead, also, desk


def _sections(language: str, placed: list[int], now: datetime) -> list[tuple[Section, list[int]]]:
    """Return the sections of the lower half, each with its newest stories but those in `placed`."""
    return [
        (section, [pk for n in range(IN_A_SECTION) if (pk := getattr(section, f"newest_{n}")) is not None])
        for section in _with_newest(language=language, placed=tuple(placed), now=now)
        if section.is_chosen or not section.any_chosen
    ]


@prepared
def _pool(*, language: str, now: datetime) -> "QuerySet[Any, Any]":
    newest = PublishedArticle.objects.live(now).in_language(language).newest_first()
    return newest.values_list("pk", "section_id", "lead_picture_id", "section__is_opinion", "genre")[:POOL]


@prepared
def _with_newest(*, language: str, placed: tuple[int, ...], now: datetime) -> "QuerySet[Any]":
    stories = PublishedArticle.objects.live(now).in_language(language).filter(section=OuterRef("pk"))
    newest = (stories.exclude(pk__in=placed) if placed else stories).newest_first().values("pk")
    # One probe of the index a place: a window over the table would read every article there is.
    places = {f"newest_{n}": Subquery(newest[n : n + 1]) for n in range(IN_A_SECTION)}
    wanted = Front.sections.through.objects.filter(front__language=language, front__section=None)
    return Section.objects.annotate(
        is_chosen=Exists(wanted.filter(section=OuterRef("pk"))), any_chosen=Exists(wanted), **places
    )


def _rows(rails: Iterable[Rail]) -> Iterator[Row]:
    """Lay the sections out in the rhythm; one with too few pictures for its turn waits for the columns."""
    rails = list(rails)
    for layout, width in cycle(RHYTHM):
        if not rails:
            return
        pictured = [story for story in rails[0].stories if story.lead_picture_id]
        if layout == "quad":
            if len(pictured) >= QUAD:
                yield Row(layout, [Rail(rails.pop(0).section, pictured[:QUAD])])
        elif layout == "columns" or (pictured and len(rails[0].stories) >= SPLIT):
            # Alone in its row a section lies down: a column as wide as the page would blow its picture up.
            alone = layout == "columns" and len(rails) == 1
            yield Row("line" if alone else layout, [_picture_first(rail) for rail in rails[:width]])
            rails = rails[width:]


def _picture_first(rail: Rail) -> Rail:
    """Open with the newest story that has a picture; a column of text beside columns with pictures looks broken."""
    first = next((story for story in rail.stories if story.lead_picture_id), None)
    return Rail(rail.section, [first, *(story for story in rail.stories if story is not first)]) if first else rail
