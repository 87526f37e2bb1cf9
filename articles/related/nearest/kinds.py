"""What of each kind may be answered, and what there is to index: the one place that knows the models."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import PublishedArticle, Story
from articles.querysets import not_over

from .entries import Kind
from .features import Fields

_PAGE = 200


@dataclass(frozen=True)
class Text:
    """A text to be indexed. `at`: when it appeared."""

    pk: int
    language: str
    fields: Fields
    at: datetime | None = None


def shown(kind: Kind, pks: Collection[int]) -> set[int]:
    """Return those of `pks` that readers may see now."""
    return SHOWN[kind](pks)


def all_texts() -> Iterator[tuple[Kind, Text]]:
    """Yield everything that belongs into the index: what readers see, or will see when they see nothing yet."""
    live = PublishedArticle.objects.live()
    planned = Q(live_from__gt=timezone.now()) & Exists(live.filter(article=OuterRef("article")))
    for edition in _in_pages(PublishedArticle.objects.filter(not_over()).exclude(planned).defer("body")):
        yield Kind.ARTICLE, text_of_edition(edition)
    for story in _in_pages(Story.objects.usable()):
        yield Kind.STORY, text_of_story(story)


def _in_pages(records: QuerySet) -> Iterator[Any]:
    """Yield records with their tags. No question stays open, which would hold up all that is written meanwhile."""
    last = 0
    while page := list(records.filter(pk__gt=last).order_by("pk").prefetch_related("tags")[:_PAGE]):
        yield from page
        last = page[-1].pk


def text_of_edition(edition: PublishedArticle) -> Text:
    """Return what the index knows an edition by, under its article's number. Authors are not what it is about."""
    tags = [tag for tag in edition.tags.all() if not tag.is_internal]
    names = tuple(dict.fromkeys(name for tag in tags for name in (tag.in_language("name", edition.language), tag.name)))
    fields = Fields(edition.headline, edition.deck, edition.plain_text, names)
    return Text(edition.article_id, edition.language, fields, edition.published_at)


def text_of_story(story: Story) -> Text:
    """Return what the index knows a story by."""
    names = tuple(tag.name for tag in story.tags.all() if not tag.is_internal)
    fields = Fields(story.shown_title, story.shown_excerpt, story.text, names)
    return Text(story.pk, story.language, fields, story.published_at)


def _shown_articles(pks: Collection[int]) -> set[int]:
    return set(PublishedArticle.objects.live().filter(article__in=pks).values_list("article", flat=True))


def _shown_stories(pks: Collection[int]) -> set[int]:
    return set(Story.objects.usable().filter(pk__in=pks).values_list("pk", flat=True))


SHOWN: dict[Kind, Callable[[Collection[int]], set[int]]] = {
    Kind.ARTICLE: _shown_articles,
    Kind.STORY: _shown_stories,
}
