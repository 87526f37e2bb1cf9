"""What reads alike, asked of the index. Suggestions and rules know the index through this module alone."""

from typing import NamedTuple

from articles.manuscript import Manuscript
from articles.models import PublishedArticle, Story

from .cards import Kind


class Near(NamedTuple):
    """An article of ours or a story, and how like it is, from 0 to 1."""

    kind: Kind
    pk: int
    likeness: float


def near_text(manuscript: Manuscript, at_most: int) -> list[Near]:
    """Return what reads like `manuscript`, which may not be stored, the likest first."""
    return []


def stories_near(edition: PublishedArticle, at_most: int) -> list[Near]:
    """Return the stories that read like an edition, the likest first."""
    return []


def articles_near(story: Story, at_most: int) -> list[Near]:
    """Return our public articles that read like a story, the likest first."""
    return []
