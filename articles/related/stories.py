"""The verbs of one story of another outlet, however it came to us."""

import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from articles.body.values import without_controls
from articles.models import Story

from .formats.canonical import identity_key, title_key


def identity(url: str) -> str:
    """Return what is the same for every address of one story, as a hash that a column holds.

    Tracking parameters, http or https, www and the like make no difference.
    """
    return hashlib.sha256((identity_key(url) or url.strip()).encode(errors="replace")).hexdigest()


def write_down(url: str, *, title: str, by: Any = None, **fields: Any) -> Story:
    """Return the story at `url`, made with these words when it is not known yet. Nothing is fetched.

    Args:
        title: as the outlet wrote it.
        by: the account that asked for it, or None for the system.
        fields: further fetched fields, and our own ones (`own_picture`).
    """
    clean = {name: without_controls(value) if isinstance(value, str) else value for name, value in fields.items()}
    title = without_controls(title)
    words = {"url": url, "title": title, "title_key": title_key(title), "added_by": by} | clean
    return Story.objects.get_or_create(identity=identity(url), defaults=words)[0]


def is_ours(url: str) -> bool:
    """Say whether an address is one of this site: such a story is an article of ours, and is chosen as one."""
    return urlsplit(url).netloc.lower().removeprefix("www.") == urlsplit(settings.SITE_URL).netloc.lower().removeprefix(
        "www."
    )


def index_stories(pks: Iterable[int]) -> None:
    """Let suggestions know these stories, new or changed. Called after the transaction that wrote them."""


def forget_stories(pks: Iterable[int]) -> None:
    """Let suggestions forget these stories: their rows are gone."""
