"""What each text refers to, kept in rows beside it: pictures, our own articles, addresses of this site.

`versions.snapshot` and `publishing` call `keep` whenever a working copy or an edition is written, the
admin of standing pages when one is saved. `rebuild` does the same for everything there is.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet, prefetch_related_objects

from .body.blocks import block_of
from .body.tree import KEPT_LENGTH, parse, text_of
from .models import Article, Page, PublishedArticle, Reference

type Source = Article | PublishedArticle | Page

BATCH = 200
URL_LIMIT = 500
WORDS_LIMIT = 200
FOREIGN_KEYS: dict[type[Model], str] = {Article: "article", PublishedArticle: "edition", Page: "page"}


class Named(NamedTuple):
    """One thing that a text refers to: where, with which words, and what. One of the targets is set."""

    place: str
    words: str = ""
    target_article: int | None = None
    target_picture: int | None = None
    target_url: str = ""
    target_story: int | None = None


def keep(source: Source) -> None:
    """Write down what `source` refers to now: one query when nothing changed, three when something did."""
    _replace([source])


def keep_many(sources: Sequence[Source]) -> None:
    """Write down what `sources`, all of one model, refer to now, in a constant number of queries."""
    if sources and not isinstance(sources[0], Page):
        prefetch_related_objects(sources, "related_links")
    if sources:
        _replace(sources)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Write the rows of every working copy, edition and page anew, a batch at a time; return how many texts.

    Args:
        progress: called with the number of texts done so far.
    """
    done = 0
    for model in (Article, PublishedArticle, Page):
        last = 0
        while batch := list(_with_links(model).filter(pk__gt=last).order_by("pk")[:BATCH]):
            _replace(batch)
            last = batch[-1].pk
            done += len(batch)
            if progress:
                progress(done)
    return done


def named_in(source: Source) -> list[Named]:
    """Return what `source` refers to, once each, in reading order: its pictures, its text, its related news."""
    found: list[Named] = []
    if not isinstance(source, Page):
        for place, picture in (
            (Reference.Place.LEAD, source.lead_picture_id),
            (Reference.Place.SOCIAL, source.social_picture_id),
        ):
            if picture:
                found.append(Named(place, target_picture=picture))
    found += named_in_body(source.body)
    if not isinstance(source, Page):
        for link in source.related_links.all():
            if link.target_id:
                found.append(Named(Reference.Place.RELATED, target_article=link.target_id))
            elif link.story_id:
                found.append(Named(Reference.Place.RELATED, target_story=link.story_id))
    return list(dict.fromkeys(found))


def named_in_body(html: str) -> list[Named]:
    """Return what a stored body refers to, in reading order."""
    if "<" not in html:
        return []
    named = _named_in if len(html) <= KEPT_LENGTH else _named_in.__wrapped__
    return list(named(html, settings.SITE_URL))


# A working copy and the edition made of it say the same: a batch of an import asks for both.
@lru_cache(maxsize=64)
def _named_in(html: str, site: str) -> tuple[Named, ...]:
    place = Reference.Place.BODY
    found: list[Named] = []
    for element in parse(html).iterdescendants():
        if block := block_of(element):
            found += [Named(place, target_picture=number) for number in block.pictures(element)]
            found += [Named(place, target_article=number) for number in block.articles(element)]
        elif element.tag == "a":
            words = text_of(element)[:WORDS_LIMIT]
            if number := element.get("data-article"):
                found.append(Named(place, words, target_article=int(number)))
            elif path := own_path(element.get("href", "")):
                found.append(Named(place, words, target_url=path))
    return tuple(found)


def own_path(address: str) -> str:
    """Return the path of an address of this site, decoded and without its query; empty for any other address."""
    try:
        parts = urlsplit(address)
        place = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        if place != _place_of(settings.SITE_URL):
            return ""
    elif parts.scheme or parts.netloc or not address.startswith("/"):
        return ""
    return unquote(parts.path or "/")[:URL_LIMIT].replace("\0", "")


@lru_cache(maxsize=8)
def _place_of(site: str) -> tuple[str | None, int | None]:
    parts = urlsplit(site)
    return parts.hostname, parts.port


def _with_links(model: type[Model]) -> QuerySet[Any]:
    found = model._default_manager.all()
    if model is Page:
        return found.only("body")
    return found.only("body", "lead_picture", "social_picture").prefetch_related("related_links")


def _replace(sources: Iterable[Any]) -> None:
    """Bring the rows of `sources`, all of one model, up to date."""
    listed = list(sources)
    key = f"{FOREIGN_KEYS[type(listed[0])]}_id"
    # In the order of the text, so that a report reads as the text does.
    wanted = dict.fromkeys((source.pk, *named) for source in listed for named in named_in(source))
    stale = []
    there = Reference.objects.filter(**{f"{key}__in": [source.pk for source in listed]})
    for pk, *row in there.values_list("pk", key, *Named._fields):
        if wanted.pop(tuple(row), ...) is ...:
            stale.append(pk)
    if stale:
        Reference.objects.filter(pk__in=stale).delete()
    if wanted:
        rows = [Reference(**{key: pk}, **dict(zip(Named._fields, named, strict=True))) for pk, *named in wanted]
        Reference.objects.bulk_create(rows, batch_size=BATCH)
