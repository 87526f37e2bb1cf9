"""Pictures of the site itself, as machines ask for them: icons, and the picture of pages without one."""

import struct
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.templatetags.static import static

from newsroom.site.models import SiteSettings

from .origin import absolute

ICON_SIZES = (192, 512)
MASKABLE = "newsroom/icon-maskable-512.png"
FAVICON = "newsroom/favicon.ico"
# For networks, where a page has no picture of its own; a newspaper may put one there, 1200 × 630.
SOCIAL_PICTURE = "newsroom/social.jpg"


@dataclass(frozen=True)
class Icon:
    """A square PNG: its absolute address, and its side in pixels (0 when it could not be read)."""

    url: str
    side: int


def static_path(name: str) -> str:
    """Return the address of a static file, or an empty string when this site has none of that name."""
    if not getattr(staticfiles_storage, "manifest_strict", False) and finders.find(name) is None:
        return ""
    try:
        return static(name)
    except ValueError:  # not in the manifest: never collected
        return ""


def icons() -> list[Icon]:
    """Return the newspaper's icons, smallest first: its logo, else those that ship with the software."""
    logo = SiteSettings.load().logo
    if logo:
        return [Icon(absolute(logo.url), png_side(logo.name))]
    shipped = [(static_path(f"newsroom/icon-{side}.png"), side) for side in ICON_SIZES]
    return [Icon(absolute(path), side) for path, side in shipped if path]


def icon_url() -> str:
    """Return the address of the largest icon, or an empty string."""
    return next((icon.url for icon in reversed(icons())), "")


@lru_cache(maxsize=8)
def png_side(name: str) -> int:
    """Return the width in pixels that a stored PNG states in its first bytes; 0 when it is none."""
    try:
        with default_storage.open(name) as file:
            head = file.read(24)
    except OSError:
        return 0
    is_png = head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) == 24
    return struct.unpack(">I", head[16:20])[0] if is_png else 0
