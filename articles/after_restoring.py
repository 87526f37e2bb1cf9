"""What a backup does not hold: the search index is each database's own, and is filled again."""

from collections.abc import Callable
from typing import Any


def search_anew(say: Callable[[str], None], **kwargs: Any) -> None:
    """Receiver of `newsroom.backup.signals.restored`."""
    from . import search

    search.engine().rebuild(lambda done: say(f"Search: {done} articles"))
