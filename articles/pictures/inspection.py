"""A journalist's upload, read once: what it is and says, or why it cannot be used."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from articles.pictures.embedded import read_embedded
from articles.pictures.opening import (
    PictureRefused,
    decoding,
    open_picture,
    read_bytes,
    turn_of,
    upright,
)

# Formats of which a second frame means movement. The frames of an MPO are the same moment again
# (a preview, the other eye), those of a TIFF are pages.
_MOVING = {"GIF", "PNG", "WEBP", "AVIF"}


@dataclass(frozen=True)
class PictureFacts:
    """
    What is known about a picture.

    `width` and `height` are pixels of the picture held upright; `format` and `mode` are Pillow's
    names for how it is stored; `sha256` (hex) and `byte_size` are the file's. The texts are one
    line each, bounded, empty when the file says nothing, and written by strangers: escape them.
    `taken_at` has a time zone only if the camera knew one.
    """

    format: str
    width: int
    height: int
    mode: str
    is_animated: bool
    sha256: str
    byte_size: int
    has_gps: bool
    taken_at: datetime | None
    caption: str
    credit: str
    description: str
    suggested_alt: str


def inspect(file: BinaryIO) -> PictureFacts:
    """
    Return the facts of a seekable `file`, and leave it rewound.

    Raises PictureRefused with one sentence for the journalist when it is not a whole picture of
    an accepted format and size. The pixels are decoded once, because a file that is cut off shows
    it nowhere else; sizes are checked before that.
    """
    data = read_bytes(file)
    file.seek(0)
    image = open_picture(data, str(getattr(file, "name", "") or ""))
    stored, mode = image.size, image.mode
    with decoding():
        # A JPEG decoder still reads to the last byte when it builds an eighth of the picture.
        image.draft(None, (1, 1))
        image.load()
    width, height = upright(stored, turn_of(image))
    embedded = read_embedded(image)
    return PictureFacts(
        format=image.format or "",
        width=width,
        height=height,
        mode=mode,
        is_animated=image.format in _MOVING and _has_second_frame(image),
        sha256=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        has_gps=embedded.has_gps,
        taken_at=embedded.taken_at,
        caption=embedded.caption,
        credit=embedded.credit,
        description=embedded.description,
        suggested_alt=embedded.suggested_alt,
    )


def _has_second_frame(image: object) -> bool:
    try:
        return bool(getattr(image, "is_animated", False))
    except Exception:  # Only the first frame is ever used; a broken second one changes nothing.
        return False


__all__ = ["PictureFacts", "PictureRefused", "inspect"]
