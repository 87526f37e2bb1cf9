"""The words of patrons' names as they are looked for: found by any beginning, in any case and script, with an index.

A database folds capitals of ASCII alone, perhaps, and an index serves beginnings alone: so each word stands by
itself, without capitals and accents. `Patron.save` and `NamedRows` write it with its patron, who keeps the name.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.db import models

LONGEST, WORDS_AT_MOST = 40, 12
AT_ONCE = 500
# Part of a word, whichever of them a keyboard has: O’Brien, Мар’яна.
_APOSTROPHES = re.compile("['`´‘’‛′ʹʻʼʽˈꞌ＇]")


def words_of(name: str) -> list[str]:
    """Return the words of a name as they are kept and looked for, each once."""
    # Before they are taken apart: one of them would leave a blank behind.
    whole = _APOSTROPHES.sub("", name).casefold()
    plain = "".join(char for char in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(char))
    words = re.split(r"[\W_]+", plain.casefold())
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


class NamedRows(models.QuerySet[Any]):
    """Patrons, whose words follow their names also where many are written at once."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        made = super().bulk_create(objs, *args, **kwargs)
        # Where a row was there before, the database tells no number.
        for some in batched((patron.public_id for patron in made if patron.name), AT_ONCE, strict=False):
            note_words(self.model.objects.filter(public_id__in=some))
        return made

    def update(self, **columns: Any) -> int:
        if "name" not in columns:
            return super().update(**columns)
        numbers = list(self.order_by().values_list("pk", flat=True))
        changed = super().update(**columns)
        for some in batched(numbers, AT_ONCE, strict=False):
            note_words(self.model.objects.filter(pk__in=some))
        return changed

    update.alters_data = True  # type: ignore[attr-defined]


def note_words(patrons: Iterable[Any]) -> None:
    """Bring the words of patrons up to date with their names."""
    wanted = {(patron.pk, word) for patron in patrons for word in words_of(patron.name)}
    rows = NameWord.objects.filter(patron__in=patrons)
    kept = {(row.patron_id, row.word): row.pk for row in rows}
    if gone := [kept[pair] for pair in kept.keys() - wanted]:
        NameWord.objects.filter(pk__in=gone).delete()
    NameWord.objects.bulk_create(
        [NameWord(patron_id=number, word=word) for number, word in sorted(wanted - kept.keys())],
        ignore_conflicts=True, batch_size=1000,
    )  # fmt: skip


def named(term: str) -> models.QuerySet[Any]:
    """Return the numbers of patrons in whose names each word of `term` begins one; nobody for no word."""
    found: Any = None
    for word in words_of(term):
        of_word = NameWord.objects.order_by().filter(word__begins=word)
        found = (of_word if found is None else of_word.filter(patron__in=found)).values("patron")
    return NameWord.objects.none().values("patron") if found is None else found
