"""From other outlets: their newest stories with some tags, beside our own on the page of a tag, section or author."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from articles.models import PublishedArticle, PublishedRelatedLink, PublishedTagging, Section, Story, StoryTag
from articles.querysets import live_condition
from newsroom.site.models import SiteSettings

from .lines import Line, can_be_followed, line_of_story
from .told import Told

SHOWN = 5
TAGS = 6
# How far into each tag's newest stories is looked, however many of them may not be shown.
DEPTH = 60

# A tag's number, or a question that has it for an answer.
type AnyTag = int | QuerySet[Any]


def rail(tags: Sequence[AnyTag], language: str) -> list[Line]:
    """Return the newest stories with one of these tags that readers of a language may see, in one query.

    They come from trusted sources; of the others only those that an editor put beside an article that is
    public now. None where the whole site shows no such lists.

    Args:
        tags: the first few count.
    """
    if not tags or not SiteSettings.load().shows_outside:
        return []
    vouched_for = Exists(PublishedRelatedLink.objects.filter(live_condition("article__"), story=OuterRef("pk")))
    found = (
        Story.objects.usable()
        .filter(pk__in=_newest(tags[:TAGS]))
        .filter(Q(language__in=["", language]) | Q(language__istartswith=f"{language}-"))
        .annotate(is_vouched_for=vouched_for)
        .filter(Q(source__is_trusted=True) | Q(is_vouched_for=True))
        .for_lines()
        .newest_first()
    )
    told = Told()
    lines: list[Line] = []
    for story in found[: SHOWN * 4]:
        if len(lines) < SHOWN and can_be_followed(story) and not told.has_story(story):
            told.add_story(story)
            lines.append(line_of_story(story, is_vouched_for=story.is_vouched_for))
    return lines


def tags_of_section(section: Section) -> Sequence[AnyTag]:
    """Return the tags that editors chose for the list beside a section."""
    chosen = Section.rail_tags.through.objects.filter(section=section.pk).order_by("tag").values("tag")
    return _each(chosen)


def tags_of_author(articles: Iterable[PublishedArticle]) -> Sequence[AnyTag]:
    """Return the tags that `articles`, an author's newest, carry most."""
    taggings = PublishedTagging.objects.filter(content_object__in=[article.pk for article in articles])
    public = taggings.filter(tag__is_internal=False, tag__shows_outside=True)
    return _each(public.values("tag").annotate(times=Count("pk")).order_by("-times", "tag").values("tag"))


def _each(tags: QuerySet[Any]) -> Sequence[AnyTag]:
    """Return the first, the second … of `tags` as questions inside a question: nothing is asked for them alone."""
    return [tags[place : place + 1] for place in range(TAGS)]


def _newest(tags: Sequence[AnyTag]) -> QuerySet[Any]:
    """Return the numbers of each tag's newest stories: one look into one index a tag."""
    parts = []
    for tag in tags:
        newest = StoryTag.objects.filter(Q(tag=tag)).order_by("-published_at", "-story").values("story")[:DEPTH]
        parts.append(Story.objects.filter(pk__in=newest).order_by().values("pk"))
    return parts[0].union(*parts[1:])
