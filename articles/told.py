"""What the articles' room tells the others: which articles readers can open now. See `newsroom.public_articles`."""

from collections.abc import Iterator

from newsroom.public_articles import PublicArticle

from .models import PublishedArticle


def look_up(numbers: list[int]) -> Iterator[PublicArticle]:
    """Yield those of `numbers` that are public."""
    names = ("article_id", "headline", "slug", "published_at", "language")
    for edition in PublishedArticle.objects.live().filter(article__in=numbers).only(*names):
        yield PublicArticle(
            edition.article_id, edition.headline, edition.get_absolute_url(), edition.language, edition.published_at
        )
