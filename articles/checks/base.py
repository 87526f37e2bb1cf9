"""What a check is, and what it says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from articles.models import CheckLevel

from .material import Material


@dataclass(frozen=True)
class Found:
    """One thing that a check found.

    `spot` is where it is put right: the id of an element of the form ("id_headline"), or a block of
    the body by its place from the top ("body:3").
    """

    sentence: str
    spot: str


@dataclass(frozen=True)
class Check:
    """One question to an article.

    `name` says in a list what it looks for, `level` what it does where the newsroom set nothing.
    A `fixed` one cannot be set: no page can stand without what it asks for.
    """

    code: str
    name: Any  # translated when it is read
    level: str
    run: Callable[[Material], Iterable[Found]]
    fixed: bool = False
    holds_for_imports: bool = False


@dataclass(frozen=True)
class Finding:
    """What stands in the list beside the form."""

    code: str
    level: str
    sentence: str
    spot: str

    @property
    def blocks(self) -> bool:
        return self.level == CheckLevel.Level.BLOCKS
