"""Asking the index: which texts are most like this one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import batched

from django.db import connection

from articles.models import NearestDocument

from . import commonness
from .entries import Kind, found_by, key_of, kind_and_pk, ranges, sums
from .features import Fields, read, weigh
from .kinds import shown
from .tokens import pieces
from .vectors import Vector, likeness

ANY = frozenset(Kind)
# Of a term, so many texts are looked at, those it counts most in; of all, so many are compared whole.
_READ_OF_A_TERM = 250
_COMPARED = 120
# Many that were found may not be answered: not public, another language, too old. So often more are fetched.
_TRIES = 5
_WORDS_SHARED = 5
_LEAST_SCORE = 0.005


@dataclass(frozen=True)
class Near:
    """A text that is near. `shared` are words that both have.

    `score` puts texts in order and depends on what else there is; `alike` is of these two texts alone.
    Both are from 0 to 1, which is the same text. `terms` is by how many terms it is known.
    """

    kind: Kind
    pk: int
    score: float
    alike: float
    shared: list[str]
    terms: int


def nearest(
    kind: Kind,
    pk: int,
    *,
    among: Collection[Kind] = ANY,
    limit: int = 12,
    language: str | None = None,
    newer_than: datetime | None = None,
) -> list[Near]:
    """Return up to `limit` texts most like one of the index, the nearest first; never itself.

    Only what readers may see now is answered, and only what has something in common.

    Args:
        among: the kinds of texts to look at.
        language: only texts in this language; of any when none is given.
        newer_than: only texts that appeared after this moment.
    """
    known = NearestDocument.objects.filter(pk=key_of(kind, pk)).values_list("terms", flat=True).first()
    if known is None:
        return []
    own = Vector.unpack(bytes(known))
    return _nearest(own, among, limit, language, newer_than, leave_out=key_of(kind, pk))


def nearest_to(
    fields: Fields,
    *,
    among: Collection[Kind] = ANY,
    limit: int = 12,
    language: str | None = None,
    newer_than: datetime | None = None,
    besides: tuple[Kind, int] | None = None,
) -> list[Near]:
    """Return what is most like a text that need not be stored anywhere. As `nearest`.

    Args:
        besides: the kind and number of a text that must not be answered, as it is this very one.
    """
    own = Vector.of(weigh(read(fields)), commonness.current().telling)
    return _nearest(own, among, limit, language, newer_than, leave_out=key_of(*besides) if besides else None)


def _nearest(
    own: Vector,
    among: Collection[Kind],
    limit: int,
    language: str | None,
    newer_than: datetime | None,
    leave_out: int | None,
) -> list[Near]:
    if limit < 1 or not among or not own.terms:
        return []
    telling = commonness.current().telling
    terms = found_by(own, telling)
    found = sums(_entries(ranges(terms, among)), terms)
    found.pop(leave_out, None)  # type: ignore[arg-type]
    compared = max(_COMPARED, 2 * limit)
    best = nlargest(_TRIES * compared, found, key=found.__getitem__)
    documents: dict[int, Vector] = {}
    for some in batched(best, compared, strict=False):
        documents |= _documents(some, language, newer_than)
        if len(documents) >= compared // 2:
            break
    keys = list(documents)
    found_like = zip(keys, likeness(own.told(telling), list(documents.values()), telling, limit), strict=True)
    first = sorted(
        ((key, like) for key, like in found_like if like.score >= _LEAST_SCORE),
        key=lambda each: (-each[1].score, -each[0]),
    )[:limit]
    words = _words([key for key, _like in first])
    terms_of_own = set(own.terms)
    return [
        Near(
            *kind_and_pk(key),
            score=like.score,
            alike=like.alike,
            shared=_shared(words.get(key, ()), terms_of_own),
            terms=len(documents[key].terms),
        )
        for key, like in first
    ]


def _entries(wanted: list[tuple[int, int]]) -> Iterable[int]:
    """Return the first entries of each range. Whole numbers made here stand in the SQL as they are."""
    if not wanted:
        return ()
    table = connection.ops.quote_name("articles_nearestentry")
    parts = [
        f"SELECT * FROM (SELECT number FROM {table} WHERE number >= {start:d} AND number < {end:d}"  # noqa: S608
        f" ORDER BY number LIMIT {_READ_OF_A_TERM:d}) AS found{place:d}"
        for place, (start, end) in enumerate(wanted)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return [number for (number,) in cursor.fetchall()]


def _documents(keys: Collection[int], language: str | None, newer_than: datetime | None) -> dict[int, Vector]:
    """Return those documents of `keys` that may be answered."""
    wanted = NearestDocument.objects.filter(pk__in=keys)
    if language is not None:
        wanted = wanted.filter(language=language)
    if newer_than is not None:
        wanted = wanted.filter(at__gt=newer_than)
    rows = dict(wanted.values_list("pk", "terms"))
    visible: set[int] = set()
    for kind in Kind:
        if pks := [pk for of, pk in map(kind_and_pk, rows) if of == kind]:
            visible.update(key_of(kind, pk) for pk in shown(kind, pks))
    return {key: Vector.unpack(bytes(terms)) for key, terms in rows.items() if key in visible}


def _words(keys: list[int]) -> dict[int, list[str]]:
    kept = NearestDocument.objects.filter(pk__in=keys).values_list("pk", "words")
    return {key: words.split("\n") for key, words in kept}


def _shared(words: Iterable[str], terms: set[int]) -> list[str]:
    both = [word for word in words if word and not terms.isdisjoint(pieces(word).whole)]
    return both[:_WORDS_SHARED]
