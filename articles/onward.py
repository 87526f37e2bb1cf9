"""Where a reader goes from an article: related news, the section's newest, the article in other languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from .models import Picture, PublishedArticle, PublishedRelatedLink

RELATED = 6
FILLED = 4
MORE = 5


@dataclass(frozen=True)
class RelatedStory:
    """One line of Related news; `url` leads away from this site when `is_outside`, and `outlet` says where to."""

    title: str
    url: str
    excerpt: str
    outlet: str
    picture: Picture | None
    is_outside: bool


@dataclass(frozen=True)
class Onward:
    """What stands beside and below an article."""

    related: list[RelatedStory]
    more: list[PublishedArticle]


def surroundings(edition: PublishedArticle, article_ids: Iterable[int]) -> list[PublishedArticle]:
    """Return the live editions of `article_ids`, and the translations of `edition`, in one query."""
    return list(
        PublishedArticle.objects.live()
        .filter(Q(article__in=set(article_ids)) | Q(translation_group=edition.translation_group))
        .exclude(pk=edition.pk)
        .defer("body", "plain_text")
        .select_related("section", "lead_picture")
        .order_by("-published_at", "-pk")
    )


def translations(edition: PublishedArticle, around: Iterable[PublishedArticle]) -> dict[str, str]:
    """Return language code → path of every live form of `edition`'s story, its own included."""
    others = {
        other.language: other.get_absolute_url()
        for other in around
        if other.translation_group == edition.translation_group and other.language != edition.language
    }
    return {edition.language: edition.get_absolute_url(), **others}


def onward(
    edition: PublishedArticle, links: Iterable[PublishedRelatedLink], editions: Mapping[int, PublishedArticle]
) -> Onward:
    """Return where readers of `edition` may go next.

    Args:
        links: what editors chose, in order.
        editions: live editions by article, for those of `links` that are our own; a target that
            is not live now is left out.

    When nothing of what was chosen can be shown, the newest of the section stand there, or of the
    whole newspaper if the section has nothing else.
    """
    related = [story for link in links if (story := _story(link, editions))][:RELATED]
    shown = {link.target_id for link in links}
    newest = [other for other in _newest(edition) if other.article_id not in shown]
    if related:
        return Onward(related, newest[:MORE])
    return Onward([own_story(other) for other in newest[:FILLED]], newest[FILLED : FILLED + MORE])


def own_story(edition: PublishedArticle) -> RelatedStory:
    """Return one of our own articles as a line of Related news."""
    return RelatedStory(
        title=edition.headline,
        url=edition.get_absolute_url(),
        excerpt=edition.deck,
        outlet="",
        picture=edition.lead_picture,
        is_outside=False,
    )


def _story(link: PublishedRelatedLink, editions: Mapping[int, PublishedArticle]) -> RelatedStory | None:
    if link.target_id:
        target = editions.get(link.target_id)
        return own_story(target) if target else None
    if link.story is None or not link.story.is_usable:
        return None
    story = link.story
    words = (story.shown_title, story.url, story.shown_excerpt, story.shown_outlet)
    return RelatedStory(*words, picture=story.own_picture, is_outside=True)


def _newest(edition: PublishedArticle) -> list[PublishedArticle]:
    others = (
        PublishedArticle.objects.live()
        .in_language(edition.language)
        .exclude(article=edition.article_id)
        .defer("body", "plain_text")
        .select_related("section", "lead_picture")
        .newest_first()
    )
    # Those chosen by hand may be among the newest, and are not shown twice.
    enough = RELATED + MORE
    section = others.filter(section=edition.section_id)[:enough] if edition.section_id else []
    return list(section) or list(others[:enough])
