"""Lines that readers write about themselves: without what is not seen and turns other text round."""

import re

# NUL, the marks that change the direction of what stands around a name, and spaces that take no room.
_UNSEEN = re.compile("[\\x00\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]")
# What mail programs and search engines make a link of: an address has its place elsewhere.
_ADDRESS = re.compile(r"://|\bwww\.|[^\s@]+@[^\s@]+\.\w|\w\.(?:com|net|org|info|ru|ua|io|shop|xyz)\b", re.I)


def has_address(text: str) -> bool:
    """Whether an address of the web or of mail stands in `text`."""
    return _ADDRESS.search(text) is not None


def line(text: str) -> str:
    """Return `text` as one line without such characters."""
    return " ".join(without_unseen(text).split())


def without_unseen(text: str) -> str:
    """Return `text` without such characters, its lines as they were."""
    return _UNSEEN.sub("", text)
