"""One line of news as readers get it: an article of ours, or another outlet's story that leads away from here."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.utils.translation import get_language

from articles.body.text import shortened
from articles.companions import lite_path
from articles.models import Picture, PublishedArticle, Story
from articles.models.stories import EXCERPT_LENGTH
from newsroom.fetching import may_link

# What a thumbnail is taken for whose size nobody wrote down; the box on the page has this shape anyway.
USUAL_SIZE = (480, 320)
# About four lines of a card. What is longer is no headline any more, and would push the rest of the list away.
HEADLINE_LENGTH = 140


@dataclass(frozen=True)
class Thumbnail:
    """A file of our own storage, kept for another outlet's story. Sizes in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Line:
    """What a line shows. Words are plain text.

    `outlet` and `icon` (an address, may be empty) say whose it is; empty for our own. `picture` is one
    of our library, `thumbnail` a file kept for the story; without either a placeholder is drawn.
    Where it is not `is_dated`, `moment` is when we found it, and no hour is shown.
    `is_vouched_for` means that an editor chose it, and not a rule: see `rel`.
    """

    title: str
    url: str
    excerpt: str
    moment: datetime
    language: str
    is_dated: bool = True
    outlet: str = ""
    icon: str = ""
    lite_url: str = ""
    picture: Picture | None = None
    thumbnail: Thumbnail | None = None
    is_outside: bool = False
    is_vouched_for: bool = True

    @property
    def headline(self) -> str:
        """The title as a list shows it: cut after a word where it is longer than a headline is."""
        return shortened(self.title, HEADLINE_LENGTH)

    @property
    def other_language(self) -> str:
        """The language of its words where that is not the page's; empty where it is, or where nobody knows."""
        page = get_language() or ""
        return "" if self.language.partition("-")[0].lower() == page.partition("-")[0] else self.language

    @property
    def rel(self) -> str:
        """What the link is, for browsers and search engines.

        What an editor chose is a recommendation like any other link in a text. What a rule put there
        nobody here has read, and so nobody vouches for it.
        """
        return "noopener external" if self.is_vouched_for else "noopener external nofollow"


def line_of_article(edition: PublishedArticle) -> Line:
    """Return one of our own articles as a line."""
    return Line(
        title=edition.headline,
        url=edition.get_absolute_url(),
        excerpt=shortened(edition.deck, EXCERPT_LENGTH),
        moment=edition.published_at,
        language=edition.language,
        lite_url=lite_path(edition),
        picture=edition.lead_picture,
    )


def line_of_story(story: Story, *, is_vouched_for: bool = True) -> Line:
    """Return a story, loaded by `for_lines()`, as a line."""
    return Line(
        title=story.shown_title,
        url=story.url,
        excerpt=story.shown_excerpt,
        moment=story.published_at,
        is_dated=story.is_dated,
        language=story.language,
        outlet=story.shown_outlet,
        icon=default_storage.url(story.source.icon) if story.source and story.source.icon else "",
        lite_url=story.url,
        picture=story.own_picture,
        thumbnail=_thumbnail(story),
        is_outside=True,
        is_vouched_for=is_vouched_for,
    )


def can_be_followed(story: Story) -> bool:
    """Say whether its address is one of the web: nothing else ever becomes a link."""
    return bool(may_link(story.url))


def wording(title: str) -> str:
    """Return what near-identical titles have in common: letters and figures, whatever stands between them."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


def initial(name: str) -> str:
    """Return the letter that stands for a name, in a placeholder; a dot for a name without any."""
    composed = unicodedata.normalize("NFC", name)
    # The Lantern, The Outlet, The Shelfmark: all of them would be a T.
    composed = re.sub(r"^the\s+(?=\w)", "", composed, flags=re.IGNORECASE)
    return next((char.upper() for char in composed if char.isalnum()), "·")


def _thumbnail(story: Story) -> Thumbnail | None:
    if not story.thumbnail:
        return None
    width, height = story.thumbnail_width, story.thumbnail_height
    return Thumbnail(default_storage.url(story.thumbnail), *((width, height) if width and height else USUAL_SIZE))
