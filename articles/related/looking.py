"""A look at an address that somebody gave: which feed is there, and what would come in. Nothing is written."""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, ngettext_lazy

from articles.models import Source
from newsroom.fetching import FEED, Failure, Fetched, FetchFailed, Limits, fetch, may_link, refused_unasked

from . import reading
from .formats import NotAFeed
from .formats.canonical import identity_key
from .formats.discover import FoundFeed, feeds_of, guesses, is_page
from .formats.youtube import feed_address
from .incoming import Harvest, Incoming, harvest
from .keeping import NEW_AT_ONCE
from .known import sort_out
from .stories import is_ours
from .tongues import language_code

# Somebody sits before the page and waits.
SECONDS = 14.0
SECONDS_EACH = 8.0
TRIES_AT_MOST = 12
# How long other feeds are looked for where the given one is refused.
SECONDS_FOR_OTHERS = 5.0
NAMED_AT_MOST = 5
SHOWN, OLD_SHOWN = 10, 3
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"feed:(?://)?", re.IGNORECASE)


LEFT_OUT = {
    "without_address": ngettext_lazy(
        "%d item has no address and cannot be shown.", "%d items have no address and cannot be shown."
    ),
    "without_title": ngettext_lazy(
        "%d item has no title and cannot be shown.", "%d items have no title and cannot be shown."
    ),
    "ours": ngettext_lazy(
        "%d item leads to our own site and stays out.", "%d items lead to our own site and stay out."
    ),
}


class Refused(Exception):
    """It cannot be; the sentence says why, and the way out. `others` are feeds that may be meant instead."""

    def __init__(self, sentence: str, others: Iterable[FoundFeed] = ()) -> None:
        super().__init__(sentence)
        self.others = list(others)


@dataclass
class Found:
    """A feed, and what would come in from it.

    `existing` is the source that has this feed already; `others` are further feeds that the page names.
    """

    feed_url: str
    read: reading.Read
    kind: str = Source.Kind.FEED
    title: str = ""
    site_url: str = ""
    language: str = ""
    language_is_guessed: bool = False
    existing: Source | None = None
    harvest: Harvest = field(default_factory=Harvest)
    new: list[Incoming] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    others: list[FoundFeed] = field(default_factory=list)
    # What came in, once it is a source.
    taken: Any = None

    @property
    def items(self) -> list[Incoming]:
        """The first ones of what would come in, for showing: those with a date, then the others."""
        return sorted(self.new, key=lambda one: not one.is_dated)[:SHOWN]

    @property
    def too_old(self) -> list[Incoming]:
        """Where nothing would come in, for showing: the newest of what is too old to."""
        return [] if self.harvest.items else self.harvest.old[:OLD_SHOWN]

    @property
    def known(self) -> int:
        """How many are here already, from another source, or twice in the feed."""
        return len(self.harvest.items) - len(self.new)

    @property
    def count(self) -> int:
        """How many stories would come in at once: the others of a long feed follow in the next rounds."""
        return min(len(self.new), NEW_AT_ONCE)


def look(address: str, *, keep_days: int = 90, seconds: float = SECONDS) -> Found:
    """Find the feed at `address`: of a feed, of a site or page that names one, of a YouTube channel.

    Args:
        keep_days: older items would not come in.
        seconds: after this long it gives up.

    Raises:
        Refused: there is none, or nothing answers, in a sentence.
    """
    # What follows a # is for browsers: no server is told, and one feed is not two for it.
    typed = tidy(address).partition("#")[0]
    if not typed:
        words = _("“%(address)s” is no web address: write one like https://example.com/feed.")
        raise Refused(why_no_address(address) or words % {"address": address[:200]})
    if is_ours(typed):
        raise Refused(our_own(typed))
    until = time.monotonic() + seconds
    start = feed_address(typed) or typed
    may_be_plain = start == typed and not _SCHEME.match(_FEED_SCHEME.sub("", address.strip()))
    try:
        start, fetched = _first(start, until, may_be_plain=may_be_plain)
    except FetchFailed as failed:
        raise Refused(failed.args[0]) from failed
    try:
        found = _found(start, reading.understand(fetched, until=until), keep_days)
    except FetchFailed as failed:
        raise Refused(failed.args[0]) from failed
    except NotAFeed as refused:
        if not is_page(fetched.body, content_type=fetched.headers.get("content-type", "")):
            # It was meant as a feed: another one is a choice, and never taken for it.
            raise Refused(refused.args[0], _offered(fetched.url, until)) from refused
        found = _search(start, fetched, refused.args[0], keep_days, until)
    feed = found.read.feed
    all_ours = feed is not None and bool(feed.items) and found.harvest.ours == len(feed.items)
    if is_ours(found.feed_url) or is_ours(found.read.fetched.url) or all_ours:
        raise Refused(our_own(typed))
    return found


def our_own(address: str) -> str:
    """Say that our own site is no source."""
    words = _("%(address)s is our own site, which is no source: our articles are suggested by themselves.")
    return words % {"address": address[:200]}


def _first(start: str, until: float, *, may_be_plain: bool) -> tuple[str, Fetched]:
    """Fetch what is at an address; one that was typed without https:// is tried without encryption too."""
    try:
        return start, fetch(start, limits=_left(until), accept=reading.ACCEPT)
    except FetchFailed as failed:
        if not may_be_plain or failed.kind not in (Failure.NO_ANSWER, Failure.BAD_CERTIFICATE, Failure.BROKEN_ANSWER):
            raise
        plain = start.replace("https://", "http://", 1)
        try:
            return plain, fetch(plain, limits=_left(until), accept=reading.ACCEPT)
        except FetchFailed:
            raise failed from None


def tidy(address: str) -> str:
    """Return a typed address as one of the web, `https://` added where nothing stands; empty when it is none."""
    typed = address.strip().strip("<>\"'").strip()
    typed = _FEED_SCHEME.sub("", typed)
    if not _SCHEME.match(typed):
        typed = "https://" + typed.lstrip("/")
    url = may_link(typed)
    return url if "." in url.partition("//")[2].partition("/")[0] or ":" in url.partition("//")[2] else ""


def why_no_address(typed: str) -> str:
    """Say what is wrong with a typed address where that is known: nothing there, or a password in it; else empty."""
    typed = typed.strip()
    if not typed:
        return _("Paste an address first.")
    with_scheme = typed if _SCHEME.match(typed) and "://" in typed else f"https://{typed}"
    return refused_unasked(with_scheme) if "@" in with_scheme.partition("://")[2].partition("/")[0] else ""


def feed_key(url: str) -> str:
    """Return what all ways to write the address of one feed have in common."""
    return identity_key(url.partition("#")[0])


def kind_of(format: str) -> str:
    """Return the kind of a source whose feed is read as `format` (`Feed.kind`)."""
    return Source.Kind(format) if format in Source.Kind.values else Source.Kind.FEED


def source_of(feed_url: str) -> Source | None:
    """Return the source that asks this feed already, however its address is written."""
    wanted = feed_key(feed_url)
    known = Source.objects.values_list("pk", "feed_url")
    same = next((pk for pk, url in known if url == feed_url or feed_key(url) == wanted), None)
    return Source.objects.filter(pk=same).first() if same else None


def _search(start: str, fetched: Fetched, sentence: str, keep_days: int, until: float) -> Found:
    """Look for feeds that a page names, then where feeds usually are."""
    named = feeds_of(fetched.body, content_type=fetched.headers.get("content-type", ""), url=fetched.url)
    places = [feed.url for feed in named[:NAMED_AT_MOST]] or guesses(fetched.url)
    best: Found | None = None
    for place, read in _try(places, until):
        found = _found(place, read, keep_days)
        found.others = [feed for feed in named if feed.url != place]
        if found.harvest.items:
            return found
        best = best or found
    if best is not None:
        return best
    if time.monotonic() >= until:
        raise Refused(_("No feed was found at %(address)s in time. Give the address of the feed.") % {"address": start})
    if fetched.content_type in ("text/html", "application/xhtml+xml", ""):
        sentence = _("No feed was found at %(address)s: look on the site for “RSS”, and give that address.")
        raise Refused(sentence % {"address": start[:200]})
    raise Refused(sentence)


def _offered(url: str, until: float) -> list[FoundFeed]:
    """Return the feed that is where feeds usually are beside a refused one, if one is found soon."""
    until = min(until, time.monotonic() + SECONDS_FOR_OTHERS)
    for place, read in _try((place for place in guesses(url) if place != url), until):
        if read.feed is not None and not is_ours(place):
            return [FoundFeed(place, read.feed.title, read.feed.kind)]
    return []


def _try(places: Iterable[str], until: float) -> Iterator[tuple[str, reading.Read]]:
    for place in list(dict.fromkeys(places))[:TRIES_AT_MOST]:
        if time.monotonic() >= until:
            return
        try:
            yield place, reading.read(place, limits=_left(until))
        except (FetchFailed, NotAFeed):
            continue


def _left(until: float) -> Limits:
    seconds = max(min(until - time.monotonic(), SECONDS_EACH), 0.1)
    return replace(FEED, total_seconds=seconds, connect_seconds=min(seconds, FEED.connect_seconds))


def _found(place: str, read: reading.Read, keep_days: int) -> Found:
    feed = read.feed
    if feed is None:  # who was not asked whether it changed has not said so
        raise NotAFeed(gettext_noop("The server sent an empty answer. Try again later."))
    address = read.fetched.moved_to or place
    found = Found(
        feed_url=address,
        read=read,
        kind=kind_of(feed.kind),
        title=feed.title.strip(),
        site_url=may_link(feed.site_url),
        language=language_code(feed.language),
        existing=source_of(address),
        harvest=harvest(feed, Source(keep_days=keep_days), timezone.now()),
    )
    if not found.language:
        spoken = Counter(one.language for one in found.harvest.items if one.language).most_common(1)
        found.language = spoken[0][0] if spoken else ""
        found.language_is_guessed = any(one.language_is_guessed for one in found.harvest.items)
    found.new = sort_out(Source(feed_url=address), found.harvest.items).new
    found.warnings = list(_warnings(found, len(feed.items)))
    return found


def _warnings(found: Found, total: int) -> Iterator[str]:
    left_out = found.harvest
    if not total:
        yield _("The feed is empty just now: nothing would come in today.")
        return
    if not left_out.items and left_out.too_old:
        yield _("Everything in the feed is older than the stories of a source are kept.")
    for name, sentence in LEFT_OUT.items():
        if number := getattr(left_out, name):
            yield sentence % number
    if left_out.items and not any(one.is_dated for one in left_out.items):
        yield _("Nothing in the feed has a date: readers see on which day a story was found.")
    if left_out.items and not any(one.picture_url for one in left_out.items):
        yield _("Nothing in the feed has a picture.")
    if found.known:
        yield ngettext(
            "%d story of the feed is here already, from another source, or stands in it twice.",
            "%d stories of the feed are here already, from another source, or stand in it twice.",
            found.known,
        ) % found.known  # fmt: skip
    if further := len(found.new) - found.count:
        yield ngettext(
            "%d more story follows in the next rounds.", "%d more stories follow in the next rounds.", further
        ) % further  # fmt: skip
