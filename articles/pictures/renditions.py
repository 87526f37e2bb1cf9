"""
The files that readers get of a picture: a few sizes and shapes, pixels and nothing else.
"""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from PIL import Image

from articles.pictures.colour import on_paper, scalable
from articles.pictures.opening import PIXELS_AT_MOST, decoding, open_picture, read_bytes, turn_of, upright
from articles.pictures.shapes import (
    CENTRE,
    Focus,
    Rendition,
    ShapeNames,
    checked,
    crop_box,
    fitted,
    names,
    plan,
    rendition_key,
)

# Measured on 2 cores with Pillow 13, seconds of CPU for everything that `render()` makes:
#
#   AVIF speed                       6       7       8       9      10
#   noisy JPEG of 6000 × 4000      2.3     1.8     1.4     0.8     0.9
#   15 photographs, median        0.57    0.33    0.27    0.16    0.16
#   bytes of their AVIFs          742K    762K    761K    851K    851K
#
# 8 halves the time of 6 for 3% more bytes; 9 would cost readers 12% more for ever. At 8 the
# 1600 AVIF takes 30% of a large photograph, 1280 20%, the four JPEGs together 25%, decoding 10%.
ENCODERS: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 46, "speed": 8},
    "WEBP": {"quality": 72, "method": 4},
    "JPEG": {"quality": 78, "progressive": True, "optimize": True},
}


def render(
    file: BinaryIO, focus: Focus = CENTRE, pixels_at_most: int = PIXELS_AT_MOST
) -> Iterator[tuple[Rendition, bytes]]:
    """
    Decode `file` at once and return an iterator over its renditions, in the order of `plan()`.

    `focus` is the (x, y) that every crop keeps, as fractions of the upright picture from its top
    left corner. Of an animation the first frame is taken. The outputs hold no metadata at all, no
    place, no profile; the original is not changed, and is not for the public.

    Raises PictureRefused, now and not at the first step, for a file that `inspect()` would refuse,
    and ValueError for a focal point outside 0..1.
    """
    focus = checked(focus)
    image = open_picture(read_bytes(file), str(getattr(file, "name", "") or ""), pixels_at_most)
    with decoding():
        master, size = _decoded(image)
    return _renditions(master, size, focus)


def _renditions(master: Image.Image, size: tuple[int, int], focus: Focus) -> Iterator[tuple[Rendition, bytes]]:
    made: dict[str, list[Image.Image]] = {}
    for rendition in plan(*size):
        target = (rendition.width, rendition.height)
        siblings = made.setdefault(rendition.shape, [])
        # At twice the size or more a sibling is as good a source as the master, and far smaller.
        source = next((each for each in reversed(siblings) if each.width >= 2 * target[0]), None)
        if siblings and siblings[-1].size == target:
            pixels = siblings[-1]
        elif source is not None:
            pixels = source.resize(target, Image.Resampling.LANCZOS)
        else:
            box = crop_box(*master.size, rendition.shape, focus)
            if (box[2] - box[0], box[3] - box[1]) == target:
                pixels = master.crop(box)
            else:
                pixels = master.resize(target, Image.Resampling.LANCZOS, box, reducing_gap=3.0)
        siblings.append(pixels)
        yield rendition, _encoded(pixels, rendition.format)


def _encoded(pixels: Image.Image, name: str) -> bytes:
    out = io.BytesIO()
    pixels.save(out, name, **ENCODERS[name])
    return out.getvalue()


def _decoded(image: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    """Return upright sRGB pixels, no larger than renditions need, and the picture's full size."""
    stored = image.size
    if image.format in {"JPEG", "MPO"}:
        # A JPEG decoder can leave out detail that no rendition shows. One pixel more, because
        # sizes are rounded. Other formats tell their turn only once they are decoded.
        scale = _scale_needed(*upright(stored, turn_of(image)))
        image.draft(None, (int(stored[0] * scale) + 1, int(stored[1] * scale) + 1))
    image.load()
    turn = turn_of(image)
    size = upright(stored, turn)
    profile = image.info.get("icc_profile")
    pixels = scalable(image)
    # A mean over whole pixels is much the cheapest way down, and twice the size that is
    # needed leaves the careful last step enough to work with.
    reduction = int(pixels.width / stored[0] / _scale_needed(*size) / 2)
    if reduction > 1:
        pixels = pixels.reduce(reduction)
    if turn is not None:
        pixels = pixels.transpose(turn)
    return on_paper(pixels, profile), size


def _scale_needed(width: int, height: int) -> float:
    """Return the smallest scale, at most 1, at which every rendition is still scaled down."""
    return max(rendition.width / fitted(width, height, rendition.shape)[0] for rendition in plan(width, height))


__all__ = [
    "CENTRE",
    "Focus",
    "Rendition",
    "ShapeNames",
    "crop_box",
    "names",
    "plan",
    "render",
    "rendition_key",
]
