"""The one door through which a stranger's picture bytes reach Pillow."""

import io
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from articles.pictures.scans import has_too_many_scans
from articles.pictures.sniffing import not_accepted

# MPO, which phones and 3D cameras write under the name .jpg, is opened by the JPEG reader.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
# Pillow only warns about what it would take for a bomb; the limits below refuse it.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
BYTES_AT_MOST = 40 * 1024 * 1024
PIXELS_AT_MOST = 60_000_000
# Bytes of memory a pixel while a file is decoded, measured: 2 for a JPEG, which is read smaller than
# it is, 4 to 5 for PNG and TIFF, 9 for AVIF, 16 for WebP. The costly ones may be that much smaller.
_COSTS = {"AVIF": 1.5, "WEBP": 2.5}
# Two large pictures at once would need twice the memory and be no faster.
_ONE_AT_A_TIME = threading.RLock()
SIDE_AT_LEAST = 80
# Beyond this a rendition at a useful width is longer than WebP (16 383 px) or a page can take.
SIDES_AT_MOST_APART = 10

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PictureRefused(Exception):
    """A file that cannot become a picture; `sentence` tells a journalist why, and the way out."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_bytes(file: BinaryIO) -> bytes:
    """
    Return the whole of a seekable `file`.

    Raises PictureRefused when it is empty or over `BYTES_AT_MOST`. An OSError of the storage
    passes through: that is not the picture's fault.
    """
    size = file.seek(0, io.SEEK_END) or file.tell()
    if size > BYTES_AT_MOST:
        raise PictureRefused(
            _(
                "The file is %(size).1f MB and the limit is %(limit)d MB. "
                "Save it as a JPEG, or smaller, and upload that."
            )
            % {"size": size / 1024**2, "limit": BYTES_AT_MOST // 1024**2}
        )
    file.seek(0)
    data = file.read(BYTES_AT_MOST)
    if not data:
        raise PictureRefused(_("The file is empty. Save the picture again and upload that."))
    return data


def open_picture(
    data: bytes,
    name: str = "",
    pixels_at_most: int = PIXELS_AT_MOST,
    side_at_least: int = SIDE_AT_LEAST,
    formats: tuple[str, ...] = FORMATS,
) -> Image.Image:
    """
    Open `data` without decoding its pixels, and check what its header says of them.

    `name` is what the file was called, for the sentence; `pixels_at_most` the limit for a format
    that is cheap to decode; `side_at_least` is in pixels; `formats` are Pillow's names.
    Raises PictureRefused for everything that is not a picture of an accepted format, or has too many
    pixels, too few, or a shape that no page can show. The caller decodes inside `decoding()`.
    """
    try:
        # No catch_warnings() here: it changes the filters of every other thread. A picture that
        # Pillow would only warn about is over our own, lower limit and refused just below.
        image = Image.open(io.BytesIO(data), formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        found = re.search(r"\((\d+) pixels\)", str(error))
        raise _too_many_pixels(int(found[1]) if found else 2 * pixels_at_most, pixels_at_most) from None
    except Exception as error:  # Pillow's readers raise nearly anything on hostile bytes.
        raise PictureRefused(not_accepted(data, name)) from error
    width, height = image.size
    limit = int(pixels_at_most / _COSTS.get(image.format or "", 1))
    if width * height > limit:
        raise _too_many_pixels(width * height, limit, f"{width} × {height}", image.format or "")
    short, long = sorted(image.size)
    if short < side_at_least:
        raise PictureRefused(
            _(
                "The picture is %(width)d × %(height)d pixels and each side needs at least "
                "%(least)d. Ask for the original, or take a bigger picture."
            )
            % {"width": width, "height": height, "least": side_at_least}
        )
    if long > short * SIDES_AT_MOST_APART:
        raise PictureRefused(
            _(
                "The picture is %(width)d × %(height)d pixels: one side is more than %(most)d "
                "times the other, which no page can show. Crop it and upload that."
            )
            % {"width": width, "height": height, "most": SIDES_AT_MOST_APART}
        )
    if image.format in {"JPEG", "MPO"} and has_too_many_scans(data):
        raise PictureRefused(
            _(
                "The picture is built up in so many steps that it would keep the site busy. "
                "Open it on your computer, save it again, and upload that."
            )
        )
    return image


@contextmanager
def decoding() -> Iterator[None]:
    """Turn whatever Pillow raises while it decodes pixels into one PictureRefused; one picture at a time."""
    try:
        with _ONE_AT_A_TIME:
            yield
    except PictureRefused:
        raise
    except MemoryError:
        raise PictureRefused(
            _("The picture needs more memory than there is. Save it smaller and upload that.")
        ) from None
    except Exception as error:  # Pillow's decoders raise nearly anything on broken bytes.
        raise PictureRefused(
            _(
                "The picture is cut off or damaged: part of it cannot be read. "
                "Open it on your computer, save it again, and upload that."
            )
        ) from error


def turn_of(image: Image.Image) -> Image.Transpose | None:
    """Return the turn that puts a decoded `image` upright, or None when it is or says nothing."""
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # Broken EXIF is common and no reason to refuse a good picture.
        return None


def upright(size: tuple[int, int], turn: Image.Transpose | None) -> tuple[int, int]:
    """Return the stored `size` (width, height) as it is after `turn`."""
    return size[::-1] if turn in {_TURNS[5], _TURNS[6], _TURNS[7], _TURNS[8]} else size


def _too_many_pixels(pixels: int, limit: int, size: str = "", format: str = "") -> PictureRefused:
    numbers = {
        "pixels": pixels / 1_000_000,
        "size": f" ({size})" if size else "",
        "limit": limit // 1_000_000,
        "format": format,
    }
    if format in _COSTS:
        return PictureRefused(
            _(
                "The picture has %(pixels).1f megapixels%(size)s and the limit for %(format)s is %(limit)d. "
                "Save it as a JPEG, or smaller, and upload that."
            )
            % numbers
        )
    return PictureRefused(
        _(
            "The picture has %(pixels).1f megapixels%(size)s and the limit is %(limit)d. "
            "Make it smaller, 6000 pixels wide is plenty, and upload that."
        )
        % numbers
    )
