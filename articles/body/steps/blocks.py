"""Blocks: pictures, galleries, Read also, embeds, pull quotes, fact boxes, tables."""

from articles.body.blocks import block_of
from articles.body.rendering import Rendering


def render_blocks(rendering: Rendering) -> None:
    """Replace every block by its template's markup, or by nothing when it refers to nothing."""
    # Innermost first: a table is finished before the fact box around it.
    for element in reversed(list(rendering.root.iterdescendants())):
        block = block_of(element)
        if block is None:
            continue
        context = block.context(element, rendering)
        markup = "" if context is None else rendering.template(block.template, context)
        rendering.replace(element, markup)
