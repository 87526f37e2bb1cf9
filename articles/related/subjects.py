"""The tags of a text as a measure: who shares them, and how much each of them says."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from math import log, prod
from operator import or_

from django.db.models import Q

from articles.models import PublishedTagging, StoryTag, Tag, TagAlias

from .topics import Topics

# The rarest say the most; a text with more tags than that is tagged at random.
TAGS_AT_MOST = 12
# So far a tag's bearers are counted: what more of them share says little either way.
COUNTED_AT_MOST = 60
# Until so many bear it, a tag is rare: a new newspaper has no others.
FEW = 3
# What a tag says that the headline does not name, of what it says when it does.
UNNAMED = 0.8


@dataclass(frozen=True)
class Subjects:
    """Public tags of a text. `weights` is how much sharing each one says, from 0 to 1, `topics` finds their names."""

    tags: dict[int, Tag] = field(default_factory=dict)
    weights: dict[int, float] = field(default_factory=dict)
    topics: Topics = field(default_factory=lambda: Topics([]))
    # Who bears how much of them, among the newest of each tag.
    editions: Mapping[int, float] = field(default_factory=dict)
    stories: Mapping[int, float] = field(default_factory=dict)

    def say(self, shared: Iterable[int], named: Collection[int] = ()) -> float:
        """Return from 0 to 1 how much it says that something shares these tags: a rare one nearly all, alone.

        Args:
            named: those of them that its headline names, which is more than bearing them.
        """
        return 1 - prod(1 - self.weights[pk] * (1 if pk in named else UNNAMED) for pk in shared)

    def named(self, shared: Iterable[int]) -> list[Tag]:
        """Return `shared` tags, what says the most first."""
        return [self.tags[pk] for pk in sorted(shared, key=lambda pk: (-self.weights[pk], pk))]

    def found_in(self, *texts: str) -> set[int]:
        """Return which of the tags some texts name, in any of their languages and with any ending."""
        return set(self.topics.named_in(*texts)) if self.tags else set()


def subjects(tags: Iterable[Tag]) -> Subjects:
    """Return what `tags` say: three queries, however many they are."""
    known = {tag.pk: tag for tag in tags if tag.pk and not tag.is_internal}
    known = dict(list(known.items())[:TAGS_AT_MOST])
    if not known:
        return Subjects()
    # The newest of each tag, and no count over a tag that ten thousand articles bear.
    of_ours = _newest(PublishedTagging.objects.order_by("-pk"), known)
    of_others = _newest(StoryTag.objects.order_by("-published_at", "-story_id"), known)
    ours = list(PublishedTagging.objects.filter(of_ours).values_list("content_object", "tag"))
    others = list(StoryTag.objects.filter(of_others).values_list("story", "tag"))
    borne = Counter(tag for _bearer, tag in ours + others)
    weights = {pk: _rarity(borne[pk]) / _rarity(0) for pk in known}
    return Subjects(known, weights, topics_of(known.values()), _added_up(ours, weights), _added_up(others, weights))


def _rarity(bearers: int) -> float:
    return log(1 + 2 * COUNTED_AT_MOST / (FEW + bearers))


def _newest(taggings: object, tags: Iterable[int]) -> Q:
    return reduce(or_, (Q(pk__in=taggings.filter(tag=pk).values("pk")[:COUNTED_AT_MOST]) for pk in tags))  # type: ignore[attr-defined]


def _added_up(rows: Iterable[tuple[int, int]], weights: Mapping[int, float]) -> dict[int, float]:
    found: dict[int, float] = {}
    for bearer, tag in rows:
        found[bearer] = found.get(bearer, 0.0) + weights[tag]
    return found


def topics_of(tags: Iterable[Tag]) -> Topics:
    """Return what finds `tags` in a text by their names, translations and aliases; one query."""
    names = [(tag.pk, name) for tag in tags for name in dict.fromkeys((tag.name, *_translated(tag)))]
    aliases = TagAlias.objects.filter(tag__in={pk for pk, _name in names}).values_list("tag", "name")
    return Topics([*names, *aliases])


def _translated(tag: Tag) -> list[str]:
    return [str(words["name"]) for words in tag.translations.values() if words.get("name")]
