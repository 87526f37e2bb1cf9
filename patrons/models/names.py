"""The words of patrons' names as they are looked for: found by any beginning, in any case and script, with an index.

A database folds capitals of ASCII alone, perhaps, and an index serves beginnings alone: so each word stands by
itself, without capitals and accents. Written with its patron, who is the one that keeps the name.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models

LONGEST, WORDS_AT_MOST = 40, 12
# Part of a word: O’Brien, Мар’яна.
_APOSTROPHES = re.compile("['’ʼ`]")


def words_of(name: str) -> list[str]:
    """Return the words of a name as they are kept and looked for, each once."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    words = re.split(r"[\W_]+", _APOSTROPHES.sub("", plain.casefold()))
    return list(dict.fromkeys(word[:LONGEST] for word in words if word))[:WORDS_AT_MOST]


class NameWord(models.Model):
    """One word of a patron's name."""

    patron = models.ForeignKey("patrons.Patron", models.CASCADE, related_name="words")
    word = models.CharField(max_length=LONGEST, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["patron", "word"], name="name_word_once")]

    def __str__(self) -> str:
        return self.word


def note_words(patron: Any) -> None:
    """Bring the words of a patron up to date with the name."""
    wanted = set(words_of(patron.name))
    kept = set(NameWord.objects.filter(patron=patron).values_list("word", flat=True))
    if kept - wanted:
        NameWord.objects.filter(patron=patron, word__in=kept - wanted).delete()
    note_all_words([patron], wanted - kept)


def note_all_words(patrons: Iterable[Any], only: set[str] | None = None) -> None:
    """Write the words of patrons who have none yet."""
    NameWord.objects.bulk_create(
        [
            NameWord(patron_id=patron.pk, word=word)
            for patron in patrons
            for word in words_of(patron.name)
            if only is None or word in only
        ],
        ignore_conflicts=True, batch_size=1000,
    )  # fmt: skip


def named(term: str) -> models.QuerySet[Any]:
    """Return the numbers of patrons in whose names each word of `term` begins one; nobody for no word."""
    found: Any = None
    for word in words_of(term):
        of_word = NameWord.objects.order_by().filter(word__begins=word)
        found = (of_word if found is None else of_word.filter(patron__in=found)).values("patron")
    return NameWord.objects.none().values("patron") if found is None else found
