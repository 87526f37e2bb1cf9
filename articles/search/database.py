"""What the engines inside a database share: the flow of a search, and what its SQL must know of live editions."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from .base import Cursor, Hit, Results
from .documents import Document
from .highlighting import highlight, snippet
from .queries import Query, Term, parse
from .spelling import allowed_edits, first_letter_repairs, nearest

if TYPE_CHECKING:
    from articles.models import PublishedArticle

type Rows = list[tuple[int, float]]
_BATCH = 200
# Each wrong word costs a look through the vocabulary; a query of nothing else is no typing mistake.
_MAX_CORRECTED = 3


class DatabaseEngine(ABC):
    """A search engine whose index is a table beside the articles. Subclasses write the SQL."""

    # The SQL name of the edition's pk in the engine's index.
    row_pk: str

    @abstractmethod
    def index(self, edition: "PublishedArticle") -> None:
        """Put an edition into the index, or replace it there."""

    @abstractmethod
    def index_many(self, documents: Iterable[tuple[int, Document]]) -> None:
        """Put editions that are not there into the index."""

    @abstractmethod
    def remove(self, pks: Iterable[int]) -> None:
        """Take editions out of the index."""

    @abstractmethod
    def _clear(self) -> None:
        """Empty the index."""

    @abstractmethod
    def _rows(self, query: Query, language: str, limit: int, after: Cursor | None) -> Rows:
        """Return pk and score of live editions, by score downwards, then pk downwards."""

    @abstractmethod
    def _known_words(self, condition: str, params: list[Any]) -> list[tuple[str, int]]:
        """Return words of the index with their frequency, where `condition` holds of the column `word`."""

    def search(self, query: str, *, language: str, limit: int, after: Cursor | None = None) -> Results:
        parsed = parse(query)
        if not parsed:
            return Results(understood=False)
        rows = self._rows(parsed, language, limit + 1, after)
        shown = rows[:limit]
        if not shown and after is None:
            return Results(did_you_mean=self._meant(parsed, language))
        last = Cursor(shown[-1][1], shown[-1][0]) if len(rows) > limit else None
        return Results(self._hits([pk for pk, _score in shown], parsed), after=last)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        from articles.models import PublishedArticle

        current = PublishedArticle.objects.filter(Q(live_until=None) | Q(live_until__gt=timezone.now()))
        done = 0
        with transaction.atomic():
            self._clear()
            for edition in current.order_by("pk").iterator(_BATCH):
                self.index(edition)
                done += 1
                if progress and done % _BATCH == 0:
                    progress(done)
        return done

    def _live(self, language: str) -> tuple[str, tuple[Any, ...]]:
        """Return SQL and parameters of: the index row at hand belongs to a live edition in `language`."""
        from articles.models import PublishedArticle

        same_row = PublishedArticle.objects.live().in_language(language).filter(pk=RawSQL(self.row_pk, []))  # noqa: S611
        return same_row.values("pk").query.sql_with_params()

    def _hits(self, pks: list[int], query: Query) -> list[Hit]:
        from articles.models import PublishedArticle

        texts = PublishedArticle.objects.live().only("article", "headline", "deck", "plain_text").in_bulk(pks)
        return [
            Hit(pk, highlight(text.headline, query), snippet(text.plain_text or text.deck, query))
            for pk in pks
            if (text := texts.get(pk))
        ]

    def _meant(self, query: Query, language: str) -> str | None:
        """Return the query with its unknown words replaced by known ones, when that finds something.

        The index holds scheduled editions too: a word is suggested only when a live one has it.
        """
        typed = {word for term in query.wanted for word in term.words}
        known = self._known_words(f"word IN ({_marks(typed)})", sorted(typed))
        unknown = typed - {word for word, _count in known}
        if len(unknown) > _MAX_CORRECTED:
            return None
        replaced = {word: found for word in unknown if (found := self._nearest(word))}
        if not replaced:
            return None
        wanted = tuple(Term(tuple(replaced.get(word, word) for word in term.words)) for term in query.wanted)
        if not self._rows(Query(wanted, query.unwanted), language, 1, None):
            return None
        return " ".join([_typed(term) for term in wanted] + [f"-{_typed(term)}" for term in query.unwanted])

    def _nearest(self, word: str) -> str | None:
        """Return the known word nearest to an unknown one, if any is near."""
        if not allowed_edits(word):
            return None
        same_beginning = self._known_words("word >= %s AND word < %s", [word[0], chr(ord(word[0]) + 1)])
        found = nearest(word, same_beginning)
        if found is None:
            others = first_letter_repairs(word)
            found = nearest(word, self._known_words(f"word IN ({_marks(others)})", others))
        return found

    def _fetch(self, sql: str, params: Iterable[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            return cursor.fetchall()


def _typed(term: Term) -> str:
    return term.words[0] if len(term.words) == 1 else f'"{" ".join(term.words)}"'


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))
