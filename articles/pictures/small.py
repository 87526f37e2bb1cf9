"""A stranger's picture, small: one file, for a card or as an outlet's mark. Pixels, and nothing else."""

import io

from django.utils.translation import gettext as _
from PIL import Image

from articles.pictures.colour import on_paper, scalable
from articles.pictures.ico import largest_in
from articles.pictures.opening import FORMATS, PictureRefused, decoding, open_picture, turn_of
from articles.pictures.renditions import ENCODERS
from articles.pictures.shapes import crop_box, fitted

# Twice the width of a card in a list of related news, and nearly three times on a phone.
CARD_WIDTH = 480
# Faces stand above the middle.
CARD_FOCUS = (0.5, 0.4)
# A side of so many pixels or less belongs to a button, a smiley, or somebody who counts readers.
CARD_OVER = 80
ICON_SIDE = 64
ICON_AT_LEAST = 16
# What is shown this small needs no more to be made from.
PIXELS_AT_MOST = 24_000_000

type Small = tuple[bytes, int, int]


class TooSmall(PictureRefused):
    """A picture that would be a blot, or was never meant to be seen."""


def card(data: bytes, pixels_at_most: int = PIXELS_AT_MOST) -> Small:
    """Return a picture as a 3:2 WebP of at most `CARD_WIDTH` pixels, with its width and height.

    Nothing is scaled up. Of an animation the first frame is taken.

    Raises:
        PictureRefused: not a picture that can be shown, or one of `CARD_OVER` pixels or less on a side.
    """
    image = _opened(data, pixels_at_most, CARD_OVER + 1)
    with decoding():
        pixels = _decoded(image, 2 * CARD_WIDTH)
        width = min(CARD_WIDTH, fitted(*pixels.size, "3x2")[0])
        target = (width, max(1, round(width * 2 / 3)))
        pixels = pixels.resize(target, Image.Resampling.LANCZOS, crop_box(*pixels.size, "3x2", CARD_FOCUS))
        return _encoded(pixels), *target


def icon(data: bytes, pixels_at_most: int = PIXELS_AT_MOST) -> Small:
    """Return a picture as a square WebP of at most `ICON_SIDE` pixels, whole, its bands transparent.

    Raises:
        PictureRefused: not a picture that can be shown, or one of less than `ICON_AT_LEAST` pixels on a side.
    """
    image = _opened(largest_in(data), pixels_at_most, ICON_AT_LEAST, (*FORMATS, "ICO"))
    with decoding():
        pixels = _decoded(image, 2 * ICON_SIDE)
        side = min(ICON_SIDE, max(pixels.size))
        width, height = (max(1, round(each * side / max(pixels.size))) for each in pixels.size)
        pixels = pixels.resize((width, height), Image.Resampling.LANCZOS)
        # Its own pixels stand on paper, lest a dark sign vanish on a dark page; beside them there is nothing.
        tile = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        tile.paste(pixels, ((side - width) // 2, (side - height) // 2))
        return _encoded(tile), side, side


def _opened(data: bytes, pixels_at_most: int, side_at_least: int, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    image = open_picture(data, pixels_at_most=pixels_at_most, side_at_least=1, formats=formats)
    if min(image.size) < side_at_least:
        raise TooSmall(
            _("The picture is only %(width)d × %(height)d pixels.") % {"width": image.width, "height": image.height}
        )
    return image


def _decoded(image: Image.Image, enough: int) -> Image.Image:
    """Return upright sRGB pixels, as few as keep both sides at `enough` or more."""
    image.draft(None, (enough, enough))
    image.load()
    turn = turn_of(image)
    profile = image.info.get("icc_profile")
    pixels = scalable(image)
    reduction = min(pixels.size) // enough
    if reduction > 1:
        pixels = pixels.reduce(reduction)
    if turn is not None:
        pixels = pixels.transpose(turn)
    return on_paper(pixels, profile)


def _encoded(pixels: Image.Image) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "WEBP", **ENCODERS["WEBP"])
    return out.getvalue()
