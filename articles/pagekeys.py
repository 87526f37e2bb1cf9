"""Under which keys pages about articles are filed, and which keys a change retires.

    article/41     what shows or names article 41 (edition/97 where only its edition is known)
    stories/uk     what lists the newest of a language: fronts, archive, feeds of the site, sitemaps
    section/3      a section's list; tag/7, author/2 likewise
    corrections    the list of corrections
    outside        lists of other outlets' newest stories

What shows a tag's or an author's name and not its list is filed under the record itself (`Tag:7`): see
`newsroom.pagecache.filing`. See docs/decisions/033-the-page-store.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.kept import kept
from newsroom.pagecache.retiring import expands, retire
from newsroom.pagecache.stores import store
from newsroom.prepared import prepared

from .models import (
    FrontSlot,
    NearArticle,
    PublishedArticle,
    PublishedByline,
    PublishedRelatedLink,
    PublishedTagging,
    RelatedByRule,
)

CORRECTIONS, OUTSIDE = "corrections", "outside"
# So many that came before an article in its section are looked at for the list beside it: see `onward`.
LOOKED_AT = 17
# More moments than these are not looked at one by one: everything is made anew at the last of them.
MOMENTS = 500
_AROUND = "around/"


def article(number: int) -> str:
    """The key of what shows or names an article."""
    return f"article/{number}"


def stories(language: str) -> str:
    """The key of what lists the newest of a language."""
    return f"stories/{language}"


def section(number: int | None) -> str:
    """The key of a section's list."""
    return f"section/{number or 0}"


def tag(number: int) -> str:
    """The key of a tag's list."""
    return f"tag/{number}"


def author(number: int) -> str:
    """The key of an author's list."""
    return f"author/{number}"


def changing(*articles: int) -> None:
    """Say that what readers see of these articles is about to change; call it before anything is written.

    Pages that show them now, and pages that will show them once the transaction is committed, are taken out then.
    """
    if store() is not None and articles:
        found = keys_of(articles)
        retire(*{key for keys in found.values() for key in keys}, *(f"{_AROUND}{number}" for number in articles))


def retire_articles(*articles: int) -> None:
    """Take out, after the transaction, what shows or names these articles."""
    retire(*(article(number) for number in articles))


def articles_around(keys: Iterable[str]) -> list[int]:
    """Return the articles that changed, of keys that were retired."""
    return [int(key.removeprefix(_AROUND)) for key in keys if key.startswith(_AROUND)]


@expands
def _afterwards(keys: set[str]) -> set[str]:
    articles = articles_around(keys)
    found = {key for some in keys_of(articles).values() for key in some} if articles else set()
    return found | _beside_articles([key.removeprefix("Story:") for key in keys if key.startswith("Story:")])


def _beside_articles(numbers: list[str]) -> set[str]:
    """Return the keys of articles beside which these stories may stand: one that was hidden has filed no page."""
    chosen = [int(number) for number in numbers if number.isdecimal()]
    if not chosen:
        return set()
    by_hand = PublishedRelatedLink.objects.filter(story__in=chosen).order_by().values_list("article__article")
    by_rule = RelatedByRule.objects.filter(story__in=chosen).order_by().values_list("article")
    return {article(number) for (number,) in [*by_hand, *by_rule]}


def keys_of(articles: Iterable[int]) -> dict[int, set[str]]:
    """Return, for each article, the keys of all pages that its public editions stand on or are named on.

    Present and coming editions count. A constant number of questions, but for the neighbours in the section.
    """
    numbers = list(articles)
    found: dict[int, set[str]] = {number: {article(number)} for number in numbers}
    editions: dict[int, int] = {}
    groups = defaultdict(set)
    now = timezone.now()
    rows = PublishedArticle.objects.filter(article__in=numbers).exclude(live_until__lte=now)
    for edition in rows.only("article", "language", "section", "translation_group", "published_at").iterator():
        keys = found[edition.article_id]
        keys |= {stories(edition.language), section(edition.section_id), CORRECTIONS}
        later = _later(
            itself=edition.article_id, number=edition.pk, language=edition.language, section=edition.section_id,
            place=edition.published_at, now=now,
        )  # fmt: skip
        keys |= {article(number) for number in later}
        editions[edition.pk] = edition.article_id
        groups[edition.translation_group].add(edition.article_id)
    _add(found, editions, PublishedTagging.objects, "content_object", "tag", tag)
    _add(found, editions, PublishedByline.objects.order_by(), "article", "author", author)
    for number, group in PublishedArticle.objects.filter(translation_group__in=groups).values_list(
        "article", "translation_group"
    ):
        for other in groups[group]:
            found[other].add(article(number))
    # What bodies refer to has filed their pages already, be it public or not.
    lines = PublishedRelatedLink.objects.filter(target__in=numbers).order_by()
    for target, showing in lines.values_list("target", "article__article"):
        found[target or 0].add(article(showing))
    outside = PublishedRelatedLink.objects.filter(article__in=editions, story__isnull=False).order_by()
    for (showing,) in outside.values_list("article"):
        found[editions[showing]].add(OUTSIDE)
    near = NearArticle.objects.filter(Q(article__in=numbers) | Q(other__in=numbers))
    for one, other in near.values_list("article", "other"):
        for this, that in ((one, other), (other, one)):
            if this in found:
                found[this].add(article(that))
    slots = FrontSlot.objects.filter(article__in=numbers).order_by()
    for number, language, place in slots.values_list("article", "front__language", "front__section"):
        found[number] |= {stories(language), section(place)}
    return found


type Coming = list[tuple[datetime, set[str]]]


def coming() -> Coming:
    """Return the moments at which the clock changes pages, soonest first, with the keys of what changes.

    Asked before a page is made: what is planned meanwhile retires its keys, and the page is not stored.
    """
    return kept("pages-coming", _look_ahead)


def moment_for(keys: set[str], after: datetime, moments: Coming) -> datetime | None:
    """Return the first of `moments` after `after` at which the clock changes what these keys name."""
    return next((moment for moment, changed in moments if moment > after and not changed.isdisjoint(keys)), None)


def _look_ahead() -> Coming:
    """Return the moments at which an edition or a slot begins or ends, soonest first, with what changes then.

    One question where nothing is to come.
    """
    now = timezone.now()
    moments = sorted(_moments(now=now))
    keys = keys_of({number for _moment, number, is_slot in moments if not is_slot}) if moments else {}
    places = FrontSlot.objects.order_by().filter(pk__in=[number for _moment, number, is_slot in moments if is_slot])
    fronts = {
        number: {stories(language), section(place)}
        for number, language, place in places.values_list("pk", "front__language", "front__section")
    } if any(is_slot for _moment, _number, is_slot in moments) else {}  # fmt: skip
    coming = [(moment, (fronts if is_slot else keys)[number]) for moment, number, is_slot in moments]
    return [*coming[: MOMENTS - 1], *((moment, {EVERYTHING}) for moment, _keys in coming[MOMENTS - 1 :])]


@prepared
def _moments(*, now: datetime) -> "QuerySet[Any, Any]":
    """Return the soonest moments after `now`, each with the number of what begins or ends, and whether it is a slot."""
    parts = [
        rows.filter(**{f"{field}__gt": now}).values_list(field, number).annotate(is_slot=Value(is_slot))
        for rows, number, is_slot in (
            (PublishedArticle.objects.order_by(), "article", 0),
            (FrontSlot.objects.order_by(), "pk", 1),
        )
        for field in (("shows_from", "shows_until") if is_slot else ("live_from", "live_until"))
    ]
    return parts[0].union(*parts[1:], all=True).order_by(parts[0].query.values_select[0])[:MOMENTS]


@prepared
def _later(
    *, itself: int, number: int, language: str, section: int | None, place: datetime, now: datetime
) -> "QuerySet[Any, int]":
    """Return the articles below which this one stands, or would stand, as an earlier one of the section."""
    beside = PublishedArticle.objects.live(now).in_language(language).exclude(article=itself)
    if section:
        beside = beside.filter(section=section)
    later = beside.filter(published_at__gte=place).filter(Q(published_at__gt=place) | Q(pk__gt=number))
    return later.order_by("published_at", "pk").values_list("article", flat=True)[:LOOKED_AT]


def _add(
    found: dict[int, set[str]], editions: dict[int, int], rows: Any, owner: str, field: str, key: Callable[[int], str]
) -> None:
    for edition, number in rows.filter(**{f"{owner}__in": editions}).values_list(owner, field):
        found[editions[edition]].add(key(number))
