"""What a body refers to, and what the caller found for it: plain values, no models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Form(Enum):
    """Where the rendered body is read."""

    PAGE = "page"
    LITE = "lite"  # no images, no scripts
    FEED = "feed"  # in somebody else's page: absolute addresses, plain markup
    PRINT = "print"


@dataclass(frozen=True)
class PictureSource:
    """A picture in the sizes it is offered in; `link_url` is the largest."""

    id: int
    alt: str
    caption: str
    credit: str
    width: int
    height: int
    srcset_avif: str
    fallback: str
    fallback_width: int
    fallback_height: int
    link_url: str
    size_label: str  # of the fallback: "38 KB"


@dataclass(frozen=True)
class ArticleSource:
    """An own article that readers may see."""

    id: int
    headline: str
    url: str
    picture: PictureSource | None = None
    kicker: str = ""


@dataclass(frozen=True)
class Sources:
    """What was found for a body's references. What is not here disappears from the page.

    `base_url` ("https://lantern.example") makes a feed's addresses absolute.
    """

    pictures: Mapping[int, PictureSource] = field(default_factory=dict)
    articles: Mapping[int, ArticleSource] = field(default_factory=dict)
    base_url: str = ""


@dataclass(frozen=True)
class References:
    """The numbers a body refers to: all there is to look up before rendering it.

    `read_also` are those of `articles` that have a card of their own.
    """

    pictures: frozenset[int]
    articles: frozenset[int]
    read_also: frozenset[int] = frozenset()
