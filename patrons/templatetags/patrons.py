"""What the patrons' room shows on readers' pages. The same for everybody: nothing here looks at who asks."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse

from newsroom.site.models import SiteSettings, local_link
from newsroom.view_paths import path_of
from patrons import answering, appeals, offers
from patrons import other_ways as ways

register = template.Library()


def _appeal(article: int | None = None) -> dict[str, Any]:
    settings, now = SiteSettings.load(), appeals.current()
    form = path_of("support")
    url = local_link(settings.appeal_url) or (form if now.is_open else "")
    if article and now.is_open and url == form:
        url = f"{url}?from={article}"
    return {
        "appeal": settings.local,
        "url": url,
        "other_url": local_link(settings.appeal_other_url),
        "progress": now.progress,
    }


@register.inclusion_tag("patrons/_support_box.html")
def support_box(article: int | None = None) -> dict[str, Any]:
    """The appeal under an article: headline, text, one button, one link, in the editors' words.

    Args:
        article: the number of the article, so that a pledge can say what brought it.
    """
    return _appeal(article)


@register.inclusion_tag("patrons/_support_band.html")
def support_band() -> dict[str, Any]:
    """The appeal as a band across the front page."""
    return _appeal()


@register.inclusion_tag("patrons/_support_foot.html")
def support_foot() -> dict[str, Any]:
    """The appeal at the foot of every page: a line and a link, once there is a form to lead to."""
    return _appeal() if appeals.current().is_open else {}


@register.inclusion_tag("patrons/_campaign_box.html")
def campaign_box() -> dict[str, Any]:
    """The campaign of now, beside the form."""
    return {"progress": appeals.current().progress}


@register.inclusion_tag("patrons/_other_ways.html")
def other_ways() -> dict[str, Any]:
    """Other ways to give as staff wrote them, where else to become a patron, and the second link of the appeal."""
    settings = SiteSettings.load()
    url = local_link(settings.appeal_other_url)
    words = settings.local.appeal_other
    return {
        "url": url if words and url != reverse("support") else "", "words": words, "ways": ways.current(),
        "elsewhere": offers.elsewhere(),
    }  # fmt: skip


@register.simple_tag
def support_url() -> str:
    """Where a button of support leads; empty when there is nowhere to go."""
    url: str = _appeal()["url"]
    return url


@register.inclusion_tag("patrons/_chosen.html")
def chosen_by_patrons(article: int | None) -> dict[str, Any]:
    """The label of an article that patrons voted for, with the way to the topic; nothing on any other article.

    Args:
        article: the number of the article.
    """
    topic = answering.labels().get(article or 0)
    return {"url": reverse("topic", args=[topic]) if topic else ""}


@register.simple_tag
def is_chosen(article: int | None) -> bool:
    """Whether patrons voted for an article, for a card in a list: a look at what is kept, no question a card."""
    return article in answering.labels()


@register.simple_tag
def chosen_among(stories: Iterable[Any]) -> tuple[int, ...]:
    """The numbers of those articles among stories that patrons voted for, for a part that shows several."""
    labelled = answering.labels()
    return tuple(story.article_id for story in stories if story.article_id in labelled)
