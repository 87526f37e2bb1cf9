"""Moving elements of a tree about: lxml counts the text behind an element as part of it."""

from typing import Any

# lxml's own types are private names.
type Element = Any


def classes(element: Element) -> list[str]:
    """Return the classes of `element`."""
    return (element.get("class") or "").split()


def words_of(element: Element) -> str:
    """Return the words inside `element` on one line."""
    return " ".join("".join(element.itertext()).split())


def drop(element: Element) -> None:
    """Take `element` away with what it holds; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    element.tail = None
    parent.remove(element)


def put_in_place(element: Element, *others: Element) -> None:
    """Put `others` where `element` is and take `element` away; the text behind it stays behind them."""
    for other in others:
        element.addprevious(other)
    drop(element)
