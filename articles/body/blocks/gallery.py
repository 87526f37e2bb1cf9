"""Several pictures under one caption."""

from articles.body.blocks.base import Block, Context, caption, numbers
from articles.body.blocks.picture import shown
from articles.body.rendering import Rendering
from articles.body.tree import Element


def _context(element: Element, rendering: Rendering) -> Context | None:
    known = rendering.sources.pictures
    pictures = [shown(known[number], rendering) for number in numbers(element, "data-pictures") if number in known]
    return {"pictures": pictures, "caption": caption(element)} if pictures else None


GALLERY = Block(
    template="gallery",
    context=_context,
    pictures=lambda element: numbers(element, "data-pictures"),
    words=caption,
)
