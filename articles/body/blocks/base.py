"""What every block module gives: one `Block`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from articles.body.rendering import Rendering
from articles.body.tree import Element

type Context = Mapping[str, Any]


def _none(_element: Element) -> Iterable[int]:
    return ()


def _no_words(_element: Element) -> str:
    return ""


@dataclass(frozen=True)
class Block:
    """A kind of block.

    `template` is a name in `templates/articles/blocks/`; `context` returns its variables, or
    `None` for a block that has nothing to show. `pictures` and `articles` return the numbers it
    refers to, `words` what it adds to the plain text beside the words inside the element.
    """

    template: str
    context: Callable[[Element, Rendering], Context | None]
    pictures: Callable[[Element], Iterable[int]] = _none
    articles: Callable[[Element], Iterable[int]] = _none
    words: Callable[[Element], str] = _no_words


def numbers(element: Element, attribute: str) -> list[int]:
    """Return the numbers in a comma-separated `attribute`, none when it is missing."""
    return [int(number) for number in element.get(attribute, "").split(",") if number]


def caption(element: Element) -> str:
    """Return the caption an editor wrote for this place, or an empty string."""
    return str(element.get("data-caption", ""))
