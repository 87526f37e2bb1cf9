"""The copy that is kept of a picture which must not lead to whoever gave it: pixels, and nothing else."""

import io
from typing import BinaryIO

from articles.pictures.colour import on_paper, scalable
from articles.pictures.opening import PIXELS_AT_MOST, decoding, open_picture, read_bytes, turn_of

# Beyond this many pixels the copies that are made on the way would need too much memory.
WHOLE_UP_TO = 24_000_000


def cleaned(file: BinaryIO, pixels_at_most: int = PIXELS_AT_MOST) -> bytes:
    """
    Return `file` as a JPEG, upright, in sRGB, without any metadata; half the size when it is very large.

    The same file always gives the same bytes. What is in the pixels themselves stays: faces, signs,
    the marks that some printers leave.

    Raises PictureRefused for a file that `inspect()` would refuse.
    """
    image = open_picture(read_bytes(file), str(getattr(file, "name", "") or ""), pixels_at_most)
    with decoding():
        halved = image.width * image.height > WHOLE_UP_TO
        if halved and image.format in {"JPEG", "MPO"}:
            image.draft(None, (image.width // 2, image.height // 2))
            halved = False
        image.load()
        turn = turn_of(image)
        profile = image.info.get("icc_profile")
        pixels = scalable(image)
        del image
        if halved:
            pixels = pixels.reduce(2)
        if turn is not None:
            pixels = pixels.transpose(turn)
        bare = on_paper(pixels, profile)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=92, optimize=True)
    return out.getvalue()
