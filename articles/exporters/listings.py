"""Sections, tags, authors and old addresses: what articles are ordered by, and where they used to live."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from ..models import (
    Author,
    PublishedArticle,
    PublishedByline,
    PublishedTagging,
    Redirect,
    Section,
    Tag,
    TagAlias,
)  # fmt: skip


def sections() -> Iterator[dict[str, Any]]:
    for one in Section.objects.all():
        yield {
            "slug": one.slug,
            "name": one.name,
            "description": one.description,
            "translations": one.translations,
            "is_opinion": one.is_opinion,
            "position": one.position,
        }


def tags(*, public_only: bool) -> Iterator[dict[str, Any]]:
    """Give the tags with the other words for them; `public_only`: without those that no public article has."""
    aliases: dict[int, list[str]] = {}
    for alias in TagAlias.objects.order_by("pk").iterator():
        aliases.setdefault(alias.tag_id, []).append(alias.name)
    found = Tag.objects.all()
    if public_only:
        live = PublishedArticle.objects.live()
        used = PublishedTagging.objects.filter(tag=OuterRef("pk"), content_object__in=live)
        found = found.filter(Exists(used), is_internal=False)
    for one in found.order_by("pk").iterator():
        yield {
            "slug": one.slug,
            "name": one.name,
            "description": one.description,
            "translations": one.translations,
            "is_internal": one.is_internal,
            "aliases": aliases.get(one.pk, []),
        }


def authors(*, public_only: bool) -> Iterator[dict[str, Any]]:
    """Give the names of bylines, `public_only` those of public articles.

    Their accounts and mail addresses are nobody else's business.
    """
    found = Author.objects.all()
    if public_only:
        live = PublishedArticle.objects.live()
        found = found.filter(Exists(PublishedByline.objects.filter(author=OuterRef("pk"), article__in=live)))
    for one in found.order_by("pk").iterator():
        yield {
            "slug": one.slug,
            "name": one.name,
            "role": one.role,
            "bio": one.bio,
            "translations": one.translations,
            "is_desk": one.is_desk,
            "portrait": one.portrait_id,
        }


def redirects(*, public_only: bool) -> Iterator[dict[str, str]]:
    """Give the old addresses; `public_only`: without those of what was withdrawn."""
    found = Redirect.objects.exclude(new_path="") if public_only else Redirect.objects.all()
    for one in found.order_by("old_path").iterator():
        yield {"from": one.old_path, "to": one.new_path, "note": one.note, "made_by": one.made_by}
