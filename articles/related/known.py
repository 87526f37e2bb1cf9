"""Which items of a feed are stories that we have: by address, by guid, by headline, whatever churns.

A constant number of questions, however many items.
"""

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import Q

from articles.models import Source, Story

from .formats.canonical import near
from .incoming import Incoming

TITLES_WITHIN = timedelta(days=3)
# Of one source within those days; the newest are looked at.
TITLES_AT_MOST = 2_000
COMPARED_AT_MOST = 10
SAME_MOMENT = timedelta(minutes=1)
_WORDS = re.compile(r"\w+")


@dataclass
class Sorted:
    """`new` items, and `met`: stories that we have, each with the item that tells of it, by their number."""

    new: list[Incoming] = field(default_factory=list)
    met: dict[int, tuple[Story, Incoming]] = field(default_factory=dict)


def sort_out(source: Source, items: list[Incoming]) -> Sorted:
    """Say which of `items` are known, of this source or, by their address, of any.

    What is certain goes first: an item that only looks like a story never takes it from the item that is it.
    """
    sorted_items = Sorted()
    by_address = {story.identity: story for story in _stories(Q(identity__in=[one.identity for one in items]))}
    left = []
    for one in items:
        story = by_address.get(one.identity)
        if story is None:
            left.append(one)
        else:
            sorted_items.met[story.pk] = (story, one)
    left = _by_guid(source, left, sorted_items)
    left = _by_title(source, left, sorted_items)
    sorted_items.new = left
    return sorted_items


def _stories(which: Q) -> Iterable[Story]:
    return Story.objects.filter(which).defer("text").order_by()


def _by_guid(source: Source, items: list[Incoming], found: Sorted) -> list[Incoming]:
    guids = [one.guid for one in items if one.guid]
    if not guids or source.pk is None:
        return items
    by_guid = {story.guid: story for story in _stories(Q(source=source, guid__in=guids))}
    left = []
    for one in items:
        story = by_guid.get(one.guid)
        if story is None or not _is_same(story, one):
            left.append(one)
        else:
            found.met.setdefault(story.pk, (story, one))
    return left


def _is_same(story: Story, one: Incoming) -> bool:
    """Whether a guid means the same story: some servers give one guid to everything.

    An editor there may change address and headline, but hardly the moment as well.
    """
    same_moment = one.is_dated and abs(story.published_at - one.at) < SAME_MOMENT
    return same_moment or story.title == one.title or near(story.title, one.title)


def _by_title(source: Source, items: list[Incoming], found: Sorted) -> list[Incoming]:
    """Leave out what has the headline of another story of the same outlet, reworded by a word, within days."""
    if not items:
        return items
    first, last = min(one.at for one in items) - TITLES_WITHIN, max(one.at for one in items) + TITLES_WITHIN
    around = Q(published_at__gte=first, published_at__lte=last)
    # One that is only looked at has no stories yet.
    own = Story.objects.filter(around, source=source.pk) if source.pk else Story.objects.none()
    own = own.defer("text").order_by("-published_at", "-pk")[:TITLES_AT_MOST]
    keys = {one.title_key for one in items if one.title_key}
    # The same outlet may be two sources: of the world, and of politics.
    elsewhere = _stories(around & Q(title_key__in=keys)) if keys else []
    titles = _Titles(source.pk)
    stories = [*own, *elsewhere]
    texts = _texts(stories, items)
    for story in stories:
        titles.add(story.title, story, texts.get(story.pk, ""))
    left: list[Incoming] = []
    for one in items:
        other = titles.like(one)
        if other is None:
            left.append(one)
            titles.add(one.title, one, one.text)
        elif isinstance(other, Story):
            found.met.setdefault(other.pk, (other, one))
    return left


def _texts(stories: list[Story], items: list[Incoming]) -> dict[int, str]:
    """Return the texts of stories whose headline alone is too short to tell, where an item has the same."""
    short = {_plain(one.title) for one in items if not one.title_key and one.text}
    numbers = [story.pk for story in stories if not story.title_key and _plain(story.title) in short]
    return dict(Story.objects.filter(pk__in=numbers).order_by().values_list("pk", "text")) if numbers else {}


class _Titles:
    """Headlines, found by their words: comparing each with each would take seconds for a large feed."""

    def __init__(self, source: int | None) -> None:
        self._source = source
        self._known: list[tuple[str, Story | Incoming]] = []
        self._having: dict[str, list[int]] = {}
        self._short: dict[tuple[str, str], list[Story | Incoming]] = {}

    def add(self, title: str, what: Story | Incoming, text: str = "") -> None:
        if text and not what.title_key:
            self._short.setdefault((_plain(title), text), []).append(what)
        for word in _words(title):
            self._having.setdefault(word, []).append(len(self._known))
        self._known.append((title, what))

    def like(self, one: Incoming) -> Story | Incoming | None:
        # "Short title" says nothing; with the very same text it is the same story.
        for what in self._short.get((_plain(one.title), one.text), ()) if one.text and not one.title_key else ():
            if self._may_be(what, one):
                return what
        words = _words(one.title)
        shared: dict[int, int] = {}
        for word in words:
            for number in self._having.get(word, ()):
                shared[number] = shared.get(number, 0) + 1
        for number in heapq.nlargest(COMPARED_AT_MOST, shared, key=shared.__getitem__):
            title, what = self._known[number]
            # One word that changed, or an outlet's name at the end, leaves at least half of them.
            if shared[number] * 2 >= len(words) and self._may_be(what, one) and near(title, one.title):
                return what
        return None

    def _may_be(self, what: Story | Incoming, one: Incoming) -> bool:
        if isinstance(what, Incoming):
            return abs(what.at - one.at) <= TITLES_WITHIN
        same_outlet = (
            self._source is not None and what.source_id == self._source or host_of(what.url) == host_of(one.url)
        )
        return same_outlet and abs(what.published_at - one.at) <= TITLES_WITHIN


def _words(title: str) -> set[str]:
    return set(_WORDS.findall(title.casefold()))


def _plain(title: str) -> str:
    return " ".join(_WORDS.findall(title.casefold()))


def host_of(url: str) -> str:
    """Return the host of an address without www."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


def path_of(url: str) -> tuple[str, str]:
    """Return host and path: what stays when only parameters of an address churn."""
    return host_of(url), urlsplit(url).path.rstrip("/")
