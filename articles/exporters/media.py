"""The pictures: their files, and what is known of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from ..library import picture_source
from ..models import Picture
from ..origin import absolute
from ..pictures.cleaning import cleaned

CHUNK = 1 << 20
BATCH = 200


def pictures(numbers: Iterable[int] | None) -> Iterator[Picture]:
    """Give the pictures with these numbers, or all there are."""
    if numbers is None:
        last = 0
        while batch := list(Picture.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            yield from batch
            last = batch[-1].pk
        return
    wanted = sorted(numbers)
    for at in range(0, len(wanted), BATCH):
        yield from Picture.objects.filter(pk__in=wanted[at : at + BATCH]).order_by("pk")


def file_of(picture: Picture) -> str:
    """Return where a picture's file lies in the export; empty for one whose source is protected."""
    return "" if picture.protects_source else f"media/{picture.original.name}"


def described(picture: Picture) -> dict[str, Any]:
    """Return what is written of a picture: what its file says of camera and place is no part of it."""
    return {
        "number": picture.pk,
        "file": file_of(picture) or None,
        "address": absolute(picture_source(picture).link_url),
        "sha256": "" if picture.protects_source else picture.sha256,
        "title": picture.title,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "licence": picture.licence,
        "translations": picture.translations,
        "focus": list(picture.focus),
        "width": picture.width,
        "height": picture.height,
        "protects_source": picture.protects_source,
        "created_at": picture.created_at.isoformat(),
    }


def write_file(picture: Picture, folder: Path, *, without_sayings: bool) -> bool:
    """Write a picture's file; return whether there was one.

    Args:
        without_sayings: write a copy that says nothing of camera and place, for exports that others get.
    """
    path = file_of(picture)
    if not path:
        return False
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with picture.original.open("rb") as original:
            if without_sayings:
                target.write_bytes(cleaned(cast(Any, original)))
            else:
                with target.open("wb") as copy:
                    for chunk in original.chunks(CHUNK):
                        copy.write(chunk)
    except (OSError, ValueError):
        target.unlink(missing_ok=True)
        return False
    return True
