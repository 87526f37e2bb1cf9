"""Pictures of an archive that was exported from here: all of the library, with all that is known of each."""

from collections.abc import Iterable
from itertools import batched
from pathlib import PurePosixPath
from typing import Any, Protocol

from articles.importers.records import Image, Person
from articles.models import Author, Picture

from ..run import Run
from .values import Said

AT_ONCE = 100
FOLDER = "media/"


class Takes(Protocol):
    def take(self, images: Iterable[Image]) -> dict[str, int]:
        """Return the number here of each picture that is here, or could be brought."""


def words_of(image: Image, notes: Any) -> dict[str, Any]:
    """Return what is to be written of a picture that was exported from here, even where that is nothing."""
    said = Said.read(image.own)
    if said is None:
        return {}
    given = said.fields(Picture, "title", "alt", "caption", "credit", "licence", "protects_source")
    given["translations"] = said.translations(Picture)
    if moment := said.moment("created_at"):
        given["created_at"] = moment
    focus = said.values.get("focus")
    if isinstance(focus, list) and len(focus) == 2:
        given |= Said(dict(zip(("focus_x", "focus_y"), focus, strict=True)), said.notes).fields(
            Picture, "focus_x", "focus_y"
        )
    notes(*said.notes)
    return given


def file_of(image: Image) -> PurePosixPath | None:
    """Return where an export of ours keeps the picture's file, in its folder of media."""
    said = Said.read(image.own) if image.own else None
    file = said.values.get("file") if said else None
    return PurePosixPath(file.removeprefix(FOLDER)) if isinstance(file, str) and file.startswith(FOLDER) else None


def bring_rest(run: Run, images: Iterable[Image], people: Iterable[Person], pictures: Takes) -> None:
    """Bring in the pictures that no text shows, and put portraits beside the names that have none."""
    numbers: dict[int, int] = {}
    old = {key: number for number, key in run.own_pictures.items()}
    for some in batched((image for image in images if image.key in old), AT_ONCE, strict=False):
        numbers |= {old[key]: number for key, number in pictures.take(some).items()}
    for person in people:
        said = Said.read(person.own) if person.own else None
        number = numbers.get(said.number("portrait")) if said else None
        if number and person.key in run.authors:
            Author.objects.filter(pk=run.authors[person.key], portrait=None).update(portrait=number)
