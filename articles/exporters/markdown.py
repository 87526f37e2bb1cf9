"""A body's plain HTML as Markdown, by https://spec.commonmark.org/0.31.2/ and GitHub's tables."""

import re
from typing import Any

from lxml import etree

# lxml's own types are private names.
type Element = Any

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
# A sign that would begin a list, or underline a heading.
LINE_START = re.compile(r"^(\s*\d{0,9})([-+=.)])(?=\s|=|-|$)", re.MULTILINE)
MARKS = {"strong": "**", "em": "*", "s": "~~"}
KEPT = frozenset({"sub", "sup"})
BLOCKS = frozenset("p h2 h3 ul ol blockquote table figure hr aside footer div section".split())


def as_markdown(html: str) -> str:
    """Return the HTML of a rendered body as Markdown that ends with a line feed."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    tree = etree.fromstring(f"<html><body>{html}</body></html>".encode(), parser)
    body = tree.find("body")
    return "\n\n".join(_blocks(body)) + "\n"


def _blocks(holder: Element) -> list[str]:
    out: list[str] = []
    loose = _escaped(holder.text)
    for child in holder:
        if child.tag in BLOCKS:
            out.extend([loose.strip(), _block(child)])
            loose = _escaped(child.tail)
        else:
            loose += _inline(child) + _escaped(child.tail)
    return [block for block in (*out, loose.strip()) if block]


def _block(element: Element) -> str:
    tag = element.tag
    if tag in ("h2", "h3"):
        return f"{'##' if tag == 'h2' else '###'} {_words(element)}"
    if tag == "hr":
        return "---"
    if tag in ("ul", "ol"):
        return _list(element)
    if tag == "blockquote":
        return _indented("\n\n".join(_blocks(element)), "> ", "> ")
    if tag == "table":
        return _table(element)
    if tag == "figure":
        image, caption = next(element.iter("img"), None), next(element.iter("figcaption"), None)
        shown = [_inline(image) if image is not None else "", _words(caption) if caption is not None else ""]
        return "\n\n".join(part for part in shown if part)
    return _words(element) if tag == "p" else "\n\n".join(_blocks(element))


def _list(element: Element) -> str:
    items = []
    start = element.get("start") or "1"
    number = int(start) if start.isdigit() else 1
    for place, item in enumerate(element.iterchildren("li")):
        mark = "- " if element.tag == "ul" else f"{number + place}. "
        items.append(_indented("\n\n".join(_blocks(item)), mark, " " * len(mark)))
    return "\n".join(items)


def _table(element: Element) -> str:
    rows = [[_words(cell) for cell in row.iter("th", "td")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    caption = next(element.iter("caption"), None)
    lines[1:1] = ["|" + " --- |" * width] if lines else []
    return "\n".join([*([_words(caption), ""] if caption is not None else []), *lines])


def _words(element: Element) -> str:
    inner = _escaped(element.text) + "".join(_inline(child) + _escaped(child.tail) for child in element)
    return LINE_START.sub(r"\1\\\2", inner.strip())


def _inline(element: Element) -> str:
    tag = element.tag
    if tag == "br":
        return "\\\n"
    if tag == "img":
        return f"![{_escaped(element.get('alt'))}](<{element.get('src', '')}>)"
    inner = _escaped(element.text) + "".join(_inline(child) + _escaped(child.tail) for child in element)
    if tag == "a" and element.get("href"):
        return f"[{inner}](<{element.get('href')}>)"
    if tag in KEPT and inner:
        return f"<{tag}>{inner}</{tag}>"
    mark = MARKS.get(tag, "")
    words = inner.strip()
    if not mark or not words:
        return inner
    # Spaces inside the marks would make them stars.
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}"


def _escaped(text: str | None) -> str:
    return SPECIAL.sub(r"\\\1", " ".join(f"x{text}x".split())[1:-1]) if text else ""


def _indented(block: str, first: str, others: str) -> str:
    lines = block.split("\n")
    return "\n".join([first + lines[0], *((others + line).rstrip() for line in lines[1:])])
