"""The copy that is kept of a picture which must not lead to whoever gave it: pixels, and nothing else."""

import io
from typing import BinaryIO

from articles.pictures.colour import on_paper, scalable
from articles.pictures.opening import PIXELS_AT_MOST, decoding, open_picture, read_bytes, turn_of


def cleaned(file: BinaryIO, pixels_at_most: int = PIXELS_AT_MOST) -> bytes:
    """
    Return `file` as a JPEG of the same size, upright, in sRGB, without any metadata.

    The same file always gives the same bytes. What is in the pixels themselves stays: faces, signs,
    the marks that some printers leave.

    Raises PictureRefused for a file that `inspect()` would refuse.
    """
    image = open_picture(read_bytes(file), str(getattr(file, "name", "") or ""), pixels_at_most)
    with decoding():
        image.load()
        turn = turn_of(image)
        profile = image.info.get("icc_profile")
        pixels = scalable(image)
        if turn is not None:
            pixels = pixels.transpose(turn)
        bare = on_paper(pixels, profile)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=92, optimize=True)
    return out.getvalue()
