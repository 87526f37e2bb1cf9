"""References that lead nowhere, or where readers cannot go: of what is public, of drafts, of one article."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Article, Picture, PublishedArticle, Reference, Story
from .own_addresses import Answer, look_up
from .querysets import live_condition
from .references import named_in

PAGE_SIZE = 50
LOOKED_AT_ONCE = 500
LOOKS_AT_MOST = 10

KINDS = {
    "nowhere": _("Leads nowhere"),
    "deleted": _("Deleted"),
    "trash": _("In the trash"),
    "withdrawn": _("Withdrawn"),
    "unpublished": _("Not public"),
    "gone": _("Gone from its site"),
    "hidden": _("Hidden"),
    "moved": _("Has another address by now"),
    "desk": _("Only for the desk"),
}


@dataclass(frozen=True)
class Dead:
    """A reference that does not lead where it says: what it names, and why that is nothing."""

    reference: Any  # a Reference, or a `references.Named` of a text at hand
    kind: str
    target: str
    why: str
    target_article: int | None = None
    target_story: int | None = None

    @property
    def place(self) -> str:
        return str(Reference.Place(self.reference.place).label)


@dataclass(frozen=True)
class DeadPage:
    """One page of the report: what was found, and the number to go on from, when there may be more."""

    found: list[Dead]
    after: int | None
    looked_through_all: bool


def dead_references(article: Article) -> list[Dead]:
    """Return what in the working copy of `article`, as it is at hand, leads nowhere or where readers cannot go."""
    return [dead for dead in _judge(named_in(article)) if dead.kind != "moved"]


def dead_in_public(kind: str = "", before: int | None = None) -> DeadPage:
    """Return dead references of what readers can open now, the newest first.

    Args:
        kind: one of `KINDS`; all of them when empty.
        before: the `after` of the page before.
    """
    live = Exists(PublishedArticle.objects.filter(live_condition(), pk=OuterRef("edition")))
    sources = Reference.objects.filter(Q(edition__isnull=False) & live | Q(page__is_live=True))
    return _page(sources.select_related("edition", "page").defer(*_heavy("edition"), "page__body"), kind, before)


def dead_in_drafts(kind: str = "", before: int | None = None) -> DeadPage:
    """Return dead references of articles that are not public (but not in the trash), the newest first."""
    live = PublishedArticle.objects.filter(live_condition(), article=OuterRef("article"))
    sources = Reference.objects.filter(article__isnull=False, article__trashed_at=None).exclude(Exists(live))
    return _page(sources.select_related("article").defer("article__body"), kind, before)


def _heavy(name: str) -> tuple[str, str]:
    return f"{name}__body", f"{name}__plain_text"


def _page(sources: QuerySet[Reference], kind: str, before: int | None) -> DeadPage:
    """Look through `sources` from a place on, in at most `LOOKS_AT_MOST` steps of a constant number of queries."""
    # What is fine by its number is left out in the database; addresses are looked up here.
    readable = PublishedArticle.objects.filter(live_condition(), article=OuterRef("target_article"))
    there = Picture.objects.filter(pk=OuterRef("target_picture"))
    usable = Story.objects.usable().filter(pk=OuterRef("target_story"))
    doubtful = sources.filter(
        ~Q(target_url="")
        | Q(target_article__isnull=False) & ~Exists(readable)
        | Q(target_picture__isnull=False) & ~Exists(there)
        | Q(target_story__isnull=False) & ~Exists(usable)
    ).order_by("-pk")
    found: list[Dead] = []
    for _look in range(LOOKS_AT_MOST):
        rows = list((doubtful.filter(pk__lt=before) if before else doubtful)[:LOOKED_AT_ONCE])
        for dead in _judge(rows):
            if kind in ("", dead.kind):
                found.append(dead)
        if len(found) > PAGE_SIZE:
            found = found[:PAGE_SIZE]
            return DeadPage(found, found[-1].reference.pk, False)
        if len(rows) < LOOKED_AT_ONCE:
            return DeadPage(found, None, True)
        before = rows[-1].pk
    return DeadPage(found, before, False)


def _judge(named: Iterable[Any]) -> list[Dead]:
    """Return those of `named` that are dead, in the same order: eleven queries at most, however many there are."""
    rows = list(named)
    articles = _articles({row.target_article for row in rows if row.target_article})
    pictures = {row.target_picture for row in rows if row.target_picture}
    pictures -= set(Picture.objects.filter(pk__in=pictures).values_list("pk", flat=True)) if pictures else set()
    stories = {row.target_story for row in rows if row.target_story}
    outside = Story.objects.defer("text").in_bulk(stories)
    paths = look_up(row.target_url for row in rows if row.target_url)
    found = []
    for row in rows:
        if row.target_article:
            dead = _of_article(row, articles.get(row.target_article))
        elif row.target_picture:
            words = _("Picture %(number)d") % {"number": row.target_picture}
            gone = row.target_picture in pictures
            dead = Dead(row, "deleted", str(words), str(_("The picture is gone."))) if gone else None
        elif row.target_story:
            dead = _of_story(row, outside.get(row.target_story))
        else:
            dead = _of_path(row, paths[row.target_url])
        if dead:
            found.append(dead)
    return found


def _articles(numbers: set[int]) -> dict[int, Any]:
    if not numbers:
        return {}
    live = PublishedArticle.objects.filter(live_condition(), article=OuterRef("pk"))
    found = Article.objects.filter(pk__in=numbers).annotate(is_readable=Exists(live))
    return {one.pk: one for one in found.only("headline", "state", "goes_live_at", "trashed_at")}


def _of_article(row: Any, article: Any) -> Dead | None:
    if article is None:
        words = _("Article %(number)d") % {"number": row.target_article}
        return Dead(row, "deleted", str(words), str(_("The article was deleted.")))
    if article.is_readable:
        return None
    if article.trashed_at:
        kind, why = "trash", _("The article lies in the trash.")
    elif article.state == Article.State.WITHDRAWN:
        kind, why = "withdrawn", _("The article was withdrawn.")
    else:
        kind, why = "unpublished", _("Readers cannot open the article yet.")
    return Dead(row, kind, article.headline, str(why), article.pk)


def _of_story(row: Any, story: Story | None) -> Dead | None:
    if story is None:
        words = _("Story %(number)d") % {"number": row.target_story}
        return Dead(row, "deleted", str(words), str(_("The story was deleted.")))
    if story.is_usable:
        return None
    if story.gone_at is not None:
        kind, why = "gone", _("The story is gone from its site: readers do not see the line.")
    else:
        kind, why = "hidden", _("The story was hidden: readers do not see the line.")
    return Dead(row, kind, story.shown_title, str(why), target_story=story.pk)


def _of_path(row: Any, standing: Any) -> Dead | None:
    match standing.answer:
        case Answer.PAGE:
            return None
        case Answer.MOVED:
            return Dead(row, "moved", row.target_url, str(_("It leads on to %(path)s.") % {"path": standing.leads_to}))
        case Answer.GONE:
            return Dead(row, "withdrawn", row.target_url, str(_("The page says that it was withdrawn.")))
        case Answer.DESK:
            return Dead(row, "desk", row.target_url, str(_("Readers cannot open pages of the desk.")))
    return Dead(row, "nowhere", row.target_url, str(_("There is no such page.")))
