"""A stored body into HTML for a page: a list of steps to be read aloud.

    found = references(article.body)
    html = render(article.body, Sources(pictures=…, articles=…), Form.PAGE)

`references` says which rows a body needs, so that a caller fetches the rows of a whole body, or of
a whole list of bodies, in a constant number of queries.
"""

from collections.abc import Callable
from functools import lru_cache

from django.utils.safestring import SafeString

from articles.body.blocks import block_of
from articles.body.rendering import Rendering
from articles.body.sources import ArticleSource, Form, PictureSource, References, Sources
from articles.body.steps.addresses import write_addresses
from articles.body.steps.blocks import render_blocks
from articles.body.steps.footnotes import number_footnotes
from articles.body.steps.headings import name_headings
from articles.body.steps.links import resolve_article_links
from articles.body.steps.quotes import credit_quotes
from articles.body.tree import KEPT_LENGTH, parse

__all__ = [
    "ArticleSource",
    "Form",
    "PictureSource",
    "References",
    "Sources",
    "references",
    "render",
]

STEPS: tuple[Callable[[Rendering], None], ...] = (
    # Before footnotes, or their numbers would be part of a heading's name.
    name_headings,
    # Before addresses: a link to an own article has an address only once it is resolved.
    resolve_article_links,
    write_addresses,
    credit_quotes,
    # After every step that reads words, before blocks: a table or a fact box may hold footnotes,
    # and what is inside a finished block is out of reach. The list at the end is a block too.
    number_footnotes,
    # Last: after this the tree holds only comments where the blocks were.
    render_blocks,
)


def references(html: str) -> References:
    """Return the numbers of the pictures and articles that the stored body `html` refers to."""
    return _references(html) if len(html) <= KEPT_LENGTH else _references.__wrapped__(html)


# A feed asks this of the same twenty texts after each publication, of which one is new.
@lru_cache(maxsize=256)
def _references(html: str) -> References:
    pictures: set[int] = set()
    articles: set[int] = set()
    root = parse(html)
    for element in root.iterdescendants():
        if block := block_of(element):
            pictures.update(block.pictures(element))
            articles.update(block.articles(element))
    cards = frozenset(articles)
    articles.update(int(link.get("data-article")) for link in root.iterfind(".//a[@data-article]"))
    return References(frozenset(pictures), frozenset(articles), cards)


def render(html: str, sources: Sources, form: Form = Form.PAGE) -> SafeString:
    """Return the stored body `html` as safe HTML for `form`, with its references filled in.

    References that `sources` does not know disappear; a link to an unknown article keeps its
    words. Never raises on any text, sanitised or not.
    """
    rendering = Rendering(parse(html), sources, form)
    for step in STEPS:
        step(rendering)
    return rendering.inside(rendering.root)
