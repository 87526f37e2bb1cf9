"""Lines that readers write about themselves: without what is not seen and turns other text round."""

import re

# NUL, and the marks that change the direction of what stands around a name.
_UNSEEN = re.compile("[\\x00\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")


def line(text: str) -> str:
    """Return `text` as one line without such characters."""
    return " ".join(without_unseen(text).split())


def without_unseen(text: str) -> str:
    """Return `text` without such characters, its lines as they were."""
    return _UNSEEN.sub("", text)
