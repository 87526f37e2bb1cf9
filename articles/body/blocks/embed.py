"""Something from another site: a card that loads nothing until the reader asks for it."""

from urllib.parse import urlsplit

from articles.body.blocks.base import Block, Context
from articles.body.embeds import player_for
from articles.body.rendering import Rendering
from articles.body.sources import Form
from articles.body.tree import Element


def _context(element: Element, rendering: Rendering) -> Context | None:
    url = element.get("data-url")
    if not url:
        return None
    player = player_for(url)
    return {
        "url": url,
        "host": (urlsplit(url).hostname or "").removeprefix("www."),
        "provider": player.provider if player else "",
        # Only a page has the script that turns the card into a player.
        "src": player.src if player and rendering.form is Form.PAGE else "",
        "kind": player.kind if player else "",
        "ratio": player.ratio if player else "",
    }


EMBED = Block(template="embed", context=_context)
