"""Every way a file may hold its colours, turned into the one way a page shows them: sRGB."""

import io
from typing import Any, cast

from PIL import Image, ImageCms

PAPER = (0xFD, 0xFD, 0xFB)

_SRGB = ImageCms.createProfile("sRGB")
# Profiles say for which of these they are; one that is for something else is ignored.
_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}


def scalable(image: Image.Image) -> Image.Image:
    """
    Return a decoded `image` in a mode that can be resized: 8 bits a channel, no palette.

    16-bit and 32-bit grey keep their upper 8 bits; floats are spread over their own range.
    """
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        return _eight_bits(image)
    if image.has_transparency_data:
        return image if mode in {"RGBA", "LA"} else image.convert("RGBA")
    if mode == "1":
        return image.convert("L")
    if mode in {"L", "RGB", "CMYK", "LAB"}:
        return image
    return image.convert("RGB")


def on_paper(image: Image.Image, profile: bytes | None) -> Image.Image:
    """
    Return a `scalable` image as bare sRGB pixels on the site's paper colour, with no metadata.

    `profile` is the ICC profile of the file, None when it has none. One that is broken or meant
    for another kind of image is ignored: slightly wrong colours are better than no picture.
    """
    alpha = image.getchannel("A") if image.mode in {"RGBA", "LA"} else None
    if alpha is not None:
        image = image.convert(image.mode.rstrip("A"))
    coloured = _in_srgb(image, profile)
    if alpha is not None:
        paper = Image.new("RGB", image.size, PAPER)
        paper.paste(coloured, mask=alpha)
        coloured = paper
    elif coloured is image:
        coloured = image.copy()
    # Savers look in here: JPEG would write the comment on, AVIF and WebP the profile.
    coloured.info = {}
    return coloured


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode == "LAB":
        return _transformed(image, ImageCms.createProfile("LAB"))
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            space = source.profile.xcolor_space.strip()
            if image.mode == "L" and space == "RGB":
                image = image.convert("RGB")
            if _SPACES[image.mode] == space:
                return _transformed(image, source)
        except (OSError, ImageCms.PyCMSError):
            pass
    return image if image.mode == "RGB" else image.convert("RGB")


def _transformed(image: Image.Image, source: Any) -> Image.Image:
    result = ImageCms.profileToProfile(
        image,
        source,
        _SRGB,
        # What Photoshop does by default, so that the desk sees here what it saw there.
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return cast("Image.Image", result)  # None is for transforms in place.


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode != "F":
        image = image.convert("I")
    low, high = cast("tuple[float, float]", image.getextrema())
    if image.mode == "I" and low >= 0 and high <= 0xFFFF:
        scale, offset = 1 / 256, 0.0
    elif high > low:
        scale, offset = 255 / (high - low), -low * 255 / (high - low)
    else:
        scale, offset = 0.0, 128.0
    # An `I` image is scaled as a float: whole numbers would lose the fraction of `scale`.
    return image.convert("F").point(lambda value: value * scale + offset).convert("L")
