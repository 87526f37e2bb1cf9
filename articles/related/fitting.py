"""Whether a story fits beside an article by a rule: source, language, days, tags, likeness, and no copy of it there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from articles.models import (
    ApprovalRule,
    PublishedArticle,
    PublishedRelatedLink,
    PublishedTagging,
    RelatedBan,
    RelatedByRule,
    RelatedLink,
    Source,
    Story,
    StoryTag,
    Tag,
)
from articles.querysets import live_condition

from . import cards
from .reasons import days_between, reasons, same_language
from .stories import identity
from .subjects import topics_of
from .taken import outside_links
from .told import Told

_STORY = ("story", "story__title", "story__own_title", "story__title_key")


class Pair(NamedTuple):
    """An article and a story that read alike: how much, from 0 to 1, and words that both have."""

    article: int
    story: int
    likeness: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """A story that fits beside an article, and why in words. `score` is of 100."""

    edition: PublishedArticle
    story: Story
    score: int
    reasons: list[str]

    @property
    def reason(self) -> str:
        return "; ".join(self.reasons)


def fitting(
    rule: ApprovalRule,
    editions: Mapping[int, PublishedArticle],
    pairs: Iterable[Pair],
    kept: Collection[int] = (),
) -> dict[int, list[Fit]]:
    """Return what fits of `pairs`, by article, the likest first and no more than the rule allows.

    A constant number of queries, whatever the number of pairs.

    Args:
        editions: the public editions of the articles in `pairs`, by article.
        kept: articles that keep what the rule approved for them: it is not found again, nor anything like it.
    """
    # A pair may have been found from both its sides.
    pairs = list({pair[:2]: pair for pair in pairs if 100 * pair.likeness >= rule.least_score}.values())
    stories = _stories(rule, {pair.story for pair in pairs})
    pairs = [pair for pair in pairs if pair.story in stories]
    pairs = [pair for pair in pairs if _is_near(rule, editions[pair.article], stories[pair.story])]
    shared = _Shared(pairs, editions, stories)
    pairs = [pair for pair in pairs if len(shared.tags(pair)) >= rule.shared_tags]
    pairs.sort(key=lambda pair: (-pair.likeness, -stories[pair.story].published_at.timestamp()))
    out = _Out(rule, {pair.article: editions[pair.article] for pair in pairs}, kept)
    found: dict[int, list[Fit]] = {}
    for pair in pairs:
        story, fits = stories[pair.story], found.setdefault(pair.article, [])
        if len(fits) < rule.at_most and not out.has(pair.article, story):
            out.add(pair.article, story)
            fits.append(_fit(pair, editions[pair.article], story, shared.tags(pair)))
    return {article: fits for article, fits in found.items() if fits}


def _stories(rule: ApprovalRule, numbers: set[int]) -> dict[int, Story]:
    chosen = {source.pk for source in rule.sources.all()}
    known = cards.with_looks(Story.objects.usable()).in_bulk(numbers)
    return {pk: story for pk, story in known.items() if story.source and _is_of(story.source, chosen)}


def _is_of(source: Source, chosen: set[int]) -> bool:
    return source.is_trusted and (not chosen or source.pk in chosen)


def _is_near(rule: ApprovalRule, edition: PublishedArticle, story: Story) -> bool:
    language = story.language or (story.source.language if story.source else "")
    # Where nobody said which language it is, a rule that asks for one is not met.
    speaks = not rule.same_language or bool(language) and same_language(language, edition.language)
    return speaks and _days(edition, story) <= rule.days


def _days(edition: PublishedArticle, story: Story) -> int:
    return days_between(story.published_at, edition.published_at)


def _fit(pair: Pair, edition: PublishedArticle, story: Story, shared: list[Tag]) -> Fit:
    language = "" if same_language(story.language, edition.language) else story.language
    days = _days(edition, story)
    why = reasons(shared=shared, words=pair.words, likeness=pair.likeness, days=days, language=language)
    return Fit(edition, story, round(100 * pair.likeness), why)


class _Shared:
    """The tags of articles that stories bear, or name in title or excerpt."""

    def __init__(self, pairs: list[Pair], editions: Mapping[int, PublishedArticle], stories: Mapping[int, Story]):
        self._of_edition: dict[int, dict[int, Tag]] = {}
        self._of_story: dict[int, set[int]] = {}
        numbers = {editions[pair.article].pk: pair.article for pair in pairs}
        taggings = PublishedTagging.objects.filter(content_object__in=numbers, tag__is_internal=False)
        for tagging in taggings.select_related("tag"):
            self._of_edition.setdefault(numbers[tagging.content_object_id], {})[tagging.tag_id] = tagging.tag
        named = {pair.story for pair in pairs}
        for story, tag in StoryTag.objects.filter(story__in=named).values_list("story", "tag"):
            self._of_story.setdefault(story, set()).add(tag)
        topics = topics_of({tag for tags in self._of_edition.values() for tag in tags.values()})
        for pk in named:
            found = topics.named_in(stories[pk].shown_title, stories[pk].shown_excerpt)
            self._of_story[pk] = self._of_story.get(pk, set()) | set(found)

    def tags(self, pair: Pair) -> list[Tag]:
        return [tag for pk, tag in self._of_edition.get(pair.article, {}).items() if pk in self._of_story[pair.story]]


class _Out:
    """What stands beside the articles already, or must not: chosen, banned, linked, or the same story again."""

    def __init__(self, rule: ApprovalRule, editions: Mapping[int, PublishedArticle], kept: Collection[int]):
        self._stories: set[tuple[int, int]] = set()
        self._told = {article: Told() for article in editions}
        # Another outlet's copy of the article itself is no further news.
        for article, edition in editions.items():
            self._told[article].add(edition.headline)
        self._links: set[tuple[int, str]] = set()
        public = PublishedRelatedLink.objects.filter(live_condition("article__"), article__article__in=editions)
        for rows in (
            public.values_list("article__article", *_STORY),
            RelatedLink.objects.filter(article__in=editions).values_list("article", *_STORY),
            RelatedByRule.objects.filter(article__in=editions)
            .exclude(rule=rule, article__in=editions.keys() - set(kept))
            .values_list("article", *_STORY),
            RelatedBan.objects.filter(article__in=editions, story__isnull=False).values_list("article", *_STORY),
        ):
            for article, story, title, own, key in rows:
                self._stories.add((article, story))
                self._told[article].add(title or "", own or "", keys=[key or ""])
        bodies = PublishedArticle.objects.filter(pk__in=[edition.pk for edition in editions.values()])
        for article, body in bodies.values_list("article", "body"):
            self._links |= {(article, identity(url)) for url in outside_links(body)}

    def has(self, article: int, story: Story) -> bool:
        if (article, story.pk) in self._stories or (article, story.identity) in self._links:
            return True
        return self._told[article].has_story(story)

    def add(self, article: int, story: Story) -> None:
        self._stories.add((article, story.pk))
        self._told[article].add_story(story)
