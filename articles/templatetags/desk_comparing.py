"""Marks of the compare page."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from articles.comparing import blocks
from articles.comparing.names import Names, PictureName
from articles.comparing.words import Mark, Piece

register = template.Library()


@register.simple_tag
def marked(piece: Piece) -> SafeString:
    """Return the words of `piece`, escaped, inside `<ins>` or `<del>` where they are marked."""
    return blocks.marked(piece.mark, piece.text)


@register.simple_tag
def picture(number: int, pictures: Mapping[int, PictureName], mark: Mark) -> SafeString:
    """Return a picture of the library, small, under a mark."""
    return blocks.picture(number, Names(pictures=pictures), mark)
