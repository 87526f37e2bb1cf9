"""Events that not everybody who reads the log may read: a room whose deeds tell of money or people says so.

Each room guards its own when it starts, see `guard`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q


@dataclass(frozen=True)
class _Guard:
    right: str
    verbs: frozenset[str]
    things: frozenset[str]
    open_things: frozenset[str]
    room: str


_guards: list[_Guard] = []


def guard(room: str, right: str, *, verbs: Iterable[str], things: Iterable[str], but: Iterable[str] = ()) -> None:
    """Let a room's events be read only by those who have a right, for an `AppConfig.ready`.

    Args:
        room: the label of the app: what happened to its records is guarded.
        right: as "patrons.view_pledge".
        verbs: those of the room, also where they are about no record.
        things: the first halves of its verbs that are only made, changed and deleted.
        but: first halves of verbs, the names of its models too, that stay open to all who read the log.
    """
    is_open = frozenset(but)
    closed = frozenset(verb for verb in verbs if verb.partition(".")[0] not in is_open)
    _guards.append(_Guard(right, closed, frozenset(things) - is_open, is_open, room))


def hidden_from(user: Any) -> Q:
    """Return which events `user` may not read."""
    hidden = Q(pk=None)
    for each in _closed_to(user):
        open_to_all = [f"{each.room}.{name}" for name in each.open_things]
        about = Q(subject_type__startswith=f"{each.room}.") & ~Q(subject_type__in=open_to_all)
        hidden |= about | Q(verb__in=each.verbs)
    return hidden


def is_hidden(verb: str, user: Any) -> bool:
    """Say whether a verb is one of those that `user` may not read."""
    return any(verb in each.verbs or verb.partition(".")[0] in each.things for each in _closed_to(user))


def _closed_to(user: Any) -> list[_Guard]:
    return [each for each in _guards if not user.has_perm(each.right)]
