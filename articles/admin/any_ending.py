"""Headlines found by words in any ending: потягом finds потяг, and порому does not find порт."""

from collections.abc import Iterable
from os.path import commonprefix
from typing import Any

from django.db.models import QuerySet

from articles.search.stemming import stem
from articles.search.words import fold, folded_words

from .choosers import named

# What all forms of a word begin with is no shorter; a database looks for that.
SHORTEST = 3
# Of what has the beginnings, the first so many are looked at whether they have the words.
LOOKED_AT_MOST = 300


def first_named(
    found: QuerySet[Any], words: Iterable[str], *fields: str, number: str = "pk", at_most: int
) -> list[Any]:
    """Return the first `at_most` of `found` that have every word in one of `fields`, whatever its ending.

    One query. As with `choosers.named`, a part of a word is enough, and a number may be the record's.
    """
    words = list(words)
    beginnings = [_beginning(word) for word in words]
    rows = found.filter(named(beginnings, *fields, number=number))
    if beginnings == words:
        return list(rows[:at_most])
    have = (record for record in rows[:LOOKED_AT_MOST] if _has_all(record, words, fields, number))
    return [record for record, _place in zip(have, range(at_most), strict=False)]


def _beginning(word: str) -> str:
    common = commonprefix([word.lower(), stem(fold(word) or word)])
    return word[: len(common)] if SHORTEST <= len(common) < len(word) else word


def _has_all(record: Any, words: Iterable[str], fields: Iterable[str], number: str) -> bool:
    texts = [str(getattr(record, field)) for field in fields]
    plain = " \n".join(texts).casefold()
    stems = {stem(word) for text in texts for word in folded_words(text)}
    own = str(getattr(record, "article_id" if number == "article" else number))
    return all(word.casefold() in plain or word == own or stem(fold(word) or word) in stems for word in words)
