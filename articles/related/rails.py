"""From other outlets: their newest stories with some tags, beside our own on the page of a tag, section or author."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from articles.models import Author, PublishedArticle, PublishedRelatedLink, PublishedTagging, Section, Story, StoryTag
from articles.querysets import live_condition
from newsroom.site.models import SiteSettings

from .lines import Line, can_be_followed, line_of_story, wording

SHOWN = 5
TAGS = 6
# How far into each tag's newest stories is looked, however many of them may not be shown.
DEPTH = 60
_TAGS_SECONDS = 60


def rail(tags: Sequence[int], language: str) -> list[Line]:
    """Return the newest stories with one of these tags that readers of a language may see, in one query.

    They come from trusted sources; of the others only those that an editor put beside an article that is
    public now. None where the whole site shows no such lists.

    Args:
        tags: their numbers; the first few count.
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
    said: set[str] = set()
    lines: list[Line] = []
    for story in found[: SHOWN * 4]:
        wordings = {wording(story.shown_title), story.title_key} - {""}
        if can_be_followed(story) and not wordings & said:
            said |= wordings
            lines.append(line_of_story(story, is_vouched_for=story.is_vouched_for))
    return lines[:SHOWN]


def tags_of_section(section: Section) -> list[int]:
    """Return the tags that editors chose for the list beside a section. Asked once a minute."""
    return _kept(
        f"rail-tags:section:{section.pk}",
        lambda: section.rail_tags.order_by("name").values_list("pk", flat=True)[:TAGS],
    )


def tags_of_author(author: Author, articles: Iterable[PublishedArticle]) -> list[int]:
    """Return the tags that `articles`, an author's newest, carry most. Asked once a minute."""
    taggings = PublishedTagging.objects.filter(content_object__in=[article.pk for article in articles])
    public = taggings.filter(tag__is_internal=False, tag__shows_outside=True)
    most = public.values("tag").annotate(times=Count("pk")).order_by("-times", "tag").values_list("tag", flat=True)
    languages = "-".join(sorted({article.language for article in articles}))
    return _kept(f"rail-tags:author:{author.pk}:{languages}", lambda: most[:TAGS])


def forget_section(section: Section) -> None:
    """Let the next page ask which tags belong to a section."""
    cache.delete(f"rail-tags:section:{section.pk}")


def _newest(tags: Sequence[int]) -> QuerySet[Any]:
    """Return the numbers of each tag's newest stories: one look into one index a tag."""
    parts = []
    for tag in tags:
        newest = StoryTag.objects.filter(tag=tag).order_by("-published_at", "-story").values("story")[:DEPTH]
        parts.append(Story.objects.filter(pk__in=newest).order_by().values("pk"))
    return parts[0].union(*parts[1:])


def _kept(key: str, ask: Callable[[], Iterable[int]]) -> list[int]:
    found = cache.get(key)
    if found is None:
        found = list(ask())
        cache.set(key, found, _TAGS_SECONDS)
    return found
