"""How a format is described to the one door, so that a format is one module."""

from collections.abc import Callable
from dataclasses import dataclass

from .documents import Document
from .values import Feed


@dataclass(frozen=True)
class Format:
    """A family of feeds.

    `recognises` says, cheaply and without raising, whether a document is of this family. `read`
    is then given the document and how many items to take at most, and returns the feed or raises
    NotAFeed; any other exception counts as a damaged feed.
    """

    name: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document, int], Feed]
