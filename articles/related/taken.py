"""What is out of the question beside a text: itself, what stands there already, and what was banned."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q

from articles.body.tree import parse
from articles.manuscript import Manuscript
from articles.models import PublishedArticle, Story
from articles.references import named_in_body

from .choosing import Named, banned
from .formats.canonical import title_key
from .stories import identity


@dataclass
class Taken:
    """What may not be offered. `titles` are the keys of titles: the same story of another outlet has the same."""

    named: Named = field(default_factory=Named)
    group: UUID | None = None
    titles: set[str] = field(default_factory=set)

    def has_article(self, edition: PublishedArticle) -> bool:
        return edition.article_id in self.named.articles or edition.translation_group == self.group

    def has_story(self, story: Story) -> bool:
        return story.pk in self.named.stories or bool(story.title_key) and story.title_key in self.titles


def taken(manuscript: Manuscript) -> Taken:
    """Return what stands in `manuscript` already, or must not: four queries at most."""
    article = manuscript.article
    named = banned(article)
    # Of what is banned the same story of another outlet may be offered; of what stands there it may not.
    standing = Named({line.target_id for line in manuscript.related if line.target_id})
    standing.stories = {line.story_id for line in manuscript.related if line.story_id}
    if article.pk:
        named.articles.add(article.pk)
    body = article.body or ""
    paths = set()
    for one in named_in_body(body):
        if one.target_article:
            standing.articles.add(one.target_article)
        elif one.target_url:
            paths.add(one.target_url)
    standing.articles |= _living_at(paths)
    # Another outlet's copy of this very article is no further news.
    titles = {title_key(article.headline)} - {""}
    links = {identity(url) for url in outside_links(body)}
    if standing.stories or links:
        stories = Story.objects.filter(Q(pk__in=standing.stories) | Q(identity__in=links))
        for pk, title in stories.values_list("pk", "title_key"):
            standing.stories.add(pk)
            titles |= {title} if title else set()
    named.articles |= standing.articles
    named.stories |= standing.stories
    return Taken(named, article.translation_group, titles)


def outside_links(body: str) -> set[str]:
    """Return the web addresses that a stored body links to."""
    if "<a " not in body:
        return set()
    found = (link.get("href", "") for link in parse(body).iter("a"))
    return {address for address in found if address.startswith(("http://", "https://"))}


def article_at(path: str) -> int | None:
    """Return the number of the article that lives at `path` of this site."""
    return next(iter(_living_at({path})), None)


def _living_at(paths: Iterable[str]) -> set[int]:
    """Return the articles that live at `paths`, in one query."""
    wanted = {urlsplit(path).path.rstrip("/") + "/" for path in paths}
    slugs = {path.rstrip("/").rpartition("/")[2] for path in wanted} - {""}
    editions = PublishedArticle.objects.live().filter(slug__in=slugs) if slugs else PublishedArticle.objects.none()
    editions = editions.only("article", "slug", "language", "published_at")
    return {edition.article_id for edition in editions if edition.get_absolute_url() in wanted}
