"""From other outlets: their newest stories with some tags, beside our own on the page of a tag, section or author."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import PublishedArticle, PublishedRelatedLink, PublishedTagging, Section, Story, StoryTag, Tag
from articles.querysets import live_condition
from newsroom.prepared import prepared
from newsroom.site.models import SiteSettings

from .lines import Line, can_be_followed, line_of_story
from .told import Told

SHOWN = 5
TAGS = 6
# How far into each tag's newest stories is looked, however many of them may not be shown.
DEPTH = 60

# A tag's number, or a question that has it for an answer.
type AnyTag = int | QuerySet[Any]


def rail_of_tag(tag: Tag, language: str) -> list[Line]:
    """Return the newest stories with this tag that readers of a language may see, in one query.

    They come from trusted sources; of the others only those that an editor put beside an article that is
    public now. None where the whole site shows no such lists.
    """
    return _lines(_with_tag, tag=tag.pk, language=language)


def rail_of_section(section: Section, language: str) -> list[Line]:
    """Return likewise the newest with one of the tags that editors chose for the list beside a section."""
    return _lines(_beside_section, section=section.pk, language=language)


def rail_of_author(articles: Iterable[PublishedArticle], language: str) -> list[Line]:
    """Return likewise the newest with one of the tags that `articles`, an author's newest, carry most."""
    return _lines(_beside_articles, articles=tuple(article.pk for article in articles), language=language)


def _lines(ask: Callable[..., list[Any]], *, language: str, **about: Any) -> list[Line]:
    if not SiteSettings.load().shows_outside:
        return []
    found = ask(language=language, dialects=f"{language}-", now=timezone.now(), **about)
    told = Told()
    lines: list[Line] = []
    for story in found:
        if len(lines) < SHOWN and can_be_followed(story) and not told.has_story(story):
            told.add_story(story)
            lines.append(line_of_story(story, is_vouched_for=story.is_vouched_for))
    return lines


@prepared
def _with_tag(*, tag: int, language: str, dialects: str, now: datetime) -> QuerySet[Story]:
    return _newest([tag], language, dialects, now)


@prepared
def _beside_section(*, section: int, language: str, dialects: str, now: datetime) -> QuerySet[Story]:
    chosen = Section.rail_tags.through.objects.filter(section=section).order_by("tag").values("tag")
    return _newest(_each(chosen), language, dialects, now)


@prepared
def _beside_articles(*, articles: tuple[int, ...], language: str, dialects: str, now: datetime) -> QuerySet[Story]:
    taggings = PublishedTagging.objects.filter(content_object__pk__in=articles)
    public = taggings.filter(tag__is_internal=False, tag__shows_outside=True)
    most = public.values("tag").annotate(times=Count("pk")).order_by("-times", "tag").values("tag")
    return _newest(_each(most), language, dialects, now)


def _each(tags: QuerySet[Any]) -> Sequence[AnyTag]:
    """Return the first, the second … of `tags` as questions inside a question: nothing is asked for them alone."""
    return [tags[place : place + 1] for place in range(TAGS)]


def _newest(tags: Sequence[AnyTag], language: str, dialects: str, now: datetime) -> QuerySet[Story]:
    """Return what a list is chosen from: of each tag's newest, one look into one index a tag, those to be shown."""
    parts = []
    for tag in tags:
        newest = StoryTag.objects.filter(Q(tag=tag)).order_by("-published_at", "-story").values("story")[:DEPTH]
        parts.append(Story.objects.filter(pk__in=newest).order_by().values("pk"))
    found = Story.objects.usable().filter(pk__in=parts[0].union(*parts[1:]))
    found = found.filter(Q(language__in=["", language]) | Q(language__istartswith=dialects))
    public = PublishedRelatedLink.objects.filter(live_condition("article__", now), story=OuterRef("pk"))
    found = found.annotate(is_vouched_for=Exists(public))
    shown = found.filter(Q(source__is_trusted=True) | Q(is_vouched_for=True))
    return shown.for_lines().newest_first()[: SHOWN * 4]
