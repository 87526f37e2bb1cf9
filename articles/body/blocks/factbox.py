"""Background beside the story."""

from articles.body.blocks.base import Block, Context
from articles.body.rendering import Rendering
from articles.body.tree import Element


def _context(element: Element, rendering: Rendering) -> Context | None:
    return {"content": rendering.inside(element)}


FACT_BOX = Block(template="factbox", context=_context)
