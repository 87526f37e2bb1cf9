"""Under which keys a page is filed, told by whatever the page shows while it is made.

A key names something that a page may show: `article/41`, `tag/7` (the list of its stories), `Author:3`
(the record itself). Whoever changes it retires the key: see `retiring`.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.db import models

from .loading import is_plain, record_of
from .stores import store

# Every page is filed under it: the name, the menus, the sections, the appeal.
EVERYTHING = "everything"
# One change of more records than these empties the store.
MANY = 200


@dataclass
class Filing:
    """What is known of a page while it is made.

    Attributes:
        keys: what it shows.
        until: the moment at which the clock changes it, as far as what it shows has said.
        states: what had been retired when that was first looked at: see `kept`.
    """

    keys: set[str] = field(default_factory=set)
    until: datetime | None = None
    states: dict[bool, object] = field(default_factory=dict)


_filing: ContextVar[Filing | None] = ContextVar("filing", default=None)


def begin() -> Filing:
    """Let what is shown from now on in this thread be noted."""
    filing = Filing({EVERYTHING})
    _filing.set(filing)
    return filing


def current() -> Filing | None:
    """Return what is known of the page that is being made; None where none is."""
    return _filing.get()


def end() -> None:
    """Note nothing more."""
    _filing.set(None)


@contextmanager
def apart() -> Iterator[Filing]:
    """Note by itself what a part of a page shows, to be told again wherever the part stands: see `tell`."""
    outer = _filing.get()
    inner = Filing(states=outer.states) if outer else Filing()
    _filing.set(inner)
    try:
        yield inner
    finally:
        _filing.set(outer)


def tell(noted: Filing) -> None:
    """Say that the page that is being made, if any, shows a part of which this was noted."""
    filed_under(*noted.keys)
    true_until(noted.until)


def filed_under(*keys: str) -> None:
    """Say that the page that is being made, if any, shows what these keys name."""
    filing = _filing.get()
    if filing is not None:
        filing.keys.update(keys)


def true_until(moment: datetime | None) -> None:
    """Say that the page that is being made, if any, is another one from this moment on; None: nothing is said."""
    filing = _filing.get()
    if filing is not None and moment is not None and (filing.until is None or moment < filing.until):
        filing.until = moment


class FiledQuerySet(models.QuerySet):
    """Tells of changes that no record's `save()` sees."""

    model: Any

    def update(self, **fields: Any) -> int:
        if not self.model.shows(fields):
            return super().update(**fields)
        # Before and after: what is changed may be what the records are found by.
        before = self._retired_keys()
        changed = super().update(**fields)
        if changed:
            _retire(*before)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        made: list[Any] = super().bulk_create(objs, *args, **kwargs)
        _retire(*{key for record in made for key in record.retired_keys})
        return made

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        objs = list(objs)
        changed = super().bulk_update(objs, fields, *args, **kwargs)
        _retire(*{key for record in objs for key in record.retired_keys})
        return changed

    def _retired_keys(self) -> set[str]:
        if store() is None:
            return set()
        records: list[Any] = list(self.only(*self.model.KEYED_BY)[: MANY + 1])
        return {EVERYTHING} if len(records) > MANY else {key for record in records for key in record.retired_keys}


class Filed(models.Model):
    """A record that files every page it is loaded for, and retires what its `retired_keys` say when it changes.

    Attributes:
        SHOWN: the fields that some page shows or depends on; None: all.
        KEYED_BY: the fields that `page_key` and `retired_keys` read.
    """

    SHOWN: frozenset[str] | None = None
    KEYED_BY: tuple[str, ...] = ("pk",)

    class Meta:
        abstract = True

    @property
    def page_key(self) -> str:
        """The key of pages that show the record."""
        return f"{type(self).__name__}:{self.pk}"

    @property
    def retired_keys(self) -> tuple[str, ...]:
        """The keys of pages that are other ones when the record is."""
        return (self.page_key,)

    @classmethod
    def shows(cls, fields: Iterable[str] | None) -> bool:
        """Say whether a change of these fields (None: all) can be seen by readers."""
        return cls.SHOWN is None or fields is None or not cls.SHOWN.isdisjoint(fields)

    @classmethod
    def from_db(
        cls, db: Any, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:  # fmt: skip
        record = (
            record_of(cls, db, field_names, values, fetch_mode)
            if is_plain(cls)
            else super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        )
        filing = _filing.get()
        if filing is not None:
            filing.keys.add(record.page_key)
        return record


class OnEveryPage(Filed):
    """A record whose words every page may show."""

    objects = FiledQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def retired_keys(self) -> tuple[str, ...]:
        return (EVERYTHING,)


def _retire(*keys: str) -> None:
    from .retiring import retire

    retire(*keys)
