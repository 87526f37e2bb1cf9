"""What editions carry: who wrote them, their tags, what was put right, and pictures in the text; in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from newsroom.prepared import prepared

from .models import (
    Author,
    Correction,
    Picture,
    PublishedArticle,
    PublishedByline,
    PublishedTagging,
    Tag,
)  # fmt: skip
from .together import Part, question, read

# What no page shows of them where they stand on somebody else's page.
_OF_AUTHORS = ("bio", "portrait", "account")
_OF_PICTURES = (
    "original", "title", "protects_source", "byte_size", "sha256", "sent_as", "file_says", "fingerprint", "created_by",
)  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """What one edition carries, each in the order of the page.

    `pictures` are those of the text, by number; None: nobody has asked for them yet.
    """

    tags: list[Tag] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    pictures: dict[int, Picture] | None = None


def carried(edition: PublishedArticle, pictures: Iterable[int]) -> Carried:
    """Return what `edition` carries, and give it its bylines; see `carried_by`."""
    return carried_by([edition], pictures)[edition.pk]


def carried_by(editions: Iterable[PublishedArticle], pictures: Iterable[int]) -> dict[int, Carried]:
    """Return what each of `editions` carries, by its number, and give each its bylines, authors included.

    One query however many there are.

    Args:
        pictures: the numbers of all pictures in their texts; each edition is given all of them.
    """
    editions = list(editions)
    if not editions:
        return {}
    asked = {
        "editions": tuple(edition.pk for edition in editions),
        "articles": tuple(edition.article_id for edition in editions),
        "pictures": tuple(sorted(set(pictures))),
    }
    authors, tags, corrections, shown = read(_PARTS, _carried(**asked), PublishedArticle.objects.db)
    by_number = {found.record.pk: found.record for found in shown}
    lines, tagged, put_right = defaultdict(list), defaultdict(list), defaultdict(list)
    for found in sorted(authors, key=lambda found: found.besides):
        article, position, pk = found.besides
        lines[article].append(PublishedByline(pk=pk, article_id=article, author=found.record, position=position))
    for found in sorted(tags, key=lambda found: found.besides):
        tagged[found.besides[0]].append(found.record)
    for found in sorted(corrections, key=lambda found: (found.record.made_at, found.record.pk), reverse=True):
        put_right[found.record.article_id].append(found.record)
    for edition in editions:
        prefetched(edition)["bylines"] = lines[edition.pk]
    return {edition.pk: Carried(tagged[edition.pk], put_right[edition.article_id], by_number) for edition in editions}


_PARTS = (
    Part(Author, "author", ("article", "position", "pk"), _OF_AUTHORS),
    Part(Tag, "tag", ("content_object", "pk")),
    Part(Correction, without=("made_by",)),
    Part(Picture, without=_OF_PICTURES),
)


@prepared
def _carried(
    *, editions: tuple[int, ...], articles: tuple[int, ...], pictures: tuple[int, ...]
) -> QuerySet[Any, tuple[int, list[Any]]]:
    rows = (
        PublishedByline.objects.filter(article__pk__in=editions),
        PublishedTagging.objects.filter(content_object__pk__in=editions),
        Correction.objects.filter(article__pk__in=articles),
        Picture.objects.filter(pk__in=pictures),
    )
    return question(zip(_PARTS, rows, strict=True))


def prefetched(edition: Any) -> dict[str, Any]:
    """Return where Django looks first when it is asked for what belongs to a record."""
    if not hasattr(edition, "_prefetched_objects_cache"):
        edition._prefetched_objects_cache = {}
    found: dict[str, Any] = edition._prefetched_objects_cache
    return found
