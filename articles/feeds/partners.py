"""A partner's feed: the articles of its rules, each with its one address and the newspaper's credit."""

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import http_date

from articles import partners
from articles.feeds import FORMATS, first_seen, formats
from articles.feeds.entries import entries_page
from articles.models import PartnerFeed
from articles.origin import absolute
from articles.site_files import icon_url
from articles.views.public import public_page
from newsroom.site.models import SiteSettings

WRITE: dict[str, tuple[Callable[[formats.Feed], bytes], str]] = {
    PartnerFeed.Format.RSS: FORMATS["rss"],
    PartnerFeed.Format.JSON: FORMATS["json"],
}
# Between the partner and us: what is closed or renewed is so at once, and no search engine lists it.
PRIVATE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex, nofollow, noarchive"}


@public_page
def partner_feed(request: HttpRequest, word: str) -> HttpResponse:
    """The feed behind a secret word; for any other word what stands where nothing is."""
    feed = partners.find(word)
    if feed is None:
        raise Http404("No such feed.")
    write, content_type = WRITE[feed.format]
    with translation.override(feed.language):
        body = write(document(feed))
    partners.asked_for(feed)
    headers = {
        **PRIVATE,
        "Content-Language": feed.language,
        "Last-Modified": http_date(first_seen(request.path, body)),
    }
    return HttpResponse(body, content_type=content_type, headers=headers)


def document(feed: PartnerFeed) -> formats.Feed:
    """Return what the feed says, in the language that is active.

    Its own address is not in it: whoever passes the feed on would pass on the secret.
    """
    site = SiteSettings.load().local
    home = absolute(reverse("front"))
    entries, _older = entries_page(partners.editions_for(feed), feed.how_many)
    credit = partners.credit_of(feed)
    return formats.Feed(
        title=site.name,
        description=site.description or site.tagline,
        language=feed.language,
        home_url=home,
        self_url="",
        publisher=site.name,
        icon_url=icon_url(),
        terms=credit,
        source=formats.Person(site.name, absolute(reverse("feed_rss"))),
        entries=[_for_partner(entry, feed, credit) for entry in entries],
    )


def _for_partner(entry: formats.Entry, feed: PartnerFeed, credit: str) -> formats.Entry:
    """Return `entry` with as much of the text as was agreed, and with the credit below it."""
    canonical = entry.canonical or entry.url
    text = entry.html if feed.text == PartnerFeed.Text.WHOLE else format_html("<p>{}</p>", entry.summary)
    below = format_html('<p>{} <a href="{}">{}</a></p>', credit, canonical, entry.title)
    return replace(entry, html=f"{text}\n{below}", canonical=canonical)
