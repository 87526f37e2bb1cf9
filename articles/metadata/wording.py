"""Which words and which picture stand for an article outside its page, and what stands in for those not written.

One table, read by the public head and by the desk's preview, so that editors see what readers will get.
"""

from collections.abc import Mapping

from articles.body.text import excerpt
from articles.models import Picture
from articles.models.content import ArticleContent

BEGINNING_LENGTH = 200

# Field → the fields whose words are taken, the first that has any.
FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "search_headline": ("search_headline", "headline"),
    "search_description": ("search_description", "deck"),
    "social_headline": ("social_headline", "headline"),
    "social_description": ("social_description", "search_description", "deck"),
    "social_picture": ("social_picture", "lead_picture"),
    "front_headline": ("front_headline", "headline"),
}
# These end with the beginning of the body.
DESCRIPTIONS = ("search_description", "social_description")


def words(content: ArticleContent, field: str) -> str:
    """Return what stands for `field` (a key of `FALLBACKS`): the first words that were written, maybe none."""
    written: str = next(filter(None, (getattr(content, name) for name in FALLBACKS[field])), "")
    if not written and field in DESCRIPTIONS:
        return excerpt(content.body, BEGINNING_LENGTH)
    return written


def social_picture(content: ArticleContent) -> Picture | None:
    """Return the picture that networks show; both pictures should be loaded."""
    found: Picture | None = next(filter(None, (getattr(content, name) for name in FALLBACKS["social_picture"])), None)
    return found
