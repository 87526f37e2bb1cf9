"""A picture whose source must not be found: what could lead there is forgotten, for good."""

from typing import Any, cast

from django.conf import settings
from django.db import transaction

from newsroom.audit.log import record

from .file_words import forget, sayings
from .library import put_file, taken
from .models import Picture
from .pictures.inspection import inspect


def protect_source(picture: Picture, *, by: Any = None) -> None:
    """Replace the stored original by a copy without metadata, and forget what the file said. It cannot be undone.

    Words that came from the file go, words that somebody typed stay. The public files are made
    anew from the copy, at new addresses.

    Raises:
        OSError: the original cannot be read.
        DuplicatePicture: the same file is in the library already, protected.
    """
    if picture.protects_source:
        return
    with picture.original.open("rb") as original:
        file = cast(Any, original)
        # Read again, because pictures from before this was kept have no sayings.
        said = sayings(inspect(file, settings.PICTURE_MEGAPIXELS * 1_000_000).says) | picture.file_says
        new = taken(file, protects_source=True, known=picture)
    with transaction.atomic():
        forget(picture, said)
        picture.protects_source = True
        put_file(picture, new)
        # Without what it said: the log must not keep what was to be forgotten.
        record("picture.source_protected", picture, by=by)
