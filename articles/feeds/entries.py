"""Articles as feed entries: full text, in a constant number of queries however many there are."""

from dataclasses import replace
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from articles.body.pipeline import Form, References, Sources, references, render
from articles.body.text import excerpt
from articles.carried import Carried, carried_by
from articles.feeds import formats
from articles.keyset import NEWEST as NEWEST_FIRST
from articles.keyset import Along, Place, page_of
from articles.library import picture_source, rendition_url, shape_names
from articles.models import Picture, PublishedArticle
from articles.origin import absolute, host
from articles.querysets import PublishedQuerySet
from articles.rendering import sources_for
from newsroom.pagecache.same import in_short, same, says

NEWEST = 20
# A file that every reader of feeds can decode, in the shape most of them show.
SHAPE = "16x9"


def entries_page(
    editions: PublishedQuerySet, size: int = NEWEST, before: Place | None = None, along: Along = NEWEST_FIRST
) -> tuple[list[formats.Entry], Place | None]:
    """Return a page of `editions` as entries, and the place after which the next page begins, if there is one.

    At most three queries.

    Args:
        editions: live ones of one language.
        before: the place in the list to go on from.
        along: what orders the list.
    """
    page = page_of(editions.for_page().defer("plain_text"), size, before, along=along)
    return _entries(page.items), page.older


def as_excerpt(entry: formats.Entry) -> formats.Entry:
    """Return `entry` with its summary alone."""
    return replace(entry, html="")


def _entries(found: list[PublishedArticle]) -> list[formats.Entry]:
    bodies = {edition.pk: references(edition.body) for edition in found}
    pictures = {pk for each in bodies.values() for pk in each.pictures}
    carries = carried_by(found, pictures)
    shown = next((each.pictures for each in carries.values()), None)
    sources = sources_for(bodies.values(), pictures=shown)
    return [_known_entry(edition, bodies[edition.pk], sources, carries[edition.pk]) for edition in found]


def entry_id(edition: PublishedArticle) -> str:
    """Return the article's name for ever: a tag URI (RFC 4151) that neither slug nor headline changes.

    It is made of what never changes once an article was public: its number and its first day.
    """
    return f"tag:{host()},{edition.published_at.astimezone(UTC):%Y-%m-%d}:article/{edition.article_id}"


def newsroom_time(moment: datetime) -> datetime:
    """Return `moment` in the newsroom's time zone, in whole seconds."""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(microsecond=0)


def _known_entry(
    edition: PublishedArticle, body: References, sources: Sources, carries: Carried
) -> formats.Entry:  # fmt: skip
    """An entry is made anew only where the article, or what its text refers to, says something else than before."""
    shown = [sources.pictures.get(pk) for pk in body.pictures] + [sources.articles.get(pk) for pk in body.articles]
    beside = [*carries.tags, *carries.corrections, *shown]
    of = in_short(("entry", get_language(), says(edition), *map(says, beside)))
    return same(of, lambda: _entry(edition, sources, carries))


def _entry(edition: PublishedArticle, sources: Sources, carries: Carried) -> formats.Entry:
    picture = edition.lead_picture
    context = {
        "article": edition,
        "picture": _shown(picture) if picture else None,
        "caption": edition.lead_caption or (picture.local.caption if picture else ""),
        "body": render(edition.body, sources, Form.FEED),
        "corrections": carries.corrections,
    }
    tags = sorted((tag for tag in carries.tags if not tag.is_internal), key=lambda tag: tag.name)
    authors = [line.author for line in edition.bylines.all()]
    return formats.Entry(
        id=entry_id(edition),
        url=absolute(edition.get_absolute_url()),
        title=edition.headline,
        html=render_to_string("articles/_feed_entry.html", context).strip(),
        published=newsroom_time(edition.published_at),
        updated=newsroom_time(edition.modified_at),
        summary=edition.deck or excerpt(edition.body),
        canonical=edition.canonical_url,
        people=tuple(formats.Person(author.local.name, absolute(author.get_absolute_url())) for author in authors),
        categories=tuple(tag.local.name for tag in tags),
        image=_image(picture) if picture else None,
    )


def _shown(picture: Picture) -> object:
    source = picture_source(picture, "3x2")
    return replace(source, fallback=absolute(source.fallback))


def _image(picture: Picture) -> formats.Image:
    file = shape_names(picture, SHAPE).fallback
    url = absolute(rendition_url(picture, file.name))
    return formats.Image(url, file.width, file.height, picture.local.alt, picture.local.credit)
