"""What is out of the question beside a text: itself, what stands there already, and what was banned."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q

from articles.body.tree import parse
from articles.manuscript import Manuscript
from articles.models import Article, PublishedArticle, Story
from articles.references import named_in_body

from .choosing import Named, banned
from .stories import identity
from .told import Told


@dataclass
class Taken:
    """What may not be offered. `groups` are those of articles that stand there: their translations are no news."""

    named: Named = field(default_factory=Named)
    groups: set[UUID] = field(default_factory=set)
    told: Told = field(default_factory=Told)

    def has_article(self, edition: PublishedArticle) -> bool:
        return edition.article_id in self.named.articles or edition.translation_group in self.groups

    def has_story(self, story: Story) -> bool:
        return story.pk in self.named.stories or self.told.has_story(story)


def taken(manuscript: Manuscript) -> Taken:
    """Return what stands in `manuscript` already, or must not: five queries at most."""
    article = manuscript.article
    named = banned(article)
    # Of what stands there, or was never wanted, the same story of another outlet is not wanted either.
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
    told = Told()
    told.add(article.headline)
    links = {identity(url) for url in outside_links(body)}
    known = standing.stories | named.stories
    if known or links:
        stories = Story.objects.filter(Q(pk__in=known) | Q(identity__in=links))
        for pk, title, own, key in stories.values_list("pk", "title", "own_title", "title_key"):
            standing.stories.add(pk)
            told.add(title, own, keys=[key])
    groups = {article.translation_group}
    if standing.articles:
        groups |= set(Article.objects.filter(pk__in=standing.articles).values_list("translation_group", flat=True))
    named.articles |= standing.articles
    named.stories |= standing.stories
    return Taken(named, groups, told)


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
