"""Which pages readers ask for first when an article is news: it, the fronts and lists it leads, and the feeds."""

from django.urls import reverse
from django.utils import translation

from newsroom.pagecache.warming import wants

from . import pagekeys
from .companions import lite_path
from .models import PublishedArticle

# Feeds that most readers of feeds have.
FEEDS = ("feed_rss", "feed_json")


@wants
def first_asked_for(keys: set[str]) -> list[str]:
    """Return the paths of pages about the articles that the keys say are news, the most wanted first."""
    editions = (
        PublishedArticle.objects.live()
        .filter(article__in=pagekeys.articles_around(keys))
        .select_related("section")
        .newest_first()
        .defer("body", "plain_text")
    )
    first: list[str] = []
    lists: list[str] = []
    for edition in editions[:10]:
        with translation.override(edition.language):
            first += [edition.get_absolute_url(), reverse("front")]
            lists += [edition.section.get_absolute_url()] if edition.section else []
            lists += [tag.get_absolute_url() for tag in edition.tags.all() if not tag.is_internal]
            lists += [*(reverse(feed) for feed in FEEDS), lite_path(edition)]
    return list(dict.fromkeys([*first, *lists]))
