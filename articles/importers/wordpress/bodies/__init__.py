"""A post's text as WordPress keeps it into the desk's dialect: blocks or classic, with shortcodes and embeds."""

import re
from dataclasses import dataclass, field, replace
from html import escape

from articles.body.structure import tidy
from articles.body.tree import parse, serialise

from ...records import Image, Note
from ..plain import with_closed_comments
from .blocks import has_blocks, without_blocks
from .markup import rearranged
from .paragraphs import in_paragraphs
from .shortcodes import without_shortcodes
from .working import Surroundings, Working

__all__ = ["Body", "Surroundings", "desk_body"]

TOKEN = re.compile(r'<(cms-picture|cms-gallery|cms-read-also)\s[^<>]*?="(\d+)"[^<>]*></\1>')
BETWEEN = re.compile(r">[ \t]*\n\s*<")
# A whole page in an attribute, tags and all: what is shown in a frame is not read.
SRCDOC = re.compile(r"""\ssrcdoc\s*=\s*(?:"[^"]*+"|'[^']*+')""", re.IGNORECASE)
PAGES = re.compile(r"<!--(?:more\b|nextpage|noteaser)[^>]*?-->", re.IGNORECASE)


@dataclass(frozen=True)
class Body:
    """HTML as `records.Entry.body` has it, the pictures that it shows, and what could not come along."""

    html: str
    images: tuple[Image, ...] = ()
    notes: tuple[Note, ...] = field(default_factory=tuple)

    def with_link(self, url: str, note: Note) -> "Body":
        """Return this body with a link to `url` in a paragraph at its end."""
        address = escape(url)
        return replace(self, html=f'{self.html}<p><a href="{address}">{address}</a></p>', notes=(*self.notes, note))


def desk_body(content: str, surroundings: Surroundings) -> Body:
    """Return `content`, the text of a post, in the desk's dialect.

    Args:
        content: as `content:encoded` holds it.
        surroundings: what the rest of the export knows. Never raises on any text.
    """
    working = Working(surroundings)
    content = SRCDOC.sub("", with_closed_comments(content))
    if has_blocks(content):
        html = without_blocks(content, working)
    else:
        html = in_paragraphs(without_shortcodes(PAGES.sub("\n\n", content), working))
    root = parse(rearranged(html, working))
    tidy(root)
    # Once: the bringing in sanitises what it made of the stand-ins, and only then is it settled.
    clean = _with_clean_edges(BETWEEN.sub(">\n<", serialise(root).strip())).replace("<p></p>", "")
    whole = TOKEN.sub(lambda found: working.stand_in(int(found[2])), clean)
    return Body(whole, tuple(working.images.values()), tuple(dict.fromkeys(working.notes)))


def _with_clean_edges(html: str) -> str:
    """What was lifted out of a paragraph leaves its line ends at the paragraph's edges: take them off."""
    *closed, rest = html.split("</p>")
    html = "</p>".join([*(_without_end(part) for part in closed), rest])
    rest, *opened = html.split("<p>")
    return "<p>".join([rest, *(_without_start(part) for part in opened)])


def _without_end(part: str) -> str:
    while (shorter := part.rstrip().removesuffix("<br>")) != part:
        part = shorter
    return part


def _without_start(part: str) -> str:
    while (shorter := part.lstrip().removeprefix("<br>")) != part:
        part = shorter
    return part
