"""Feeds of the whole newspaper, a section, a tag and an author, each in three formats and the page's language.

JSON goes back through the whole archive, page by page, and may be read by scripts of any site.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language

from articles import pagekeys
from articles.feeds import formats
from articles.feeds.entries import NEWEST, as_excerpt, entries_page
from articles.keyset import NEWEST as NEWEST_FIRST
from articles.keyset import Along, Place
from articles.models import Author, PublishedArticle, Section, Tag
from articles.origin import absolute
from articles.querysets import PublishedQuerySet, along_author, along_tag
from articles.site_files import icon_url
from articles.views.public import public_page
from newsroom.pagecache.filing import filed_under
from newsroom.site.models import SiteSettings

FORMATS: dict[str, tuple[Callable[[formats.Feed], bytes], str]] = {
    "rss": (formats.rss, "application/rss+xml; charset=utf-8"),
    "atom": (formats.atom, "application/atom+xml; charset=utf-8"),
    "json": (formats.json_feed, "application/feed+json; charset=utf-8"),
}
# Nothing here is anybody's own: scripts of other sites may read it, and see whether it changed.
FOR_ALL_SITES = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Last-Modified"}
MOST = 50
SEEN_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Channel:
    """What a feed is of. `name` is empty for the whole newspaper; `may_be_empty`: it is there without articles."""

    name: str
    description: str
    home_path: str
    editions: PublishedQuerySet
    may_be_empty: bool = True
    along: Along = NEWEST_FIRST


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _live() -> PublishedQuerySet:
    return PublishedArticle.objects.live().in_language(_language())


def site_channel() -> Channel:
    """The whole newspaper."""
    filed_under(pagekeys.stories(get_language() or settings.LANGUAGE_CODE))
    words = SiteSettings.load().local
    return Channel("", words.description or words.tagline, reverse("front"), _live())


def section_channel(slug: str) -> Channel:
    """One section, also a new one that has no articles yet."""
    section = get_object_or_404(Section, slug=slug)
    filed_under(pagekeys.section(section.pk))
    editions = _live().filter(section=section)
    return Channel(section.local.name, section.local.description, section.get_absolute_url(), editions)


def tag_channel(slug: str) -> Channel:
    """One tag that readers know."""
    tag = get_object_or_404(Tag, slug=slug, is_internal=False)
    filed_under(pagekeys.tag(tag.pk))
    live, along = PublishedArticle.objects.live(), along_tag(tag.pk, _language())
    return Channel(tag.local.name, tag.local.description, tag.get_absolute_url(), live, False, along)


def author_channel(slug: str) -> Channel:
    """One author."""
    author = get_object_or_404(Author, slug=slug)
    filed_under(pagekeys.author(author.pk))
    live, along = PublishedArticle.objects.live(), along_author(author.pk, _language())
    return Channel(author.local.name, author.local.role, author.get_absolute_url(), live, False, along)


def feed_view(channel: Callable[..., Channel], format_name: str) -> Callable[..., HttpResponse]:
    """Return the view of `channel` in one of `FORMATS`.

    The view answers 404 for a tag or an author without a live article in the page's language.
    """
    write, content_type = FORMATS[format_name]

    @public_page(asks=["before", "limit"])
    def feed(request: HttpRequest, **names: str) -> HttpResponse:
        chosen = channel(**names)
        place, size = asked_place(request) if format_name == "json" else (None, NEWEST)
        entries, older = entries_page(chosen.editions, size, place, chosen.along)
        if not entries and place is None and not chosen.may_be_empty:
            raise Http404(f"No live article for {request.path}.")
        settings_now = SiteSettings.load()
        site = settings_now.local
        if settings_now.feeds_are_excerpts:
            entries = [as_excerpt(entry) for entry in entries]
        self_url = absolute(request.path)
        limit = "" if size == NEWEST else f"limit={size}&"
        body = write(
            formats.Feed(
                title=f"{site.name}: {chosen.name}" if chosen.name else site.name,
                description=chosen.description,
                language=get_language() or settings.LANGUAGE_CODE,
                home_url=absolute(chosen.home_path),
                self_url=self_url,
                publisher=site.name,
                icon_url=icon_url(),
                next_url=f"{self_url}?{limit}before={older}" if older else "",
                entries=entries,
            )
        )
        headers = dict(FOR_ALL_SITES) if format_name == "json" else {}
        # Of older pages there are more than anybody should remember: their ETag must do.
        if request.GET.keys().isdisjoint({"before", "limit"}):
            headers["Last-Modified"] = http_date(first_seen(request.path, body))
        return HttpResponse(body, content_type=content_type, headers=headers)

    return feed


def asked_place(request: HttpRequest) -> tuple[Place | None, int]:
    """Return the place in the list that `?before=` asks for, and how many entries `?limit=` does.

    Raises:
        Http404: one of them is nothing that could be asked for. An answer under every mistyped address
            would be stored as often as somebody mistypes.
    """
    before, limit = request.GET.get("before"), request.GET.get("limit", str(NEWEST))
    try:
        place = Place.parse(before) if before is not None else None
    except ValueError:
        raise Http404(f"{before!r} is no place in the feed: take next_url from the page before it.") from None
    if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:9]) <= MOST):
        raise Http404(f"{limit!r} is no number of entries: ask for 1 to {MOST}.")
    return place, int(limit)


def first_seen(path: str, body: bytes) -> float:
    """Return when this very document was first served, as seconds since the epoch.

    The dates in a feed do not tell when it last changed: articles are withdrawn, small repairs
    carry no new date. So what was served is remembered; forgetting it costs one full answer.
    """
    key = f"feed-seen:{hashlib.sha256(path.encode()).hexdigest()}"
    digest = hashlib.sha256(body).hexdigest()
    seen = cache.get(key)
    if seen is None or seen[0] != digest:
        seen = (digest, timezone.now().timestamp())
        cache.set(key, seen, SEEN_SECONDS)
    return seen[1]
