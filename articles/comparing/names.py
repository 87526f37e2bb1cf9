"""What the numbers in two states of an article stand for today: a constant number of queries for both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.body.pipeline import references
from articles.models import Article, Author, Picture, Section, Story, Tag


@dataclass(frozen=True)
class PictureName:
    """A picture of the library, small."""

    title: str
    alt: str
    thumb: str


@dataclass(frozen=True)
class Names:
    """By number, what exists today. Who is not here is gone."""

    pictures: Mapping[int, PictureName] = field(default_factory=dict)
    articles: Mapping[int, str] = field(default_factory=dict)
    authors: Mapping[int, str] = field(default_factory=dict)
    sections: Mapping[int, str] = field(default_factory=dict)
    stories: Mapping[int, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


def names_in(contents: Iterable[Mapping[str, Any]], thumb: Callable[[Picture], str]) -> Names:
    """Look up all that `contents` (see `versions.content_of`) name by number.

    Args:
        thumb: gives the address of a small rendition of a picture.
    """
    pictures: set[int] = set()
    articles: set[int] = set()
    stories: set[int] = set()
    authors: set[int] = set()
    sections: set[int] = set()
    tags: set[str] = set()
    for content in contents:
        fields = content.get("fields", {})
        found = references(fields.get("body") or "")
        pictures |= found.pictures | {n for key in PICTURES if (n := fields.get(key))}
        articles |= found.articles
        sections |= {n for key in ("section_id",) if (n := fields.get(key))}
        authors |= set(content.get("authors", []))
        tags |= set(content.get("tags", []))
        for row in content.get("related", []):
            articles |= {row["target_id"]} if row.get("target_id") else set()
            stories |= {row["story_id"]} if row.get("story_id") else set()
    return Names(
        pictures={
            picture.pk: PictureName(picture.title, picture.alt, thumb(picture))
            for picture in Picture.objects.filter(pk__in=pictures)
        },
        articles=dict(Article.objects.filter(pk__in=articles).values_list("pk", "headline")),
        stories={
            story.pk: f"{story.shown_title} · {story.shown_outlet}"
            for story in Story.objects.select_related("source").filter(pk__in=stories)
        },
        authors=dict(Author.objects.filter(pk__in=authors).values_list("pk", "name")),
        sections=dict(Section.objects.filter(pk__in=sections).values_list("pk", "name")),
        tags=frozenset(Tag.objects.filter(name__in=tags).values_list("name", flat=True)),
    )


PICTURES = ("lead_picture_id", "social_picture_id")
