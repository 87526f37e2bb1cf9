"""Writing down what a feed brought: new stories, and those whose words changed. Nothing else is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.models import Source, Story, StoryTag

from .incoming import Incoming
from .known import path_of, sort_out
from .topics import Topics

NEW_AT_ONCE = 200
TAGS_AT_MOST = 12


@dataclass
class Plan:
    """What is to be written. `left` are further new items, for the next round."""

    new: list[Incoming] = field(default_factory=list)
    changed: list[tuple[Story, dict[str, Any], Incoming]] = field(default_factory=list)
    known: int = 0
    left: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def plan(source: Source, items: list[Incoming]) -> Plan:
    """Compare `items` with what we have. Only reads: the shorter what follows holds the database, the better."""
    found = sort_out(source, items)
    made = Plan(found.new[:NEW_AT_ONCE], known=len(found.met), left=len(found.new[NEW_AT_ONCE:]))
    for story, one in found.met.values():
        if fields := changes(source, story, one):
            made.changed.append((story, fields, one))
    _drop_taken_addresses(made)
    return made


def changes(source: Source, story: Story, one: Incoming) -> dict[str, Any]:
    """Return the fields of `story` that the feed says otherwise now; of another source's story, none."""
    if story.source_id is None:
        # Added by its address first: it is this source's from now on, and its words are compared next time.
        return {"source": source, "guid": one.guid}
    if story.source_id != source.pk:
        return {}
    fields: dict[str, Any] = {}
    if one.title != story.title:
        fields |= {"title": one.title, "title_key": one.title_key}
    if one.excerpt and one.excerpt != story.excerpt:
        fields["excerpt"] = one.excerpt
    if fields and one.text:
        fields["text"] = one.text
    if path_of(story.url) != path_of(one.url):
        fields |= {"url": one.url, "identity": one.identity}
    if one.picture_url and not story.picture_url:
        fields |= {"picture_url": one.picture_url, "thumbnail_tries": 0}
    return fields


def write(source: Source, made: Plan, topics: Topics, now: datetime) -> tuple[list[int], list[int]]:
    """Carry out a plan, inside the caller's transaction; return the numbers of new and of changed stories."""
    tags = list(source.tags.values_list("pk", flat=True)) if made else []
    new = _add(source, made.new, now) if made.new else []
    by_identity = {one.identity: one for one in made.new}
    wanted = [(story, by_identity[story.identity]) for story in new]
    for story, fields, one in made.changed:
        for name, value in fields.items():
            setattr(story, name, value)
        story.save(update_fields=list(fields))
        if "title" in fields or "excerpt" in fields or "source" in fields:
            wanted.append((story, one))
    StoryTag.objects.bulk_create(
        [
            StoryTag(story=story, tag_id=tag, published_at=StoryTag.moment(story))
            for story, one in wanted
            for tag in tags_of(one, tags, topics)
        ],
        ignore_conflicts=True,
    )
    return [story.pk for story in new], [story.pk for story, _fields, _one in made.changed]


def tags_of(one: Incoming, of_source: Iterable[int], topics: Topics) -> list[int]:
    """Return the numbers of a story's tags: its source's, then those that its words name."""
    return list(dict.fromkeys((*of_source, *topics.named_in(one.title, *one.tags, one.excerpt))))[:TAGS_AT_MOST]


def _add(source: Source, items: list[Incoming], now: datetime) -> list[Story]:
    stories = [
        Story(
            source=source,
            found_at=now,
            published_at=one.at,
            is_dated=one.is_dated,
            language_is_guessed=one.language_is_guessed,
            **{
                name: getattr(one, name)
                for name in (
                    "url", "identity", "guid", "title", "title_key", "excerpt", "text", "language", "picture_url"
                )
            },
        )
        # The newest last, so that it is the first of those with the same moment.
        for one in reversed(items)
    ]  # fmt: skip
    # Another source may have brought the same address a moment ago: then the story is that one's.
    Story.objects.bulk_create(stories, ignore_conflicts=True)
    return list(
        Story.objects.filter(identity__in=[one.identity for one in items], source=source, found_at=now).defer("text")
    )


def _drop_taken_addresses(made: Plan) -> None:
    """Leave a story at its address where another one stands at the new one."""
    moving = [fields["identity"] for _story, fields, _one in made.changed if "identity" in fields]
    if not moving:
        return
    taken = set(Story.objects.filter(identity__in=moving).values_list("identity", flat=True))
    for _story, fields, _one in made.changed:
        if fields.get("identity") in taken or moving.count(fields.get("identity")) > 1:
            del fields["url"], fields["identity"]
    made.changed = [change for change in made.changed if change[1]]
