"""Gathering what lies loose inside an element."""

from collections.abc import Callable

from lxml import etree

from articles.body.tree import Element


def group(holder: Element, tag: str, joins: Callable[[Element], bool]) -> None:
    """Wrap each run of text and of children that `joins` accepts in an element called `tag`."""
    children: list[Element] = []
    run: Element | None = None

    def start(text: str | None) -> Element | None:
        if text and text.strip():
            new = etree.Element(tag)
            new.text = text
            children.append(new)
            return new
        return None

    loose = (holder.text and holder.text.strip()) or any(
        joins(child) or (child.tail and child.tail.strip()) for child in holder
    )
    if not loose:
        return
    run = start(holder.text)
    if run is not None:
        holder.text = None
    for child in list(holder):
        if joins(child):
            if run is None:
                run = etree.Element(tag)
                children.append(run)
            run.append(child)  # with the text behind it
            continue
        children.append(child)
        run = start(child.tail)
        if run is not None:
            child.tail = None
    holder[:] = children
