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
    """Return `article` with what is stored beside it: three queries, or none when it came `with_lines`."""
    kept = getattr(article, "_prefetched_objects_cache", {})
    bylines = article.bylines.all() if "bylines" in kept else article.bylines.select_related("author")
    related = article.related_links.all()
    return Manuscript(
        article,
        tags=list(article.tags.all()),
        authors=[line.author for line in bylines],
        related=list(
            related
            if "related_links" in kept
            else related.select_related("story__source", "story__own_picture").defer("story__text")
        ),
    )
