"""Stories that are gone from their sites and that articles still have: editors learn of them here."""

from dataclasses import dataclass

from articles.models import Article, PublishedRelatedLink, RelatedLink, Story
from articles.querysets import live_condition

NAMED_AT_MOST = 50


@dataclass(frozen=True)
class Gone:
    """A story that is gone, and the article that has it, under the headline that is meant."""

    story: Story
    article: int
    headline: str


def gone_in_public() -> list[Gone]:
    """Return stories gone from beside articles that readers can open now, the latest first: one query."""
    lines = PublishedRelatedLink.objects.filter(live_condition("article__"), story__gone_at__isnull=False)
    lines = lines.select_related("story", "article").order_by("-story__gone_at", "-pk")
    found = lines.only(
        "story__title", "story__own_title", "story__url", "story__gone_at", "article__headline", "article__article"
    )
    return [
        Gone(line.story, line.article.article_id, line.article.headline) for line in found[:NAMED_AT_MOST] if line.story
    ]


def gone_in_drafts() -> list[Gone]:
    """Return the same of articles that are not public, as far as they do not lie in the trash."""
    lines = RelatedLink.objects.filter(story__gone_at__isnull=False, article__trashed_at=None)
    lines = lines.exclude(article__state=Article.State.PUBLISHED).select_related("story", "article")
    found = lines.order_by("-story__gone_at", "-pk").only(
        "story__title", "story__own_title", "story__url", "story__gone_at", "article__headline"
    )
    return [Gone(line.story, line.article_id, line.article.headline) for line in found[:NAMED_AT_MOST] if line.story]
