"""Writing into the index. All of it happens in the caller's transaction."""

import math
import random
from collections.abc import Callable, Iterable
from itertools import batched

from django.db import transaction

from articles.models import NearestDocument, NearestEntry

from . import commonness
from .entries import LARGEST_PK, Kind, entries, found_by, key_of, kind_and_pk, packed, unpacked
from .features import read, telling_words, weigh
from .kinds import Text, all_texts
from .vectors import Vector

_BATCH = 100
_NUMBERS_AT_ONCE = 900  # in one question: not every SQLite takes more
_FIELDS = ("language", "at", "terms", "entries", "words")
# A word that so large a share of all texts have tells people nothing.
_TELLS_NOTHING = 0.2


@transaction.atomic
def put(kind: Kind, texts: Iterable[Text]) -> None:
    """Let texts be found by what they say now, in place of what was known of them. One without words is forgotten."""
    for some in batched(texts, _BATCH, strict=False):
        _put(kind, some, sampled=True)


@transaction.atomic
def remove(kind: Kind, pks: Iterable[int]) -> None:
    """Forget texts; unknown ones are no error."""
    for some in batched(pks, _BATCH, strict=False):
        keys = [key_of(kind, pk) for pk in some]
        _drop(_entries_of(keys))
        NearestDocument.objects.filter(pk__in=keys).delete()
        commonness.forget(keys)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from everything public or scheduled, and return how many texts there are.

    Meanwhile it goes on to answer: each batch is a transaction, and what nobody has any more goes last.

    Args:
        progress: called with the number of texts done so far.
    """
    return rebuild_from(all_texts, progress)


def rebuild_from(
    every: Callable[[], Iterable[tuple[Kind, Text]]], progress: Callable[[int], None] | None = None
) -> int:
    """Build the index anew from what `every` yields. It is called twice: how common words are is counted first."""
    _sample(every())
    seen: set[int] = set()
    for some in batched(every(), _BATCH, strict=False):
        with transaction.atomic():
            for kind in Kind:
                _put(kind, [text for of, text in some if of == kind], sampled=False)
        seen.update(key_of(kind, text.pk) for kind, text in some)
        if progress:
            progress(len(seen))
    gone = [key for key in NearestDocument.objects.values_list("pk", flat=True).iterator() if key not in seen]
    for kind in Kind:
        remove(kind, [pk for of, pk in map(kind_and_pk, gone) if of == kind])
    return len(seen)


def _sample(every: Iterable[tuple[Kind, Text]]) -> None:
    """Take a fresh sample, each text as likely as another, and count it."""
    taken: list[tuple[Kind, Text]] = []
    for number, one in enumerate(every):
        if number < commonness.SAMPLE:
            taken.append(one)
        elif (place := random.randrange(number + 1)) < commonness.SAMPLE:  # noqa: S311
            taken[place] = one
    commonness.replace((key_of(kind, text.pk), text.language, weigh(read(text.fields))) for kind, text in taken)


def _put(kind: Kind, texts: Iterable[Text], *, sampled: bool) -> None:
    """Write texts down; the last of those with the same number counts."""
    known = commonness.current()
    everyday = math.log(1 / _TELLS_NOTHING) ** commonness.POWER

    def telling_to_people(term: int) -> float:
        return max(known.telling(term) - everyday, 0)

    documents: dict[int, NearestDocument] = {}
    numbers: dict[int, list[int]] = {}
    for text in texts:
        if text.pk > LARGEST_PK:
            raise ValueError(f"{text.pk} is more than the index can number.")
        key, words = key_of(kind, text.pk), read(text.fields)
        weighed = weigh(words)
        documents.pop(key, None)
        vector = Vector.of(weighed, known.telling)
        if not vector.terms:
            numbers[key] = []
            continue
        numbers[key] = entries(kind, text.pk, found_by(vector, known.telling))
        documents[key] = NearestDocument(
            key=key,
            language=text.language[:10],
            at=text.at,
            terms=vector.pack(),
            entries=packed(numbers[key]),
            words="\n".join(telling_words(words, telling_to_people)),
        )
        if sampled:
            commonness.remember(key, text.language[:10], weighed, known.texts)
    before = _entries_of(numbers)
    after = {number for each in numbers.values() for number in each}
    _drop(before - after)
    # In order, so that two transactions never wait for each other in a circle.
    NearestEntry.objects.bulk_create([NearestEntry(number) for number in sorted(after - before)], ignore_conflicts=True)
    wordless = [key for key in numbers if key not in documents]
    NearestDocument.objects.filter(pk__in=wordless).delete()
    commonness.forget(wordless)
    NearestDocument.objects.bulk_create(
        [documents[key] for key in sorted(documents)],
        update_conflicts=True, unique_fields=["key"], update_fields=_FIELDS,
    )  # fmt: skip


def _entries_of(keys: Iterable[int]) -> set[int]:
    kept = NearestDocument.objects.filter(pk__in=list(keys)).values_list("entries", flat=True)
    return {number for data in kept for number in unpacked(bytes(data))}


def _drop(numbers: Iterable[int]) -> None:
    for some in batched(sorted(numbers), _NUMBERS_AT_ONCE, strict=False):
        NearestEntry.objects.filter(pk__in=some).delete()
