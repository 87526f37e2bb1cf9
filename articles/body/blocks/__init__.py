"""The kinds of block, one module and one template each."""

from collections.abc import Mapping

from articles.body.blocks.base import Block
from articles.body.blocks.embed import EMBED
from articles.body.blocks.factbox import FACT_BOX
from articles.body.blocks.gallery import GALLERY
from articles.body.blocks.picture import PICTURE
from articles.body.blocks.pullquote import PULL_QUOTE
from articles.body.blocks.readalso import READ_ALSO
from articles.body.blocks.table import TABLE
from articles.body.tree import Element

# By element, and for an aside by the attribute that tells its kind.
BLOCKS: Mapping[str, Block] = {
    "cms-picture": PICTURE,
    "cms-gallery": GALLERY,
    "cms-read-also": READ_ALSO,
    "cms-embed": EMBED,
    "data-pullquote": PULL_QUOTE,
    "data-factbox": FACT_BOX,
    "table": TABLE,
}


def block_of(element: Element) -> Block | None:
    """Return the kind of block that `element` is, or `None` for running text."""
    tag = element.tag
    if tag == "aside":
        return next((BLOCKS[name] for name in element.attrib if name in BLOCKS), None)
    # Comments have a function for a tag.
    return BLOCKS.get(tag) if isinstance(tag, str) else None
