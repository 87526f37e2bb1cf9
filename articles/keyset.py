"""Long lists page by page, from a place in the list instead of a number: nothing is counted or skipped over."""

import re
from dataclasses import dataclass, field
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
class Along:
    """What puts a list in order, the latest first. Where rows of another table list the records, the list is read
    from the index of those rows, from any place in it.

    Attributes:
        moment: the path of a moment that the records themselves have under the last name of it.
        pk: the path of their number, which decides between equal moments.
        listed: which of the other table's rows list them.
    """

    moment: str = "published_at"
    pk: str = "pk"
    listed: Q = field(default_factory=Q)

    def place_of(self, item: Any) -> Place:
        """Return where in the list a record stands."""
        return Place(getattr(item, self.moment.rpartition("__")[2]), item.pk)


NEWEST = Along()


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
    queryset: "QuerySet[T]", size: int, before: Place | None = None, *, along: Along = NEWEST
) -> KeysetPage[T]:
    """Return up to `size` items of `queryset`, newest first, from after the place `before`.

    Args:
        along: what orders the list.
    """
    return page_from(list(in_order(queryset, before, along)[: size + 1]), size, before, along=along)


def page_from[T: Model](items: list[T], size: int, before: Place | None, *, along: Along = NEWEST) -> KeysetPage[T]:
    """Return the page of these items, of which there is one more than its size where the list goes on."""
    return KeysetPage(items[:size], before, along.place_of(items[size - 1]) if len(items) > size else None)


def in_order[T: Model](queryset: "QuerySet[T]", before: Place | None, along: Along = NEWEST) -> "QuerySet[T]":
    """Return `queryset` in the order of its list, from after the place `before`."""
    moment, pk, wanted = along.moment, along.pk, along.listed
    if before is not None:
        # The second says the same again in a form that an index answers.
        wanted &= Q(**{f"{moment}__lt": before.moment}) | Q(**{moment: before.moment, f"{pk}__lt": before.pk})
        wanted &= Q(**{f"{moment}__lte": before.moment})
    # All in one `filter`: in a second one the same names would mean other rows.
    return queryset.filter(wanted).order_by(f"-{moment}", f"-{pk}")
