"""The index inside PostgreSQL: a tsvector and a list of words, in tables of their own."""

import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection

from .base import Cursor
from .database import DatabaseEngine, Rows
from .documents import Document, document
from .queries import Query, Term

if TYPE_CHECKING:
    from articles.models import PublishedArticle

# D: words as spelt, C: body, B: deck and names, A: headline
_WEIGHTS = "{0.02, 0.1, 0.4, 1.0}"
_LAST_POSITION = 16_383
# As many as anybody leafs through, and a bound to what one reader's two common words may cost.
RANKED_AT_MOST = 500
_GAP = 50  # between fields, so that no phrase reaches across
_PLACES = 201  # 256 places a word is what PostgreSQL keeps
# A place and its weight are a number of sixteen bits.
_A, _B, _C, _D = (
    [(weight << 14 | place).to_bytes(2) for place in range(_LAST_POSITION + 1)] for weight in (3, 2, 1, 0)
)
_COUNTS = [count.to_bytes(2) for count in range(_PLACES + 1)]
_COPY_BEGINS, _COPY_ENDS = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


class SearchEngine(DatabaseEngine):
    """A GIN index over stems made here, so that both databases find the same; no extension is needed."""

    row_pk = "found.edition_id"

    def index(self, edition: "PublishedArticle") -> None:
        known = document(edition)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO articles_search (edition_id, terms) VALUES (%s, %s::tsvector)"
                " ON CONFLICT (edition_id) DO UPDATE SET terms = excluded.terms",
                [edition.pk, vector(known)],
            )
        self._learn(known.words)

    def index_many(self, documents: Iterable[tuple[int, Document]]) -> None:
        words: set[str] = set()
        with connection.cursor() as cursor:
            # A fourth of what reading the notation would take the server.
            sql = "COPY articles_search (edition_id, terms) FROM STDIN (FORMAT BINARY)"
            with cursor.copy(sql) as copy:  # type: ignore[attr-defined]
                copy.write(_COPY_BEGINS)
                for pk, known in documents:
                    terms = binary_vector(known)
                    copy.write(struct.pack(">hiqi", 2, 8, pk, len(terms)) + terms)
                    words.update(known.words)
                copy.write(_COPY_ENDS)
        self._learn(list(words))

    def _learn(self, words: list[str]) -> None:
        with connection.cursor() as cursor:
            # In order, so that two publishing transactions never wait for each other in a circle.
            cursor.execute(
                "INSERT INTO articles_search_words (word) SELECT word FROM unnest(%s::text[]) AS word"
                ' ORDER BY word COLLATE "C" ON CONFLICT DO NOTHING',
                [words],
            )

    def remove(self, pks: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_search WHERE edition_id = ANY(%s)", [list(pks)])

    def _clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_search")
            cursor.execute("DELETE FROM articles_search_words")

    def _rows(self, query: Query, language: str, limit: int, after: Cursor | None) -> Rows:
        live, live_params = self._live(language)
        # Without weights the index alone knows who has the words. To rank a text is to read all of its vector,
        # fifty microseconds each: of many that match, the newest are ranked.
        place = "WHERE score < %s OR (score = %s AND pk < %s)" if after else ""
        place_params = [after.score, after.score, after.pk] if after else []
        return self._fetch(
            # 1: divided by the logarithm of the length, so that a long text does not win by being long
            "SELECT pk, score FROM ("  # noqa: S608
            f"SELECT edition_id AS pk, ts_rank('{_WEIGHTS}', terms, looked_for, 1)::float8 AS score"
            " FROM articles_search_newest(CAST(%s AS tsquery), %s) AS found, CAST(%s AS tsquery) AS looked_for"
            f" WHERE terms @@ looked_for AND EXISTS ({live})) AS ranked {place}"
            " ORDER BY score DESC, pk DESC LIMIT %s",
            [
                match_expression(query, weighed=False),
                RANKED_AT_MOST,
                match_expression(query),
                *live_params,
                *place_params,
                limit,
            ],  # fmt: skip
        )

    def _known_words(self, condition: str, params: list[Any]) -> list[tuple[str, int]]:
        # How often a word occurs is not kept here: every publishing transaction would wait for the count of “the”.
        return self._fetch(f"SELECT word, 1 FROM articles_search_words WHERE {condition}", params)  # noqa: S608


def vector(known: Document) -> str:
    """Return the tsvector of a document in PostgreSQL's notation. Folded words need no escaping."""
    return " ".join(
        f"'{word}':{','.join(f'{at & _LAST_POSITION}{"DCBA"[at >> 14]}' for (at,) in struct.iter_unpack('>H', places))}"
        for word, places in _places(known).items()
    )


def binary_vector(known: Document) -> bytes:
    """Return the same as PostgreSQL's binary protocol has it."""
    found = _places(known)
    terms = [f"{word}\0".encode() + _COUNTS[len(places) // 2] + places for word, places in found.items()]
    return len(terms).to_bytes(4) + b"".join(terms)


def _places(known: Document) -> dict[str, bytes]:
    """Return where each stem and each word stands, in order."""
    found: dict[str, bytes] = {}
    begin = 1
    for field, weighed in ((known.headline, _A), (known.deck, _B), (known.names, _B), (known.body, _C)):
        for word, place in zip(field[: _LAST_POSITION - begin], weighed[begin:], strict=False):
            found[word] = found.get(word, b"") + place
        begin = min(begin + len(field) + _GAP, _LAST_POSITION)
    last = _D[_LAST_POSITION]
    for word in known.words:
        found[word] = found.get(word, b"") + last
    for word, places in found.items():
        if len(places) > 2 * _PLACES:
            found[word] = places[: 2 * _PLACES - 2] + places[-2:]
    return found


def match_expression(query: Query, *, weighed: bool = True) -> str:
    """Return `query` in PostgreSQL's language.

    Args:
        weighed: False finds a little more: stems are not told from words that are spelt like them. What is
            unwanted is weighed all the same, or a little less would be found.
    """
    wanted = [_expression(term, exact=True, weighed=weighed) for term in query.wanted]
    unwanted = [f"!{_expression(term, exact=False)}" for term in query.unwanted]
    return " & ".join(wanted + unwanted)


def _expression(term: Term, *, exact: bool, weighed: bool = True) -> str:
    stems = " <-> ".join(f"'{stem}'{':ABC' if weighed else ''}" for stem in term.stems)
    if len(term.words) > 1 or not exact:
        return f"({stems})"
    marks = ("*" if term.is_prefix else "") + ("D" if weighed else "")
    return f"({stems} | '{term.words[0]}'{marks and f':{marks}'})"
