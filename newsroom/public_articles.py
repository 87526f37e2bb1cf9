"""What other rooms may know of articles: those that readers can open. The room that has them says it; this is floor.

public_articles.look_up([12, 40])   →  {12: PublicArticle(…)}
public_articles.became_public       →  a signal: `number`
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.dispatch import Signal


@dataclass(frozen=True)
class PublicArticle:
    """An article as readers have it now."""

    number: int
    headline: str
    url: str
    language: str
    since: datetime


type LookUp = Callable[[list[int]], Iterable[PublicArticle]]

# Sent with `number` after an article became public, or was published again; receivers hold up nobody.
became_public = Signal()
_rooms: dict[str, LookUp] = {}


def register(room: str, look_up: LookUp) -> None:
    """Let a room say which of its articles are public, for an `AppConfig.ready`."""
    _rooms[room] = look_up


def look_up(numbers: Iterable[int | None]) -> dict[int, PublicArticle]:
    """Return those of `numbers` that readers can open now, in one question; those of none are left out."""
    wanted = sorted({number for number in numbers if number is not None})
    if not wanted:
        return {}
    return {article.number: article for look in _rooms.values() for article in look(wanted)}


def tell(number: int) -> None:
    """Say that an article is public, once the transaction is committed. What goes wrong with that is only logged."""
    transaction.on_commit(lambda: became_public.send_robust(sender=None, number=number))
