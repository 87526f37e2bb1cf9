"""A picture of the library as HTML."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .library import folder_url, shape_names
from .models import Picture

# Phones are offered no file wider than this: at three pixels a point they would fetch 1280 for nothing.
PHONES = "(max-width: 45.99rem)"
WIDEST_ON_PHONES = 800


def picture(
    picture: Picture,
    shape: str = "3x2",
    sizes: str = "100vw",
    *,
    widest: int = WIDEST_ON_PHONES,
    alt: str | None = None,
    first: bool = False,
) -> SafeString:
    """A `<picture>`: AVIF in the widths that make sense, WebP for the rest of the world.

    Args:
        sizes: how wide it stands on the page, as in HTML.
        widest: the widest file that is offered, in pixels.
        alt: empty where the words beside it say it all; the picture's own when not given.
        first: it stands in the first screenful: load it at once and before others.
    """
    names, folder = shape_names(picture, shape), folder_url(picture)
    sources = SafeString()
    if widest > WIDEST_ON_PHONES:
        sources = _source(names.srcset(folder, WIDEST_ON_PHONES), sizes, media=PHONES)
    sources += _source(names.srcset(folder, widest), sizes)
    return format_html(
        '<picture>{}<img src="{}" alt="{}" width="{}" height="{}" {} decoding="async"></picture>',
        sources,
        folder + names.fallback.name,
        picture.local.alt if alt is None else alt,
        names.fallback.width,
        names.fallback.height,
        SafeString('fetchpriority="high"' if first else 'loading="lazy"'),
    )


def _source(srcset: str, sizes: str, media: str = "") -> SafeString:
    where = format_html(' media="{}"', media) if media else ""
    return format_html('<source type="image/avif"{} srcset="{}" sizes="{}">', where, srcset, sizes)


def focus_class(picture: Picture) -> str:
    """The class that keeps the focal point in view where the style sheet cuts a 3:2 picture flatter."""
    if picture.focus_y < 0.34:
        return "keep-top"
    return "keep-bottom" if picture.focus_y > 0.66 else ""
