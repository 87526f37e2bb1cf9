"""How much a term tells: the more texts of the newspaper have it, the less.

Counting every text's every word would let each transaction that publishes wait for the one that counts
“the”. So a sample is kept, at most some two thousand texts, and counted now and then; a term that the
sample does not know is rare. Old texts leave the sample as new ones come.
"""

import math
import random
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import batched

from django.db import transaction
from django.utils import timezone

from articles.models import NearestCommonness, NearestSample

from .everyday import everyday_terms
from .vectors import Telling

SAMPLE = 2_000
# When the sample is full, every so many-th text takes the place of the oldest.
_RENEWAL = 20
# Until texts say otherwise: as if there had been so many, and everyday words in half of them.
_ASSUMED = 16
# Rare terms tell more, but broad topics show in common ones: a power below one, found on texts in many languages.
POWER = 0.7
# In a language of fewer sampled texts than these, everything would look common.
_ENOUGH_OF_LANGUAGE = 30
# Counting more than these at once is left to the clock, which nobody waits for.
_COUNTED_IN_PASSING = 500
_GROWTH = 1.5
_STALE = timedelta(days=1)


@dataclass(frozen=True)
class Commonness:
    """How much each term tells; `texts` were counted."""

    telling: Telling
    texts: int


def current() -> Commonness:
    """Return what was counted last. One small query; the counts themselves are read once in a process."""
    return _read(NearestCommonness.objects.values_list("counted_at", flat=True).first())


def remember(key: int, language: str, terms: Iterable[int], known: int) -> None:
    """Keep a text's terms in the sample, if its turn has come, and count again when the sample has grown much.

    Args:
        known: how many texts were counted last.
    """
    if known >= SAMPLE and random.randrange(_RENEWAL):  # noqa: S311
        return
    NearestSample.objects.update_or_create(
        pk=key, defaults={"language": language, "taken_at": timezone.now(), "terms": _packed(terms)}
    )
    texts = NearestSample.objects.count()
    if texts > SAMPLE:
        oldest = NearestSample.objects.order_by("taken_at", "pk").values_list("pk", flat=True)[: texts - SAMPLE]
        NearestSample.objects.filter(pk__in=list(oldest)).delete()
    elif _GROWTH * known + 8 <= texts <= _COUNTED_IN_PASSING:
        count()


def keep_up() -> None:
    """Count again when the last counting is a day old or the sample has grown much. The clock calls this."""
    last = NearestCommonness.objects.only("counted_at", "texts").first()
    texts = NearestSample.objects.count()
    if last is None or last.counted_at < timezone.now() - _STALE or texts >= _GROWTH * last.texts + 8:
        count()


def count() -> None:
    """Count in how many texts of the sample each term stands: as a share of all, or of its language if that is more."""
    languages: dict[str, Counter[int]] = {}
    texts: Counter[str] = Counter()
    for language, terms in NearestSample.objects.values_list("language", "terms").iterator(200):
        languages.setdefault(language, Counter()).update(_unpacked(terms))
        texts[language] += 1
    total, number = Counter(dict.fromkeys(everyday_terms(), _ASSUMED / 2)), texts.total() + _ASSUMED
    for counted in languages.values():
        total.update(counted)
    most = {term: times / number for term, times in total.items() if times > 1}
    for language, counted in languages.items():
        if texts[language] >= _ENOUGH_OF_LANGUAGE:
            for term, times in counted.items():
                if times > 1 and most[term] < times / texts[language]:
                    most[term] = times / texts[language]
    tellings = [math.log((number + 1) / (share * number)) ** POWER for share in most.values()]
    NearestCommonness.objects.update_or_create(
        pk=1,
        defaults={
            "counted_at": timezone.now(),
            "texts": texts.total(),
            "terms": _packed(most),
            "tellings": struct.pack(f"<{len(tellings)}f", *tellings),
        },
    )


@transaction.atomic
def replace(texts: Iterable[tuple[int, str, Iterable[int]]]) -> None:
    """Take these as the whole sample, each a key, a language and its terms, and count it."""
    NearestSample.objects.all().delete()
    now = timezone.now()
    for some in batched(texts, 100, strict=False):
        NearestSample.objects.bulk_create(
            NearestSample(key=key, language=language[:10], taken_at=now, terms=_packed(terms))
            for key, language, terms in some
        )
    count()


def forget(keys: Iterable[int]) -> None:
    """Take texts out of the sample."""
    NearestSample.objects.filter(pk__in=keys).delete()


@lru_cache(maxsize=2)
def _read(counted_at: datetime | None) -> Commonness:
    last = NearestCommonness.objects.first() if counted_at else None
    if last is None:
        everyday = math.log((_ASSUMED + 1) / (_ASSUMED / 2)) ** POWER
        return Commonness(Telling(dict.fromkeys(everyday_terms(), everyday), math.log(_ASSUMED + 1) ** POWER), texts=0)
    terms = _unpacked(last.terms)
    tellings = dict(zip(terms, struct.unpack(f"<{len(terms)}f", last.tellings), strict=True))
    return Commonness(Telling(tellings, math.log(last.texts + _ASSUMED + 1) ** POWER), last.texts)


def _packed(terms: Iterable[int]) -> bytes:
    numbers = list(terms)
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _unpacked(data: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)
