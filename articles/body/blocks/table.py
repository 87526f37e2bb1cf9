"""A table, in a region that scrolls sideways on a narrow screen."""

from articles.body.blocks.base import Block, Context
from articles.body.rendering import Rendering
from articles.body.tree import Element, text_of


def _context(element: Element, rendering: Rendering) -> Context | None:
    caption = element.find("caption")
    _name_heading_cells(element)
    return {
        "content": rendering.inside(element),
        "label": "" if caption is None else text_of(caption),
        # A region inside a region would be one more stop for the keyboard, and scrolls nothing.
        "is_inner": next(element.iterancestors("table"), None) is not None,
    }


def _name_heading_cells(table: Element) -> None:
    """Say which way a heading cell looks, where the editor did not: along its row or column."""
    for row in table.iter("tr"):
        whole_row = all(cell.tag == "th" for cell in row)
        for cell in row:
            if cell.tag == "th" and "scope" not in cell.attrib:
                cell.set("scope", "col" if whole_row else "row")


TABLE = Block(template="table", context=_context)
