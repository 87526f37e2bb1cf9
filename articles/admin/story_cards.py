"""A story as the desk's pages show it: its picture, its words, what is to be known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.urls import reverse

from articles.models import Source, Story

from .choosers import thumb_url


@dataclass(frozen=True)
class Card:
    """What templates/admin/articles/story/_card.html shows; `address` is the way to its form, if it has one."""

    title: str
    url: str
    outlet: str = ""
    excerpt: str = ""
    at: datetime | None = None
    found_at: datetime | None = None
    picture: str = ""
    address: str = ""
    is_hidden: bool = False
    is_gone: bool = False
    is_too_old: bool = False
    language: str = ""


def cards_of(stories: Iterable[Story], source: Source | None = None) -> list[Card]:
    """Return cards of `stories`; of one `source` they say neither whose they are nor in its language."""
    return [card_of(story, source) for story in stories]


def card_of(story: Story, source: Source | None = None) -> Card:
    """Return the card of one story, in the words that readers get."""
    return Card(
        title=story.shown_title,
        url=story.url,
        outlet=story.shown_outlet if source is None else story.own_outlet,
        excerpt=story.shown_excerpt,
        at=story.published_at if story.is_dated else None,
        found_at=story.found_at,
        picture=thumb_url(story.own_picture) or thumbnail_url(story),
        address=reverse("admin:articles_story_change", args=[story.pk]),
        is_hidden=story.is_hidden,
        is_gone=story.gone_at is not None,
        language=story.language if source is None or story.language != source.language else "",
    )


def icon_url(source: Source) -> str:
    """Return the address of an outlet's mark on our own storage; empty when there is none."""
    return default_storage.url(source.icon) if source.icon else ""


def thumbnail_url(story: Story) -> str:
    """Return the address of a story's thumbnail on our own storage; empty when there is none."""
    return default_storage.url(story.thumbnail) if story.thumbnail else ""
