"""The verbs of one story of another outlet, however it came to us."""

import hashlib
from typing import Any

from articles.body.values import without_controls
from articles.models import Story


def identity(url: str) -> str:
    """Return what is the same for every address of one story, as a hash that a column holds."""
    return hashlib.sha256(url.strip().encode()).hexdigest()


def write_down(url: str, *, title: str, by: Any = None, **fields: Any) -> Story:
    """Return the story at `url`, made with these words when it is not known yet. Nothing is fetched.

    Args:
        title: as the outlet wrote it.
        by: the account that asked for it, or None for the system.
        fields: further fetched fields, and our own ones (`own_picture`).
    """
    clean = {name: without_controls(value) if isinstance(value, str) else value for name, value in fields.items()}
    words = {"url": url, "title": without_controls(title), "added_by": by} | clean
    return Story.objects.get_or_create(identity=identity(url), defaults=words)[0]
