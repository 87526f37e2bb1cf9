"""A single story by its pasted address: what its page says of itself becomes the same record as a feed's items."""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.body.values import without_controls
from articles.models import Story, StoryTag
from articles.models.sources import ADDRESS_LENGTH
from articles.models.stories import EXCERPT_LENGTH
from newsroom.audit.log import record
from newsroom.fetching import PAGE, PICTURE, Fetched, FetchFailed, Limits, fetch, may_link

from .formats.canonical import canonical_url, title_key
from .formats.pages import Page, read_oembed, read_page
from .incoming import FUTURE, TITLE_LENGTH
from .known import host_of
from .looking import tidy, why_no_address
from .picture_queue import TRIES, fetch_picture
from .stories import identity, index_stories, is_ours, write_down
from .tongues import guess_language, language_code
from .topics import Topics

# Somebody waits for the page.
SECONDS = 14.0
PAGE_SECONDS, OEMBED_SECONDS = 8.0, 3.0
OUTLET_LENGTH = 120
HTML = "text/html, application/xhtml+xml, */*;q=0.5"


class NotAStory(Exception):
    """Nothing that could stand in related news is there; `str()` is one sentence for an editor."""


@dataclass(frozen=True)
class Unfurled:
    """What a page says, cut to what the columns hold."""

    url: str
    title: str
    excerpt: str = ""
    outlet: str = ""
    language: str = ""
    language_is_guessed: bool = False
    published_at: datetime | None = None
    picture_url: str = ""


def unfurl(url: str, by: Any = None, *, seconds: float = SECONDS) -> Story:
    """Return the story at `url`: the one that is known, or a new one with what its page says.

    Args:
        by: the account that pasted it.
        seconds: how long all of it may take, the thumbnail included; a late one comes by itself.

    Raises:
        NotAStory: no address of the web, one of this site, or a page without a title.
        FetchFailed: nothing came, in a sentence.
    """
    until = time.monotonic() + seconds
    address = tidy(url)
    if not address:
        words = _("“%(address)s” is no web address: copy it from the address line of a browser.")
        raise NotAStory(why_no_address(url) or words % {"address": url.strip()[:200]})
    if known := known_at(address):
        return known
    said = read(address, _within(until, PAGE_SECONDS))
    if known := known_at(said.url):
        return known
    with transaction.atomic():
        story = add(said, by=by)
        transaction.on_commit(lambda: index_stories([story.pk]))
    if story.picture_url:
        fetch_picture(story.pk, replace(PICTURE, total_seconds=max(until - time.monotonic(), 1.0)))
        story.refresh_from_db()
    return story


def known_at(url: str) -> Story | None:
    """Return the story at an address, if there is one.

    Raises:
        NotAStory: it is an address of this site.
    """
    if is_ours(url):
        words = _("%(address)s is an address of our own site: choose the article itself instead.")
        raise NotAStory(words % {"address": url[:200]})
    return Story.objects.filter(identity=identity(url)).first()


def read(url: str, limits: Limits = PAGE) -> Unfurled:
    """Fetch the page at `url` and return what it says.

    Raises:
        FetchFailed: nothing came.
        NotAStory: it has no title, or leads to this site.
    """
    fetched = fetch(url, limits=limits, accept=HTML)
    page = read_page(fetched.body, content_type=fetched.headers.get("content-type", ""), url=fetched.url)
    page = _with_oembed(page)
    address = _address(page, fetched)
    if is_ours(address):
        words = _("%(address)s leads to our own site: choose the article itself instead.")
        raise NotAStory(words % {"address": url[:200]})
    title = without_controls(page.title).strip()[:TITLE_LENGTH]
    if not title:
        words = _("The page at %(address)s does not say what it is called: write its words yourself.")
        raise NotAStory(words % {"address": url[:200]})
    excerpt = without_controls(page.excerpt).strip()[:EXCERPT_LENGTH]
    picture = may_link(page.picture_url)
    language = language_code(page.language)
    guessed = "" if language else guess_language(f"{title} {page.excerpt} {page.text}")
    return Unfurled(
        url=address,
        title=title,
        excerpt=excerpt,
        outlet=without_controls(page.site_name).strip()[:OUTLET_LENGTH],
        language=language or guessed,
        language_is_guessed=bool(guessed),
        published_at=page.published_at,
        picture_url=picture if len(picture) <= ADDRESS_LENGTH else "",
    )


def add(said: Unfurled, *, by: Any = None, **own: Any) -> Story:
    """Write down a story by what is said of it, in the caller's transaction, with the tags that its words name.

    Args:
        own: our editors' words, as `own_title`.
    """
    now = timezone.now()
    at = said.published_at if said.published_at and said.published_at <= now + FUTURE else None
    story = write_down(
        said.url,
        title=said.title,
        by=by,
        excerpt=said.excerpt,
        outlet=said.outlet,
        language=said.language,
        picture_url=said.picture_url,
        language_is_guessed=said.language_is_guessed,
        published_at=min(at, now) if at else now,
        is_dated=at is not None,
        # Its page was read just now: it is not asked for a picture once more.
        thumbnail_tries=0 if said.picture_url else TRIES,
        **own,
    )
    tags = Topics.of_readers().named_in(story.shown_title, story.shown_excerpt)
    StoryTag.objects.bulk_create(
        [StoryTag(story=story, tag_id=tag, published_at=StoryTag.moment(story)) for tag in tags],
        ignore_conflicts=True,
    )
    record("story.added", story, by=by, address=story.url[:300])
    return story


def refresh(story: Story, said: Unfurled) -> list[str]:
    """Write what the page of a story says now, and return which fields changed. Our own words are never touched.

    A source's story keeps the words of its feed, which would come back in the next round.
    """
    fields: dict[str, Any] = {}
    if story.source_id is None:
        fields = {"title": said.title, "title_key": title_key(said.title), "excerpt": said.excerpt or story.excerpt}
        fields |= {"outlet": said.outlet or story.outlet}
        if said.language:
            fields |= {"language": said.language, "language_is_guessed": said.language_is_guessed}
    if said.picture_url and not story.thumbnail:
        fields |= {"picture_url": said.picture_url, "thumbnail_tries": 0}
    changed = [name for name, value in fields.items() if getattr(story, name) != value]
    if changed:
        for name in changed:
            setattr(story, name, fields[name])
        story.save(update_fields=changed)
        index_stories([story.pk])
    return changed


def _with_oembed(page: Page) -> Page:
    """Fill in what a page leaves to its oEmbed address, which is asked only then.

    JSON-LD and Open Graph are believed before it, and it before what stands in the <title>.
    """
    if not page.oembed_url or (page.title and not page.has_bare_title and page.picture_url):
        return page
    try:
        fetched = fetch(page.oembed_url, limits=replace(PAGE, total_seconds=OEMBED_SECONDS), accept="application/json")
    except FetchFailed:
        return page
    said = read_oembed(fetched.body, content_type=fetched.headers.get("content-type", ""), url=fetched.url)
    return replace(
        page,
        title=page.title if page.title and not page.has_bare_title else said.title or page.title,
        has_bare_title=page.has_bare_title and not said.title,
        picture_url=page.picture_url or said.picture_url,
        site_name=page.site_name or said.site_name,
    )


def _address(page: Page, fetched: Fetched) -> str:
    """Return the address that the page calls its own, if it is the same outlet's: nobody speaks for another site."""
    here = canonical_url(fetched.url) or fetched.url
    address = may_link(page.url) if host_of(page.url) == host_of(fetched.url) else ""
    return address if address and len(address) <= ADDRESS_LENGTH else here


def _within(until: float, seconds: float) -> Limits:
    return replace(PAGE, total_seconds=max(min(until - time.monotonic(), seconds), 0.1))
