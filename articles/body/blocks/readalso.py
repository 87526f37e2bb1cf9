"""A card that leads to an own article."""

from articles.body.blocks.base import Block, Context, numbers
from articles.body.blocks.picture import shown
from articles.body.rendering import Rendering
from articles.body.tree import Element


def _context(element: Element, rendering: Rendering) -> Context | None:
    for number in numbers(element, "data-article"):
        if article := rendering.sources.articles.get(number):
            return {
                "headline": article.headline,
                "kicker": article.kicker,
                "url": rendering.address(article.url),
                "picture": shown(article.picture, rendering) if article.picture else None,
            }
    return None


READ_ALSO = Block(
    template="readalso",
    context=_context,
    articles=lambda element: numbers(element, "data-article"),
)
