"""A sentence of the text set large."""

from articles.body.blocks.base import Block, Context
from articles.body.rendering import Rendering
from articles.body.tree import Element


def _context(element: Element, rendering: Rendering) -> Context | None:
    return {"content": rendering.inside(element)}


PULL_QUOTE = Block(template="pullquote", context=_context)
