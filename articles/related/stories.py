"""The verbs of one story of another outlet, however it came to us."""

import hashlib
from collections.abc import Iterable
from functools import partial
from itertools import batched
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from articles.body.values import without_controls
from articles.models import Story, StoryTag, Tag
from newsroom.audit.log import record

from . import nearest
from .formats.canonical import identity_key, title_key
from .nearest import Kind
from .nearest.kinds import text_of_story
from .picture_queue import forget_files

INDEXED_AT_ONCE = 200


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
    story, is_new = Story.objects.get_or_create(identity=identity(url), defaults=words)
    if is_new:
        transaction.on_commit(partial(index_stories, [story.pk]))
    return story


def is_ours(url: str) -> bool:
    """Say whether an address is one of this site: such a story is an article of ours, and is chosen as one."""
    return urlsplit(url).netloc.lower().removeprefix("www.") == urlsplit(settings.SITE_URL).netloc.lower().removeprefix(
        "www."
    )


def index_stories(pks: Iterable[int]) -> None:
    """Let suggestions know these stories, new or changed. Called after the transaction that wrote them."""
    for some in batched(pks, INDEXED_AT_ONCE, strict=False):
        stories = Story.objects.filter(pk__in=some).prefetch_related("tags")
        nearest.put(Kind.STORY, [text_of_story(story) for story in stories])


def forget_stories(pks: Iterable[int]) -> None:
    """Let suggestions forget these stories: their rows are gone."""
    nearest.remove(Kind.STORY, pks)


def hide(story: Story, *, by: Any = None) -> None:
    """Let a story neither be offered nor shown anywhere, at once."""
    _set_hidden(story, True, "story.hidden", by)


def show_again(story: Story, *, by: Any = None) -> None:
    """Let a hidden story be offered and shown again."""
    _set_hidden(story, False, "story.shown_again", by)


@transaction.atomic
def _set_hidden(story: Story, hidden: bool, verb: str, by: Any) -> None:
    if Story.objects.filter(pk=story.pk, is_hidden=not hidden).update(is_hidden=hidden):
        story.is_hidden = hidden
        record(verb, story, by=by)


def set_tags(story: Story, tags: Iterable[Tag]) -> None:
    """Give a story these tags in place of those it has."""
    wanted = {tag.pk for tag in tags}
    StoryTag.objects.filter(story=story).exclude(tag__in=wanted).delete()
    StoryTag.objects.bulk_create(
        [StoryTag(story=story, tag_id=pk, published_at=StoryTag.moment(story)) for pk in wanted], ignore_conflicts=True
    )


@transaction.atomic
def remove(story: Story, *, by: Any = None) -> None:
    """Delete a story that somebody added by its address. A source's would come in again: it is hidden instead.

    Raises:
        ProtectedError: an article has it.
        ValueError: it is a source's.
    """
    if story.source_id is not None:
        raise ValueError("The story of a source is hidden, not deleted.")
    record("story.deleted", story, by=by, address=story.url[:300])
    name, pk = story.thumbnail, story.pk
    story.delete()
    transaction.on_commit(lambda: forget_stories([pk]))
    transaction.on_commit(lambda: forget_files([name]))
