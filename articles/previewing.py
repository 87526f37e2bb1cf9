"""A manuscript as readers would get it now: a public record that exists in memory only. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from .body.text import plain_text, word_count
from .manuscript import Manuscript
from .models import Article, Correction, PublishedArticle, PublishedByline, PublishedRelatedLink, RelatedLink, Tag
from .publishing import unique_slug
from .slugs import make_slug
from .versions import RELATED_FIELDS


@dataclass(frozen=True)
class Preview:
    """What the article's page is made of, with everything that a stored edition would have in its tables."""

    edition: PublishedArticle
    tags: list[Tag]
    links: list[PublishedRelatedLink]
    corrections: list[Correction]


def preview(manuscript: Manuscript) -> Preview:
    """Return `manuscript` as `publishing.publish` would make it public now, or at its scheduled moment."""
    article = manuscript.article
    edition = _record(article)
    article.copy_content_to(edition)
    edition.slug = unique_slug(article) if article.pk else article.slug or make_slug(article.headline) or "story"
    edition.translation_group = article.translation_group
    edition.plain_text = plain_text(edition.body)
    edition.word_count = word_count(edition.body)
    bylines = [
        PublishedByline(article=edition, author=author, position=place)
        for place, author in enumerate(manuscript.authors)
    ]
    # What `with_bylines` would have brought along.
    edition._prefetched_objects_cache = {"bylines": bylines}  # type: ignore[attr-defined]
    return Preview(
        edition,
        tags=manuscript.tags,
        links=[_line(edition, link) for link in manuscript.related],
        corrections=list(article.corrections.all()) if article.pk else [],
    )


def _record(article: Article) -> PublishedArticle:
    """Return the record that would be written: the one readers know, else the one they knew, else a new one."""
    now = timezone.now()
    known = None
    if article.pk:
        known = article.editions.live(now).first() or article.editions.filter(live_from__lte=now).last()
    edition = PublishedArticle(
        # A number that no record has: relations of a record without one cannot be asked for.
        pk=known.pk if known else 0,
        article_id=article.pk or 0,
        published_at=known.published_at if known else _public_since(article, now),
        updated_at=known.updated_at if known else None,
    )
    edition.live_from, edition.live_until = edition.published_at, None
    coming = article.goes_live_at
    # What has no moment yet is given none on the page.
    edition.is_unpublished = known is None and not (coming and coming > now) and edition.published_at == now
    return edition


def _public_since(article: Article, now: datetime) -> datetime:
    coming = article.goes_live_at
    if article.first_published_at and article.first_published_at <= now:
        return article.first_published_at
    return coming if coming and coming > now else now


def _line(edition: PublishedArticle, link: RelatedLink) -> PublishedRelatedLink:
    line = PublishedRelatedLink(article=edition, **{name: getattr(link, name) for name in RELATED_FIELDS})
    if link.story_id:
        line.story = link.story
    return line
