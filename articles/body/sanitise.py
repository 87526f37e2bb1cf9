"""Whatever somebody typed, pasted or imported in; the body as it is stored out."""

from articles.body.structure import tidy
from articles.body.tree import parse, serialise

# Two are usual: one to change the text and one to see that it no longer changes.
PASSES = 6


def sanitise(html: str) -> str:
    """Return the allowed part of `html`, in the form in which bodies are stored.

    Elements outside the allowlist leave their words behind, except those that hold no prose
    (`script`, `style`, `iframe` …). References with a bad number or address go. The result is
    stable, `sanitise(sanitise(x)) == sanitise(x)`, because a result is only given once a further
    pass changes nothing. Never raises; the empty string comes back as it is.
    """
    current = html
    for _ in range(PASSES):
        cleaned = _once(current)
        if cleaned == current:
            return cleaned
        current = cleaned
    return _words_only(current)


def _once(html: str) -> str:
    root = parse(html)
    tidy(root)
    return serialise(root).strip()


def _words_only(html: str) -> str:
    # Markup that never settles was made by no editor. Its words are kept as one paragraph.
    words = parse(html)
    text = " ".join("".join(words.itertext()).split())
    words.clear()
    words.text = text
    tidy(words)
    return serialise(words)
