"""The picture library's verbs, and what pages need to show a picture."""

import io
from functools import lru_cache
from typing import IO, Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from .body.pipeline import PictureSource
from .models import Picture
from .pictures.inspection import inspect
from .pictures.renditions import ShapeNames, names, plan, render, rendition_key

FOLDER = "pictures"
WORDS_AT_MOST = {"alt": 400, "caption": 400, "credit": 160}

cached_names = lru_cache(maxsize=4096)(names)


class DuplicatePicture(Exception):
    """The same file is in the library already, as `picture`."""

    def __init__(self, picture: Picture):
        self.picture = picture
        super().__init__(f"This file is in the library already: {picture.title}.")


def add_picture(file: BinaryIO, *, title: str, by: Any = None, **fields: Any) -> Picture:
    """Take a picture into the library and make its renditions.

    Args:
        file: a seekable binary file; its name is not kept.
        fields: alt, caption, credit, licence, focus_x, focus_y. What is not given is taken
            from the file's own description, where it has one.

    Raises:
        PictureRefused: with a sentence for whoever uploaded it.
        DuplicatePicture: the library holds this file already.
    """
    picture = described(file, title=title[:200], created_by=by, **fields)
    existing = Picture.objects.filter(sha256=picture.sha256).first()
    if existing is not None:
        raise DuplicatePicture(existing)
    file.seek(0)
    data = file.read()
    # The files first: a record without files would be a broken page, files without a record are only waste.
    make_renditions(picture, io.BytesIO(data))
    with transaction.atomic():
        # update_dimension_fields would decode the original again; the facts are known already.
        picture.original.save("original", ContentFile(data), save=False)
        picture.save()
    return picture


def described(file: BinaryIO, **fields: Any) -> Picture:
    """Return an unsaved picture with the facts of `file`, its words taken from the file where none are given.

    Raises:
        PictureRefused: with a sentence for whoever uploaded it.
    """
    facts = inspect(file)
    found = {"alt": facts.suggested_alt, "caption": facts.caption, "credit": facts.credit}
    words = {name: text[: WORDS_AT_MOST[name]] for name, text in found.items()}
    return Picture(
        format=facts.format, width=facts.width, height=facts.height, byte_size=facts.byte_size, sha256=facts.sha256,
        **(words | fields),
    )  # fmt: skip


def make_renditions(picture: Picture, file: IO[bytes] | None = None) -> None:
    """Write the public files of `picture` for its present focal point and set its rendition key.

    The caller saves the record. Nothing is done where every file stands already. Renditions of an
    earlier focal point stay: pages stored elsewhere may still show them.
    """
    key = rendition_key(picture.sha256, picture.focus)
    folder = f"{FOLDER}/{key}/"
    if not all(default_storage.exists(folder + each.name) for each in plan(picture.width, picture.height)):
        with file or picture.original.open("rb") as source:
            for rendition, data in render(cast(BinaryIO, source), picture.focus):
                if not default_storage.exists(folder + rendition.name):
                    default_storage.save(folder + rendition.name, ContentFile(data))
    picture.rendition_key = key


def refocus(picture: Picture, focus_x: float, focus_y: float) -> None:
    """Move the focal point and make the crops anew, at new addresses.

    Raises:
        ValueError: a fraction is outside 0..1.
    """
    picture.focus_x, picture.focus_y = focus_x, focus_y
    if rendition_key(picture.sha256, picture.focus) != picture.rendition_key:
        make_renditions(picture)
    picture.save()


def folder_url(picture: Picture) -> str:
    """Return the public address of the picture's folder, with its slash at the end."""
    return f"{settings.MEDIA_URL}{FOLDER}/{picture.rendition_key}/"


def shape_names(picture: Picture, shape: str) -> ShapeNames:
    """Return the names of one shape's files, from the picture's size alone."""
    return cached_names(picture.width, picture.height, shape)  # type: ignore[arg-type]


def rendition_url(picture: Picture, name: str) -> str:
    """Return the public address of one rendition, such as `3x2-480.webp`."""
    return folder_url(picture) + name


def picture_source(picture: Picture, shape: str = "full") -> PictureSource:
    """Return what the body's pipeline needs to show `picture`."""
    found = shape_names(picture, shape)
    folder = folder_url(picture)
    widest = found.sources[-1]
    return PictureSource(
        id=picture.pk,
        alt=picture.local.alt,
        caption=picture.local.caption,
        credit=picture.local.credit,
        width=widest.width,
        height=widest.height,
        srcset_avif=found.srcset(folder, widest=1280),
        fallback=folder + found.fallback.name,
        fallback_width=found.fallback.width,
        fallback_height=found.fallback.height,
        link_url=folder + found.fallback.name,
        size_label="",
    )
