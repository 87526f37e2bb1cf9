"""What may stand beside an article: one query however much there is, one more where other outlets are beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from articles.models import PublishedArticle, PublishedRelatedLink, RelatedBan, RelatedByRule, Story
from articles.pagekeys import LOOKED_AT
from articles.querysets import PublishedQuerySet, StoryQuerySet
from newsroom.prepared import prepared

from . import own

# Pins stand before all others: above every position that a line can have.
_UNPINNED = 100_000


@dataclass(frozen=True)
class Choice:
    """Something chosen for the list: by an editor, or else by a rule."""

    thing: PublishedArticle | Story
    by_hand: bool = True


@dataclass(frozen=True)
class Beside:
    """What is there: `editions` newest first, `chosen` in the order of the list, `near` the likest first.

    What is near was looked for only where no story of another outlet is chosen. `earlier` is what came before
    the article in its section, latest first: for the newest one, the section's newest. What comes later changes
    no older page: see docs/decisions/033-the-page-store.md.
    """

    editions: list[PublishedArticle]
    chosen: list[Choice] = field(default_factory=list)
    near: list[PublishedArticle] = field(default_factory=list)
    earlier: list[PublishedArticle] = field(default_factory=list)


def beside(
    edition: PublishedArticle,
    mentioned: Iterable[int] = (),
    lines: Sequence[PublishedRelatedLink] | None = None,
    *,
    with_earlier: bool = False,
) -> Beside:
    """Return what may stand beside `edition`: live editions and usable stories only.

    Args:
        mentioned: numbers of articles whose editions are wanted besides: those the body refers to.
        lines: what an editor chose, with stories loaded, where that is not what is stored with
            `edition`: previews have it in memory.
        with_earlier: whether `earlier` is wanted.

    The editions are those chosen, mentioned and earlier, and the translations. Where related news is switched
    off, nothing is chosen.
    """
    if not edition.shows_related:
        shown = [each.edition for each in _editions(edition, mentioned, earlier=with_earlier)]
        return Beside(shown, earlier=_earlier(edition, shown) if with_earlier else [])
    if lines is None:
        stories = _stories(edition, chosen=True) if getattr(edition, "has_stories", True) else []
        editions = _editions(edition, mentioned, chosen=True, earlier=with_earlier, near=not stories)
    else:
        typed = [(_rank_of(line), 0, line.story) for line in lines if line.story and line.story.is_usable]
        stories = [*typed, *_stories(edition, chosen=False)]
        targets = {line.target_id: _rank_of(line) for line in lines if line.target_id}
        found = _editions(edition, [*mentioned, *targets], earlier=with_earlier, near=not stories)
        editions = [each._replace(rank=targets.get(each.edition.article_id)) for each in found]
    by_hand = [(each.rank, each.edition.pk, Choice(each.edition)) for each in editions if each.rank is not None]
    by_hand += [(rank, story.pk, Choice(story)) for rank, _score, story in stories if rank is not None]
    by_rule = [(-score, -story.pk, Choice(story, by_hand=False)) for rank, score, story in stories if rank is None]
    ordered = [*sorted(by_hand, key=lambda each: each[:2]), *sorted(by_rule, key=lambda each: each[:2])]
    return Beside(
        [each.edition for each in editions],
        [choice for _rank, _pk, choice in ordered],
        own.best_first(
            edition, {each.edition: each.likeness for each in editions if each.likeness >= own.FITS_AT_LEAST}
        ),
        _earlier(edition, [each.edition for each in editions]) if with_earlier else [],
    )


def _earlier(edition: PublishedArticle, found: Iterable[PublishedArticle]) -> list[PublishedArticle]:
    """Return of all that was found, newest first, what `_before` asked for."""
    place = (edition.published_at, edition.pk or 0) if edition.published_at else None
    earlier = [
        other
        for other in found
        if other.language == edition.language
        and (not edition.section_id or other.section_id == edition.section_id)
        and (place is None or (other.published_at, other.pk) < place)
    ]
    return earlier[:LOOKED_AT]


class _Edition(NamedTuple):
    """A live edition, its place among what was chosen, and how near it is."""

    edition: PublishedArticle
    rank: int | None
    likeness: float


def _editions(
    edition: PublishedArticle,
    mentioned: Iterable[int],
    *,
    chosen: bool = False,
    earlier: bool = False,
    near: bool = False,
) -> list[_Edition]:
    """Return live editions, newest first: mentioned, translations, chosen, `earlier`, near in the same language."""
    found = _around(
        itself=edition.pk, article=edition.article_id, group=edition.translation_group, language=edition.language,
        section=edition.section_id, place=edition.published_at, number=edition.pk or 0,
        mentioned=tuple(sorted(set(mentioned))), now=timezone.now(), chosen=chosen, earlier=earlier, near=near,
    )  # fmt: skip
    return [_Edition(each, each.rank, each.likeness) for each in found]


@prepared
def _around(
    *, itself: int, article: int, group: UUID, language: str, section: int | None, place: datetime | None, number: int,
    mentioned: tuple[int, ...], now: datetime, chosen: bool, earlier: bool, near: bool,
) -> PublishedQuerySet:  # fmt: skip
    live = PublishedArticle.objects.live(now)
    lines = PublishedRelatedLink.objects.filter(article=itself) if chosen else PublishedRelatedLink.objects.none()
    # A union, and not "or": each part then starts from an index of its own.
    every = PublishedArticle.objects.order_by().values("pk")
    wanted = [every.filter(translation_group=group)]
    if mentioned:
        wanted.append(every.filter(article__pk__in=mentioned))
    if chosen:
        wanted.append(every.filter(article__in=lines.filter(target__isnull=False).values("target")))
    if earlier:
        others = live.in_language(language)
        others = others.filter(section=section) if section else others
        others = others.before(place, number) if place else others
        # In brackets of its own: not every database takes an order and an end for a part of a union.
        wanted.append(every.filter(pk__in=others.newest_first()[:LOOKED_AT].values("pk")))
    nearness: Combinable = Value(0.0)
    if near:
        banned = RelatedBan.objects.filter(article=article, target__isnull=False).values("target")
        here = every.filter(language=language).exclude(translation_group=group)
        wanted.append(here.filter(article__in=own.numbers_near(article).order_by()).exclude(article__in=banned))
        # One that is chosen as well, or mentioned, may be banned all the same.
        nearness = Case(When(article__in=banned, then=0.0), default=own.likeness(article))
    found = live.filter(pk__in=wanted[0].union(*wanted[1:])).exclude(pk=itself)
    found = found.annotate(rank=_rank(lines, target=OuterRef("article")), likeness=nearness)
    return found.for_lines().newest_first()


def _stories(edition: PublishedArticle, *, chosen: bool) -> list[tuple[int | None, int, Story]]:
    """Return usable stories, each with its place among what is chosen and with what a rule gave it."""
    found = _stories_around(itself=edition.pk, article=edition.article_id, chosen=chosen)
    return [(each.rank, each.score or 0, each) for each in found]


@prepared
def _stories_around(*, itself: int, article: int, chosen: bool) -> StoryQuerySet:
    lines = PublishedRelatedLink.objects.filter(article=itself) if chosen else PublishedRelatedLink.objects.none()
    by_rule = RelatedByRule.objects.shown_for(article)
    wanted = by_rule.values("story")
    if chosen:
        wanted = wanted.union(lines.filter(story__isnull=False).values("story"))
    score = by_rule.filter(story=OuterRef("pk")).order_by("-score").values("score")[:1]
    found = Story.objects.usable().filter(pk__in=wanted)
    return found.annotate(rank=_rank(lines, story=OuterRef("pk")), score=Subquery(score)).for_lines().order_by()


def _rank(lines: QuerySet[PublishedRelatedLink], **match: Any) -> Combinable:
    """Return the place of a row among `lines`; nothing for what is not among them."""
    rank = Case(When(is_pinned=True, then=F("position")), default=F("position") + _UNPINNED)
    return Subquery(lines.filter(**match).annotate(rank=rank).order_by("rank").values("rank")[:1])


def _rank_of(line: PublishedRelatedLink) -> int:
    return line.position + (0 if line.is_pinned else _UNPINNED)
