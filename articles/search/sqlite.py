"""The index inside SQLite: one FTS5 table, whose rowid is the edition's pk."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection

from .base import Cursor
from .database import DatabaseEngine, Rows
from .documents import Document, document
from .queries import Query, Term

if TYPE_CHECKING:
    from articles.models import PublishedArticle

# headline, deck, names, body, words. bm25 flattens large sums: more for the headline would only level the rest.
_WEIGHTS = "10.0, 2.0, 1.5, 0.4, 0.1"
_STEMS = "{headline deck names body}"


class SearchEngine(DatabaseEngine):
    """FTS5 with bm25. Writing happens in the publishing transaction, as any other table's."""

    row_pk = "articles_search.rowid"

    def index(self, edition: "PublishedArticle") -> None:
        self.index_many([(edition.pk, document(edition))])

    def index_many(self, documents: Iterable[tuple[int, Document]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO articles_search (rowid, headline, deck, names, body, words)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [
                    (pk, *(" ".join(field) for field in (one.headline, one.deck, one.names, one.body, one.words)))
                    for pk, one in documents
                ],
            )

    def remove(self, pks: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM articles_search WHERE rowid = %s", [(pk,) for pk in pks])

    def _clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_search")

    def _rows(self, query: Query, language: str, limit: int, after: Cursor | None) -> Rows:
        live, live_params = self._live(language)
        place = "WHERE score < %s OR (score = %s AND pk < %s)" if after else ""
        place_params = [after.score, after.score, after.pk] if after else []
        return self._fetch(
            f"SELECT pk, score FROM (SELECT rowid AS pk, -bm25(articles_search, {_WEIGHTS}) AS score"  # noqa: S608
            f" FROM articles_search WHERE articles_search MATCH %s AND EXISTS ({live})) {place}"
            " ORDER BY score DESC, pk DESC LIMIT %s",
            [match_expression(query), *live_params, *place_params, limit],
        )

    def _known_words(self, condition: str, params: list[Any]) -> list[tuple[str, int]]:
        return self._fetch(
            "SELECT word, doc FROM (SELECT term AS word, doc FROM articles_search_words WHERE col = 'words')"  # noqa: S608
            f" WHERE {condition}",
            params,
        )


def match_expression(query: Query) -> str:
    """Return `query` in FTS5's language. Folded words hold letters and digits only, so quoting is enough."""
    wanted = " AND ".join(_expression(term, exact=True) for term in query.wanted)
    if not query.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_expression(term, exact=False) for term in query.unwanted)})"


def _expression(term: Term, *, exact: bool) -> str:
    stems = f'{_STEMS} : "{" ".join(term.stems)}"'
    if len(term.words) > 1 or not exact:
        return stems
    return f'({stems} OR words : "{term.words[0]}"{" *" if term.is_prefix else ""})'
