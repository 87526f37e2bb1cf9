"""A picture from the library with its caption and credit."""

from collections.abc import Mapping
from typing import Any

from articles.body.blocks.base import Block, Context, caption, numbers
from articles.body.rendering import Rendering
from articles.body.sources import PictureSource
from articles.body.tree import Element


def shown(picture: PictureSource, rendering: Rendering, words: str = "") -> Mapping[str, Any]:
    """Return what templates call `picture`, its addresses written for this form.

    `words` is the caption for this place, where it is not the library's.
    """
    return {
        "alt": picture.alt,
        "credit": picture.credit,
        "srcset_avif": picture.srcset_avif,
        "fallback": rendering.address(picture.fallback),
        # As text, or a locale's thousands separator would end up in the attribute.
        "fallback_width": str(picture.fallback_width),
        "fallback_height": str(picture.fallback_height),
        "link_url": rendering.address(picture.link_url),
        "size_label": picture.size_label,
        "caption": picture.caption,
        "words": sentences(picture.alt, words or picture.caption, picture.credit),
    }


def sentences(*parts: str) -> str:
    """Return `parts` as sentences one after another: what the lite edition says for a picture."""
    kept = dict.fromkeys(part.strip() for part in parts if part.strip())
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in kept)


def _context(element: Element, rendering: Rendering) -> Context | None:
    for number in numbers(element, "data-picture"):
        if picture := rendering.sources.pictures.get(number):
            # The caption written for this article goes before the library's.
            return {
                "picture": shown(picture, rendering, caption(element)),
                "caption": caption(element) or picture.caption,
            }
    return None


PICTURE = Block(
    template="picture",
    context=_context,
    pictures=lambda element: numbers(element, "data-picture"),
    words=caption,
)
