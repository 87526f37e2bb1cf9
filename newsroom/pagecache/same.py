"""What is the same wherever its records say the same, made once by each process: a card, an entry of a feed.

Nothing has to be dropped when a record changes: it says something else then. See docs/decisions/036.
"""

from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from typing import Any, cast

from django.db.models import JSONField, Model

# About a kilobyte each.
MOST = 2_000

_same: dict[Hashable, object] = {}


def same[T](of: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` made of something, once for all that equals it.

    Args:
        of: all that the answer depends on, and never what readers type.
        make: its answer is not to be changed.
    """
    known = _same.get(of)
    if known is None:
        if len(_same) >= MOST:
            _same.clear()
        known = _same[of] = make()
    return cast(T, known)


def says(value: Any, besides: Any = None) -> Hashable:
    """Return what a value says: equal for two records only if whatever shows them looks the same.

    A record says its loaded fields and what the records say that were loaded with it; a data class what its
    fields say, a list what stands in it; other things say themselves.

    Args:
        besides: a record that has been listened to: those in its lists lead back to it.
    """
    if isinstance(value, Model):
        known, (plain, odd) = value.__dict__, _columns(type(value))
        others = value._state.fields_cache.items()
        beside = [(name, says(other)) for name, other in others if other is not None and other is not besides]
        lists = known.get("_prefetched_objects_cache", {})
        named = [(name, *[says(each, value) for each in lists[name]]) for name in lists]
        # The first two are one call each for all fields: this is done for each card of each page.
        return type(value), tuple(map(known.get, plain)), repr([*map(known.get, odd)]), *beside, *named
    kind: Any = type(value)
    if names := _names(kind):
        return kind, *[says(getattr(value, each)) for each in names]
    if kind is list:
        return kind, *[says(each) for each in value]
    return repr(value) if isinstance(value, dict | set) else value


def in_short(value: Hashable) -> bytes:
    """Return a digest to keep in place of what `says` says, where that is long: a whole article."""
    return blake2b(repr(value).encode(), digest_size=16).digest()


def forget_all() -> None:
    """Let this process know nothing."""
    _same.clear()


@cache
def _columns(model: type[Model]) -> tuple[list[str], list[str]]:
    """The fields whose values can be compared as they are, and the others: JSON."""
    names: tuple[list[str], list[str]] = [], []
    for column in model._meta.concrete_fields:
        names[isinstance(column, JSONField)].append(column.attname)
    return names


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()
