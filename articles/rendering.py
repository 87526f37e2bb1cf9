"""A stored body with the rows it refers to: what every view that shows a body asks for."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from newsroom.pagecache.filing import filed_under

from . import pagekeys
from .body.pipeline import ArticleSource, Form, References, Sources, references, render
from .library import picture_source
from .models import Picture, PublishedArticle


def editions_by_article(editions: Iterable[PublishedArticle]) -> dict[int, PublishedArticle]:
    """Return `editions` by the number of the article each belongs to, as bodies name them."""
    return {edition.article_id: edition for edition in editions}


def live_editions(article_ids: Iterable[int]) -> dict[int, PublishedArticle]:
    """Return the live editions of these articles, by article, in at most one query."""
    wanted = set(article_ids)
    if not wanted:
        return {}
    return editions_by_article(PublishedArticle.objects.live().filter(article__in=wanted).for_lines())


def render_body(
    html: str,
    form: Form = Form.PAGE,
    *,
    editions: Mapping[int, PublishedArticle] | None = None,
    pictures: Mapping[int, Picture] | None = None,
    found: References | None = None,
) -> SafeString:
    """Return a stored body as HTML for `form`, in at most two queries however much it refers to.

    Args:
        editions: live editions by article, where the caller has them already; else they are loaded.
        pictures: pictures of the text by number, likewise.
        found: what `references(html)` says, where the caller has asked already.
    """
    sources = sources_for([found or references(html)], editions, pictures)
    # Safe: the pipeline gives out what its allowlist and its escaping templates made.
    return mark_safe(render(html, sources, form))


def sources_for(
    bodies: Iterable[References],
    editions: Mapping[int, PublishedArticle] | None = None,
    pictures: Mapping[int, Picture] | None = None,
) -> Sources:
    """Look up what bodies refer to, all together, in at most two queries.

    Args:
        editions: live editions by article, where the caller has them already; else they are loaded.
        pictures: pictures by number, likewise.
    """
    bodies = list(bodies)
    article_ids = {pk for found in bodies for pk in found.articles}
    picture_ids = {pk for found in bodies for pk in found.pictures}
    # Also of those that nobody can read yet: then the link comes to life.
    filed_under(*(pagekeys.article(pk) for pk in article_ids))
    if editions is None:
        editions = live_editions(article_ids)
    if pictures is None:
        pictures = Picture.objects.in_bulk(picture_ids) if picture_ids else {}
    return Sources(
        pictures={pk: picture_source(picture) for pk, picture in pictures.items()},
        articles={pk: _article_source(pk, editions[pk]) for pk in article_ids if pk in editions},
        base_url=settings.SITE_URL,
    )


def _article_source(article_id: int, edition: PublishedArticle) -> ArticleSource:
    picture = edition.lead_picture
    return ArticleSource(
        id=article_id,
        headline=edition.headline,
        url=edition.get_absolute_url(),
        picture=picture_source(picture, "3x2") if picture else None,
        kicker=edition.label,
    )
