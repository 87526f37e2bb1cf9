"""Pictures of the site itself: checked, cut to a sane size and written anew, without what a camera put in."""

import io
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image

SMALLEST_LOGO, LARGEST_LOGO = 512, 1024
# A nameplate is shown at most 112 pixels high: three times that is enough for any screen.
SMALLEST_NAMEPLATE, LARGEST_NAMEPLATE = (240, 40), (1800, 336)
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 24_000_000


def square_logo(file: Any) -> ContentFile:
    """Return the logo for search engines and home screens as a clean PNG, named by its content.

    Raises:
        ValidationError: no PNG, not square, too small or too large.
    """
    picture, kind = _read(file, ["PNG", "JPEG", "GIF", "WEBP"])
    width, height = picture.size
    if kind != "PNG" or width != height or width < SMALLEST_LOGO:
        raise ValidationError(
            _("The file is a %(kind)s of %(width)d × %(height)d pixels: choose a square PNG of at least 512.")
            % {"kind": kind, "width": width, "height": height}
        )
    picture.thumbnail((LARGEST_LOGO, LARGEST_LOGO))
    return _written(picture, "logo", "PNG", optimize=True)[0]


def nameplate(file: Any) -> tuple[ContentFile, tuple[int, int]]:
    """Return the drawn name as a clean WebP, named by its content, and its size in pixels.

    Raises:
        ValidationError: no PNG or WebP, not wide, too small or too large.
    """
    picture, kind = _read(file, ["PNG", "JPEG", "GIF", "WEBP"])
    width, height = picture.size
    least = SMALLEST_NAMEPLATE
    if kind not in ("PNG", "WEBP") or width < 2 * height or width < least[0] or height < least[1]:
        raise ValidationError(
            _(
                "The file is a %(kind)s of %(width)d × %(height)d pixels: choose a PNG or WebP at least twice as wide "
                "as high, and at least 240 × 40."
            )
            % {"kind": kind, "width": width, "height": height}
        )
    picture.thumbnail(LARGEST_NAMEPLATE)
    return _written(picture, "nameplate", "WEBP", lossless=True, method=6)


def _read(file: Any, kinds: list[str]) -> tuple[Image.Image, str]:
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("The file is %(size)d megabytes: choose one of at most 5.") % {"size": -(-file.size // 1024**2)}
        )
    try:
        with Image.open(file, formats=kinds) as picture:
            kind, (width, height) = picture.format or "", picture.size
            if width * height <= MOST_PIXELS:
                # A palette or grey scale becomes plain colour; only the pixels are taken along.
                return picture.convert("RGBA" if picture.has_transparency_data else "RGB"), kind
    # Pillow raises nearly anything on a file that somebody made to hurt it.
    except Exception as error:
        raise ValidationError(_("This is no picture: choose a PNG.")) from error
    raise ValidationError(
        _("The picture has %(width)d × %(height)d pixels: make it smaller first.") % {"width": width, "height": height}
    )


def _written(picture: Image.Image, name: str, kind: str, **options: Any) -> tuple[ContentFile, tuple[int, int]]:
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, kind, **options)
    content = out.getvalue()
    # Pictures are kept by browsers for ever: another picture has another name.
    return ContentFile(content, f"{name}-{sha256(content).hexdigest()[:12]}.{kind.lower()}"), clean.size
