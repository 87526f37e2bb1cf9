"""Full-text search: one interface, an engine a module. `base.py` says what an engine does."""

from functools import cache
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .base import Cursor, Engine, Hit, Results

__all__ = ["Cursor", "Engine", "Hit", "Results", "engine"]

# A new engine is a module beside these with a class `SearchEngine`, and one line here.
ENGINES = {"sqlite": "sqlite", "postgresql": "postgres", "postgres": "postgres"}


def engine() -> Engine:
    """Return the engine that `SEARCH_ENGINE` names, or the database's own when it names none.

    Raises:
        ImproperlyConfigured: no engine has that name.
    """
    return _engine(settings.SEARCH_ENGINE or connection.vendor)


@cache
def _engine(name: str) -> Engine:
    try:
        module = ENGINES[name]
    except KeyError:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE is {name!r}: no such engine. Leave it empty for the database's own, "
            f"or choose one of: {', '.join(sorted(ENGINES))}."
        ) from None
    return import_module(f"{__name__}.{module}").SearchEngine()
