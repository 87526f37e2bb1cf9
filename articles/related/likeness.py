"""What reads alike, asked of the index. Suggestions and rules know the index through this module alone."""

from collections.abc import Iterable
from datetime import timedelta
from math import sqrt
from typing import NamedTuple

from articles.body.text import plain_text
from articles.manuscript import Manuscript
from articles.models import PublishedArticle, Story

from . import nearest
from .cards import Kind

# A headline of six words has so many terms. Of two words one may be the same by chance, and be half of the text.
ENOUGH_TERMS = 24

_KINDS: dict[nearest.Kind, Kind] = {nearest.Kind.ARTICLE: "article", nearest.Kind.STORY: "story"}


class Near(NamedTuple):
    """An article of ours or a story, how like it is, and words that both have.

    `likeness`, from 0 to 1, is what rules ask for: of these two texts alone, so that the same two have the
    same next month. It is the root of the cosine, which would crowd below 0.3. `score` puts in order, and counts
    the less the fewer words there are to go by.
    """

    kind: Kind
    pk: int
    likeness: float
    words: tuple[str, ...] = ()
    score: float = 0.0


def near_text(manuscript: Manuscript, at_most: int) -> list[Near]:
    """Return what reads like `manuscript`, which may not be stored: so many of our articles, and so many stories."""
    article = manuscript.article
    names = tuple(tag.name for tag in manuscript.tags if not tag.is_internal)
    fields = nearest.Fields(article.headline, article.deck, plain_text(article.body or ""), names)
    itself = (nearest.Kind.ARTICLE, article.pk) if article.pk else None
    found = (nearest.nearest_to(fields, among={kind}, limit=at_most, besides=itself) for kind in nearest.Kind)
    return [near for of_kind in found for near in _near(of_kind)]


def stories_near(edition: PublishedArticle, days: int, at_most: int) -> list[Near]:
    """Return the stories that read like an edition, the likest first, none that came so many days before it."""
    since = edition.published_at - timedelta(days=days + 1)
    about = (nearest.Kind.ARTICLE, edition.article_id)
    return _near(nearest.nearest(*about, among={nearest.Kind.STORY}, limit=at_most, newer_than=since))


def articles_near(story: Story, days: int, at_most: int) -> list[Near]:
    """Return our public articles that read like a story, the likest first, none that came so many days before it."""
    since = story.published_at - timedelta(days=days + 1)
    about = (nearest.Kind.STORY, story.pk)
    return _near(nearest.nearest(*about, among={nearest.Kind.ARTICLE}, limit=at_most, newer_than=since))


def _near(found: Iterable[nearest.Near]) -> list[Near]:
    return [
        Near(
            _KINDS[near.kind],
            near.pk,
            sqrt(near.alike),
            tuple(near.shared),
            near.score * min(near.terms / ENOUGH_TERMS, 1.0),
        )
        for near in found
    ]
