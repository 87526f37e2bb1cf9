"""An article as somebody wrote it, stored or not: its fields and what hangs on them, in memory.

Checks and previews read this and nothing else of the working copy, so that a form which is not
saved yet is checked and shown exactly as a stored article is.
"""

from dataclasses import dataclass, field

from .models import Article, Author, RelatedLink, Tag


@dataclass
class Manuscript:
    """`article` may hold values that are not stored; the lists stand in their order on the page."""

    article: Article
    tags: list[Tag] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    related: list[RelatedLink] = field(default_factory=list)


def stored(article: Article) -> Manuscript:
    """Return `article` with what is stored beside it, in three queries."""
    return Manuscript(
        article,
        tags=list(article.tags.all()),
        authors=[line.author for line in article.bylines.select_related("author").order_by("position", "pk")],
        related=list(article.related_links.select_related("picture").order_by("position", "pk")),
    )
