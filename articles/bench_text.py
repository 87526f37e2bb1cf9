"""Bodies of a corpus made for measuring: what a body says, without parsing one in which nothing needs it."""

import re

from .body.sanitise import sanitise
from .body.text import plain_text

PLAIN = (("<p>", "</p>"), ("<h2>", "</h2>"))
STRONG = re.compile(r"<strong>([^<>&\s]+)</strong>")


def prepared(html: str) -> tuple[str, str, bool]:
    """Return a body as it is stored, its words, and whether it holds nothing but words."""
    paragraphs = []
    for line in html.split("\n"):
        words = _words(line)
        if not words:
            return (body := sanitise(html)), plain_text(body), False
        paragraphs.append(words)
    return html, "\n\n".join(paragraphs), True


def _words(line: str) -> str:
    """Return the words of a paragraph or heading with some words in bold; nothing of anything else."""
    for begin, end in PLAIN:
        if line.startswith(begin) and line.endswith(end):
            inner = line[len(begin) : -len(end)]
            if inner[:1].isspace() or inner.startswith("<"):
                return ""
            if "<" in inner:
                inner = STRONG.sub(r"\1", inner)
            return "" if "<" in inner or ">" in inner or "&" in inner else " ".join(inner.split())
    return ""
