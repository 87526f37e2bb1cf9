"""A journalist's upload, read once: what it is and says, or why it cannot be used."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from articles.pictures.embedded import Embedded, read_embedded
from articles.pictures.fingerprint import fingerprint
from articles.pictures.opening import (
    PIXELS_AT_MOST,
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
# Pixels across and down of which what a picture looks like is read.
ENOUGH_TO_SEE = 256


@dataclass(frozen=True)
class PictureFacts:
    """
    What is known about a picture.

    `width` and `height` are pixels of the picture held upright; `format` and `mode` are Pillow's
    names for how it is stored; `sha256` (hex) and `byte_size` are the file's; `fingerprint` is of
    what is seen. The texts of `says` are one line each, bounded, empty when the file says nothing,
    and written by strangers: escape them.
    """

    format: str
    width: int
    height: int
    mode: str
    is_animated: bool
    sha256: str
    byte_size: int
    fingerprint: str
    says: Embedded


def inspect(file: BinaryIO, pixels_at_most: int = PIXELS_AT_MOST) -> PictureFacts:
    """
    Return the facts of a seekable `file`, and leave it rewound.

    Raises PictureRefused with one sentence for the journalist when it is not a whole picture of
    an accepted format and size. The pixels are decoded once, because a file that is cut off shows
    it nowhere else; sizes are checked before that.
    """
    data = read_bytes(file)
    file.seek(0)
    image = open_picture(data, str(getattr(file, "name", "") or ""), pixels_at_most)
    stored, mode = image.size, image.mode
    with decoding():
        # A JPEG decoder still reads to the last byte when it builds an eighth of the picture. A small one
        # is built larger: of sixteen pixels across, what it looks like is read wrongly.
        image.draft(None, (ENOUGH_TO_SEE, ENOUGH_TO_SEE))
        image.load()
        seen = fingerprint(image, turn_of(image))
    width, height = upright(stored, turn_of(image))
    return PictureFacts(
        format=image.format or "",
        width=width,
        height=height,
        mode=mode,
        is_animated=image.format in _MOVING and _has_second_frame(image),
        sha256=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        fingerprint=seen,
        says=read_embedded(image),
    )


def _has_second_frame(image: object) -> bool:
    try:
        return bool(getattr(image, "is_animated", False))
    except Exception:  # Only the first frame is ever used; a broken second one changes nothing.
        return False


__all__ = ["PictureFacts", "PictureRefused", "inspect"]
