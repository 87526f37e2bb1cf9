"""What the checks read: the manuscript, its body as blocks, and what it refers to, looked up all at once.

Two queries however much an article holds: pictures, and whatever it names of this site.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.body.blocks import block_of
from articles.body.tree import Element, parse, text_of
from articles.manuscript import Manuscript
from articles.models import Article, Picture

from .own_addresses import Known, know, own_path


@dataclass(frozen=True)
class Block:
    """A block of the body: its place from the top, and its tree."""

    spot: str
    element: Element

    @property
    def words(self) -> str:
        return text_of(self.element)

    def captions(self) -> Iterator[str]:
        """Give the words that stand in attributes: captions and footnotes."""
        for element in self.element.iter():
            for name in ("data-caption", "data-text"):
                if words := element.get(name):
                    yield words

    def pictures(self) -> Iterator[int]:
        """Give the numbers of the pictures shown here."""
        for element in self.element.iter():
            if kind := block_of(element):
                yield from kind.pictures(element)

    def links(self) -> Iterator[Element]:
        yield from self.element.iter("a")

    def cards(self) -> Iterator[int]:
        """Give the numbers of our articles that a card here leads to."""
        for element in self.element.iter():
            if kind := block_of(element):
                yield from kind.articles(element)

    def articles(self) -> Iterator[int]:
        """Give the numbers of our articles that a card or a link here leads to."""
        for element in self.element.iter():
            if element.tag == "a" and (number := element.get("data-article")):
                yield int(number)
            elif kind := block_of(element):
                yield from kind.articles(element)


@dataclass(frozen=True)
class Material:
    """`moment` is when the article would become public."""

    manuscript: Manuscript
    moment: datetime
    blocks: list[Block] = field(default_factory=list)
    pictures: dict[int, Picture] = field(default_factory=dict)
    known: Known = field(default_factory=Known)

    @property
    def article(self) -> Article:
        return self.manuscript.article


def look_up(manuscript: Manuscript, moment: datetime, *, reader: Any = None, asks: bool = True) -> Material:
    """Return what checks read of `manuscript`.

    Args:
        reader: the account that will read the findings; None for the system, which sees all.
        asks: whether the database is asked for what the body refers to.
    """
    root = parse(manuscript.article.body or "")
    blocks = [Block(f"body:{place}", element) for place, element in enumerate(root)]
    if not asks:
        return Material(manuscript, moment, blocks)
    numbers = {number for block in blocks for number in block.pictures()}
    if manuscript.article.lead_picture_id:
        numbers.add(manuscript.article.lead_picture_id)
    targets = {number for block in blocks for number in block.articles()}
    targets.update(link.target_id for link in manuscript.related if link.target_id)
    paths = {path for block in blocks for link in block.links() if (path := own_path(link.get("href", "")))}
    return Material(
        manuscript,
        moment,
        blocks,
        pictures=Picture.objects.in_bulk(numbers) if numbers else {},
        known=know(targets, paths, manuscript.article, moment, reader),
    )
