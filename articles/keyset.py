"""Long lists page by page, from a place in the list instead of a number: nothing is counted or skipped over."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db.models import Model, Q, QuerySet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WRITTEN = re.compile(r"(-?[0-9]{1,17})\.([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where a list was left: the moment and the pk of the last item seen."""

    moment: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // _MICROSECOND}.{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str(place)` wrote.

        Raises:
            ValueError: it is nothing of the kind.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError("not a place in a list")
        try:
            return cls(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]))
        except OverflowError as error:
            raise ValueError("not a place in a list") from error


@dataclass(frozen=True)
class KeysetPage[T: Model]:
    """One page of a list. `older` is the place after which the next page begins, if there is one."""

    items: list[T]
    before: Place | None
    older: Place | None

    @property
    def is_first(self) -> bool:
        return self.before is None


def page_of[T: Model](
    queryset: "QuerySet[T]", size: int, before: Place | None = None, *, moment: str = "published_at"
) -> KeysetPage[T]:
    """Return up to `size` items of `queryset`, newest first, from after the place `before`.

    Args:
        moment: the field that orders the list; the pk decides between equal moments.
    """
    if before is not None:
        queryset = queryset.filter(
            Q(**{f"{moment}__lt": before.moment}) | Q(**{moment: before.moment, "pk__lt": before.pk}),
            **{f"{moment}__lte": before.moment},  # the same again in a form that an index answers
        )
    items = list(queryset.order_by(f"-{moment}", "-pk")[: size + 1])
    last: Any = items[size - 1] if len(items) > size else None
    return KeysetPage(items[:size], before, Place(getattr(last, moment), last.pk) if last else None)
