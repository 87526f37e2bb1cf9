"""What every search engine does, in values that no engine's library leaks into."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from articles.models import PublishedArticle

    from .documents import Document


@dataclass(frozen=True)
class Cursor:
    """A place in a list of results: the score and the edition's pk of the last one seen."""

    score: float
    pk: int

    def __str__(self) -> str:
        return f"{self.score!r}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str(cursor)` wrote.

        Raises:
            ValueError: it is nothing of the kind.
        """
        score, _separator, pk = text.partition("~")
        if not (pk.isascii() and pk.isdigit() and len(pk) <= 18 and len(score) <= 32):
            raise ValueError("not a place in a list of results")
        cursor = cls(float(score), int(pk))
        if not math.isfinite(cursor.score):
            raise ValueError("not a place in a list of results")
        return cursor


@dataclass(frozen=True)
class Hit:
    """One edition found. Both texts are safe HTML; the words that matched stand in <mark>."""

    pk: int
    headline_html: SafeString
    snippet_html: SafeString


@dataclass(frozen=True)
class Results:
    """One page of hits, best first. `after` is the place to go on from, when there is more."""

    hits: list[Hit] = field(default_factory=list)
    after: Cursor | None = None
    did_you_mean: str | None = None
    understood: bool = True  # False: the query holds no word to look for

    @property
    def more(self) -> bool:
        return self.after is not None


class Engine(Protocol):
    """The interface. Writing happens inside the caller's transaction where the engine can take part in it."""

    def index(self, edition: "PublishedArticle") -> None:
        """Let `edition` be found by its present words, in place of what was known of it."""

    def index_many(self, documents: Iterable[tuple[int, "Document"]]) -> None:
        """Let editions that were never indexed be found: their primary keys, and what is known of each."""

    def remove(self, pks: Iterable[int]) -> None:
        """Forget the editions with these primary keys; unknown ones are no error."""

    def search(self, query: str, *, language: str, limit: int, after: Cursor | None = None) -> Results:
        """Return up to `limit` live editions in `language` that match, best first.

        Any string is a query: what cannot be understood finds nothing.
        """

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Index everything public or scheduled from nothing; return how many.

        Args:
            progress: called with the number of editions done so far.
        """
