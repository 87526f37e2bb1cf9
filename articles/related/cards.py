"""An article of ours or another outlet's story as one line at the desk: what it is called, whose, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import rights
from articles.library import rendition_url, shape_names
from articles.models import Article, Picture, PublishedArticle, Story
from articles.querysets import HEAVY_FIELDS
from newsroom.fetching import may_link

Kind = Literal["article", "story"]
# A line of a related list names one of these.
FIELDS: dict[str, Kind] = {"target": "article", "story": "story"}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One line. `warning` says why readers do not see it; empty when they do."""

    kind: Kind
    pk: int
    title: str
    note: str = ""
    url: str = ""
    thumb: str = ""
    warning: str = ""

    @property
    def field(self) -> str:
        """The field of a related line that names it."""
        return "story" if self.kind == "story" else "target"


def of_edition(edition: PublishedArticle) -> Card:
    """Return what readers have of an article of ours; its section and lead picture came along."""
    return Card(
        kind="article",
        pk=edition.article_id,
        title=edition.headline,
        note=_note(_section(edition), edition.published_at, edition.language),
        url=edition.get_absolute_url(),
        thumb=thumb_of(edition.lead_picture),
    )


def of_article(article: Article) -> Card:
    """Return the desk's copy of an article; its section and lead picture came along."""
    return Card(
        kind="article",
        pk=article.pk,
        title=article.headline or _("Without a headline"),
        note=_note(_section(article), article.first_published_at, article.language),
        url=article.get_absolute_url() if article.state_now == Article.State.PUBLISHED else "",
        thumb=thumb_of(article.lead_picture),
        warning=_state_warning(article),
    )


def of_story(story: Story) -> Card:
    """Return another outlet's story; its source and our own picture for it came along."""
    if story.gone_at is not None:
        warning = _("It is gone from its site: readers do not see this line.")
    else:
        warning = _("It was hidden: readers do not see this line.") if story.is_hidden else ""
    return Card(
        kind="story",
        pk=story.pk,
        title=story.shown_title,
        note=_note(story.shown_outlet, story.published_at, story.language, is_dated=story.is_dated),
        url=may_link(story.url),
        thumb=thumb_of(story.own_picture) or thumb_of_story(story),
        warning=warning,
    )


def cards(articles: Iterable[int], stories: Iterable[int], user: Any) -> dict[tuple[Kind, int], Card]:
    """Return the cards of these numbers, in at most three queries.

    Of an article whose working copy `user` may not read there is what readers have of it, and else
    nothing: its number is no way to its headline.
    """
    found: dict[tuple[Kind, int], Card] = {}
    wanted, outside = set(articles), set(stories)
    if wanted:
        copies = Article.objects.filter(pk__in=wanted).select_related("section", "lead_picture").defer("body")
        found |= {("article", one.pk): of_article(one) for one in rights.visible_to(user, copies)}
    if left := {number for number in wanted if ("article", number) not in found}:
        public = PublishedArticle.objects.live().filter(article__in=left, article__trashed_at=None)
        public = public.select_related("section", "lead_picture").defer(*HEAVY_FIELDS)
        found |= {("article", one.article_id): of_edition(one) for one in public}
    if outside:
        found |= {("story", one.pk): of_story(one) for one in with_looks(Story.objects.filter(pk__in=outside))}
    return found


def with_looks(stories: Any) -> Any:
    """Bring along what a card shows of `stories`, and not their text."""
    return stories.select_related("source", "own_picture").defer("text")


def unknown(kind: Kind, pk: int) -> Card:
    """Return the card of a number that names nothing, or nothing that this person may see."""
    what = _("Story %(number)d") if kind == "story" else _("Article %(number)d")
    return Card(kind=kind, pk=pk, title=what % {"number": pk}, warning=_("It is gone, or not yours to see."))


def thumb_of(picture: Picture | None) -> str:
    """Return the address of a picture small enough for a list; empty when there is none."""
    if picture is None or not picture.rendition_key:
        return ""
    return rendition_url(picture, shape_names(picture, "3x2").fallback.name)


def thumb_of_story(story: Story) -> str:
    """Return the address of the picture that was fetched for a story; empty when there is none."""
    return default_storage.url(story.thumbnail) if story.thumbnail else ""


def _section(record: Article | PublishedArticle) -> str:
    return str(record.section.local.name) if record.section else ""


def _note(whose: str, moment: datetime | None, language: str, *, is_dated: bool = True) -> str:
    day = date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""
    if day and not is_dated:
        day = _("found %(day)s") % {"day": day}
    return " · ".join(filter(None, (whose, day, language.upper())))


def _state_warning(article: Article) -> str:
    state = article.state_now
    if article.trashed_at is not None:
        return _("It lies in the trash: readers do not see this line.")
    if state == Article.State.PUBLISHED:
        return ""
    if state == Article.State.WITHDRAWN:
        return _("It was withdrawn: readers do not see this line.")
    if state == Article.State.SCHEDULED:
        return _("It is scheduled: readers see this line once it is public.")
    return _("It is not published: readers do not see this line.")
