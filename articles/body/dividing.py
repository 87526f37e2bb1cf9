"""A stored body as the row of blocks that it is."""

from lxml import etree

from articles.body.tree import parse, serialise


def divide(html: str) -> list[str]:
    """Return the blocks at the top level of the stored body `html`, each as HTML. Joined they say what it says."""
    blocks = []
    for child in list(parse(html)):
        child.tail = None
        holder = etree.Element("body")
        holder.append(child)
        blocks.append(serialise(holder))
    return blocks
