"""What is gathered while one body is put in order."""

from dataclasses import dataclass, field
from html import escape

from articles.body.values import without_controls

from ...records import Image, Note
from ..addresses import Addresses
from ..library import Library


@dataclass(frozen=True)
class Surroundings:
    """What a body needs to know of the rest of the export.

    Args:
        library: the site's pictures.
        addresses: which addresses are the site's own.
        reused: blocks that stand in several articles, by number.
        beside: keys of the pictures uploaded to this article: what a gallery without numbers shows.
        footnotes: the article's footnotes as WordPress keeps them, JSON.
    """

    library: Library
    addresses: Addresses
    reused: dict[str, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)
    footnotes: str = ""


class Working:
    """One body in work: its pictures, its notes, and what stands for a picture until the words are in order.

    The sanitiser knows pictures of the desk's own library only, by number. So every picture, gallery and list of
    related articles is a numbered stand-in while the words are tidied, and is put back afterwards.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self.around = surroundings
        self.images: dict[str, Image] = {}
        self.notes: list[Note] = []
        self._stood_for: list[str] = []
        self.depth = 0

    def note(self, about: str, what: str, words: str) -> None:
        """Write down what could not come along."""
        self.notes.append(Note(about, " ".join(without_controls(what).split())[:300], words))

    def keep(self, html: str) -> int:
        """Keep finished HTML and return the number of its stand-in, from 1."""
        self._stood_for.append(html)
        return len(self._stood_for)

    def stand_in(self, number: int) -> str:
        """Return what was kept under `number`, or nothing."""
        return self._stood_for[number - 1] if 0 < number <= len(self._stood_for) else ""

    def figure(self, image: Image, caption: str) -> str:
        """Return the figure of a picture, and count it among those shown."""
        self.images.setdefault(image.key, image)
        words = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
        return f'<figure data-import-image="{escape(image.key)}">{words}</figure>'
