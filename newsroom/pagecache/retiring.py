"""Taking pages out once what they show has changed: after the transaction, once, whatever happens in between."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from newsroom.metrics.counters import RETIRED

from .edges import telling
from .filing import EVERYTHING, Filed
from .kept import let_go
from .models import Retirement
from .stores import store

log = logging.getLogger(__name__)

# A transaction that changes more than this empties the store.
KEYS_AT_MOST = 400
# Whoever wrote a row down takes care of it; another one does once it is as old as this.
ABANDONED = timedelta(seconds=30)

type Expand = Callable[[set[str]], set[str]]
_expanders: list[Expand] = []
_listeners: list[Callable[[set[str]], None]] = []


def expands(function: Expand) -> Expand:
    """Decorator of a function that is given the keys as they were written down, and returns further ones.

    It runs after the commit, and says what only the new state of things can tell.
    """
    _expanders.append(function)
    return function


def hears(function: Callable[[set[str]], None]) -> Callable[[set[str]], None]:
    """Decorator of a function that is told all keys once their pages are out: caches further out, warming."""
    _listeners.append(function)
    return function


def retire(*keys: str) -> None:
    """Take out, once this transaction is committed, every page that is filed under one of these keys."""
    if store() is None:
        transaction.on_commit(let_go)
        return
    if not keys:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        carry_out([Retirement.objects.create(keys=sorted(keys))])
        return
    # What this transaction has said so far. One that is rolled back takes it along.
    begun: _Begun | None = next((entry[1] for entry in connection.run_on_commit if isinstance(entry[1], _Begun)), None)
    if begun is None:
        begun = _Begun()
        transaction.on_commit(begun)
    begun.add(set(keys))


class _Begun:
    """What a transaction retires; called when it is committed."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.rows: list[Retirement] = []

    def add(self, keys: set[str]) -> None:
        new = keys - self.keys
        if not new or EVERYTHING in self.keys:
            return
        if len(self.keys) + len(new) > KEYS_AT_MOST:
            new = {EVERYTHING}
        self.keys |= new
        self.rows.append(Retirement.objects.create(keys=sorted(new)))

    def __call__(self) -> None:
        carry_out(self.rows)


def carry_out(rows: Iterable[Retirement]) -> None:
    """Take out the pages that these rows name, tell whoever listens, and strike the rows out."""
    rows = list(rows)
    keys = {key for row in rows for key in row.keys}
    pages = store()
    if not keys or pages is None:
        return
    try:
        if EVERYTHING not in keys:
            for expand in _expanders:
                keys |= expand(keys)
        RETIRED.inc(pages.retire(keys))
    except Exception:
        # The rows stay for the next who looks, as if they had been left long ago; the verb itself is done.
        log.exception("Pages could not be taken out; it will be tried again.")
        Retirement.objects.filter(pk__in=[row.pk for row in rows]).update(made_at=timezone.now() - ABANDONED)
        return
    # First the one row, then the other: whoever is killed between has told the edge twice.
    telling.note(keys)
    Retirement.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for listener in _listeners:
        listener(keys)


def catch_up(*, all_of_them: bool = False) -> int:
    """Carry out what somebody wrote down and never did; return how many rows there were.

    Args:
        all_of_them: whether even the newest are taken: nobody else is at work.
    """
    rows = Retirement.objects.order_by("pk")
    if not all_of_them:
        rows = rows.filter(made_at__lt=timezone.now() - ABANDONED)
    found = list(rows[:1000])
    carry_out(found)
    return len(found)


def changed(sender: type[Filed], instance: Filed, update_fields: Iterable[str] | None = None, **rest: Any) -> None:
    """Receiver of what is saved and deleted."""
    if sender.shows(update_fields):
        retire(*instance.retired_keys)


def listen_to_choices(through: Any) -> None:
    """Hear of what is chosen for a record that pages show: every page is made anew."""
    m2m_changed.connect(_chosen, through, dispatch_uid="pages")


def _chosen(action: str, **rest: Any) -> None:
    if action.startswith("post_"):
        retire(EVERYTHING)


def listen() -> None:
    """Hear of every record that pages show; of no other, since Django deletes what nobody listens to faster."""
    for model in apps.get_models():
        if issubclass(model, Filed):
            post_save.connect(changed, model, dispatch_uid="pages")
            post_delete.connect(changed, model, dispatch_uid="pages")
