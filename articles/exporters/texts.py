"""Every article and page as one plain record: all that is written of it, whatever the form."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model, Prefetch, Q, QuerySet

from ..body.pipeline import references
from ..models import (
    Article,
    ArticleByline,
    Page,
    PublishedArticle,
    PublishedByline,
    PublishedRelatedLink,
    RelatedLink,
)  # fmt: skip
from ..origin import absolute

type Record = dict[str, Any]

BATCH = 200
# The fields that say the same in both kinds of records and need no other name.
PLAIN = (
    "language", "headline", "deck", "kicker", "genre", "lead_caption", "search_headline", "search_description",
    "social_headline", "social_description", "front_headline", "shows_appeal", "shows_related", "credit_line",
    "canonical_url",
)  # fmt: skip


def public_articles(*, public_only: bool) -> Iterator[list[Record]]:
    """Give what readers can open now, a batch at a time; `public_only`: without the tags that only the desk sees."""
    found = PublishedArticle.objects.live().prefetch_related(*_beside(PublishedByline, PublishedRelatedLink))
    for batch in _batches(found.select_related("section", "article").prefetch_related("article__corrections")):
        yield [_edition(edition, public_only) for edition in batch]


def drafts() -> Iterator[list[Record]]:
    """Give what only the desk sees: articles that are not public, and changes of public ones that are not either."""
    found = Article.objects.at_work().saying_whether_public().filter(Q(is_public_now=False) | Q(has_changes=True))
    found = found.select_related("section").prefetch_related(*_beside(ArticleByline, RelatedLink))
    for batch in _batches(found):
        yield [_working_copy(article) for article in batch]


def pages(*, public_only: bool) -> Iterator[list[Record]]:
    """Give the standing pages, a batch at a time."""
    found = Page.objects.filter(is_live=True) if public_only else Page.objects.all()
    for batch in _batches(found):
        yield [_page(page) for page in batch]


def _batches(found: QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while batch := list(found.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        yield batch


def _beside(bylines: type[Model], links: type[Model]) -> tuple[Any, ...]:
    return (
        Prefetch("bylines", bylines._default_manager.select_related("author").order_by("position", "pk")),
        Prefetch("related_links", links._default_manager.select_related("story__source").order_by("position", "pk")),
        "tags",
    )


def _edition(edition: PublishedArticle, public_only: bool) -> Record:
    own = _content(edition, number=edition.article_id, state="published", is_public=True, public_tags=public_only)
    own["address"] = absolute(edition.get_absolute_url())
    own |= _dates(published_at=edition.published_at, updated_at=edition.updated_at, public_until=edition.live_until)
    corrections = sorted(edition.article.corrections.all(), key=lambda one: (one.made_at, one.pk))
    own["corrections"] = [
        {"kind": one.kind, "placement": one.placement, "text": one.text, "made_at": one.made_at.isoformat()}
        for one in corrections
    ]
    return own


def _working_copy(article: Article) -> Record:
    public = bool(getattr(article, "is_public_now", False))
    own = _content(article, number=article.pk, state="changed" if public else article.state_now, is_public=False)
    own["address"] = absolute(article.get_absolute_url()) if article.slug else ""
    moment = article.first_published_at or article.goes_live_at
    own |= _dates(published_at=moment, updated_at=article.saved_at, public_until=article.withdraws_at)
    return own | {"corrections": []}


def _content(content: Any, *, number: int, state: str, is_public: bool, public_tags: bool = False) -> Record:
    found = references(content.body)
    own = {"number": number, "kind": "article", "state": state, "is_public": is_public, "slug": content.slug}
    own |= {name: getattr(content, name) for name in PLAIN}
    tags = sorted(content.tags.all(), key=lambda tag: tag.pk)
    return own | {
        "translation_group": str(content.translation_group),
        "section": content.section.slug if content.section else "",
        "authors": [byline.author.slug for byline in content.bylines.all()],
        "tags": [tag.slug for tag in tags if not (public_tags and tag.is_internal)],
        "body": content.body,
        "pictures": sorted(found.pictures),
        "lead_picture": content.lead_picture_id,
        "social_picture": content.social_picture_id,
        "related": [_related(link) for link in content.related_links.all()],
    }


def _related(link: Any) -> Record:
    if link.target_id:
        return {"article": link.target_id, "is_pinned": link.is_pinned}
    story = link.story
    title, outlet = story.own_title or story.title, story.own_outlet or story.outlet
    return {"url": story.url, "title": title, "outlet": outlet, "is_pinned": link.is_pinned}


def _page(page: Page) -> Record:
    return {
        "number": page.pk,
        "kind": "page",
        "state": "published" if page.is_live else "draft",
        "is_public": page.is_live,
        "slug": page.slug,
        "language": page.language,
        "headline": page.title,
        "search_description": page.description,
        "body": page.body,
        "pictures": sorted(references(page.body).pictures),
        "address": absolute(page.get_absolute_url()),
        **_dates(published_at=page.saved_at),
    }


def _dates(**moments: datetime | None) -> Record:
    return {name: moment.isoformat() if moment else None for name, moment in moments.items()}
