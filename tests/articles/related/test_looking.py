"""What an editor types: a feed, a site, a channel; found, shown, or refused in a sentence."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Source, Story
from articles.related import looking, sources
from articles.related.looking import Refused, look, tidy
from newsroom.fetching import Failure, FetchFailed
from tests.factories import make_source
from tests.misbehaving import answer, late, redirect, status

from .conftest import XML, item, rss

pytestmark = pytest.mark.django_db
BODY = rss(*(item(number) for number in range(12)), title="The Outlet Daily", language="en-GB")
HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("outlet.example/feed", "https://outlet.example/feed"), ("  https://outlet.example/feed \n", "https://outlet.example/feed"),
        ("feed://outlet.example/rss", "https://outlet.example/rss"), ("feed:http://outlet.example/", "http://outlet.example/"),
        ("<https://outlet.example/>", "https://outlet.example/"), ("//outlet.example/x", "https://outlet.example/x"),
        ("outlet.example:8080/feed", "https://outlet.example:8080/feed"), ("новини.укр", "https://xn--b1amarcd.xn--j1amh/"),
        ("javascript:alert(1)", ""), ("file:///etc/passwd", ""), ("", ""), ("   ", ""),
        ("just words", ""), ("outlet", ""),
        ("https://user:secret@outlet.example/", ""), ("x" * 10_000, ""), ("https://a\0b.example/", ""), ("📰", ""),
    ],
)  # fmt: skip
def test_typed_addresses(typed, url):
    assert tidy(typed) == url


def test_the_address_of_a_feed(outside):
    found = look(outside.on("/feed", answer(BODY, content_type=XML)))
    assert (found.title, found.language, found.kind) == ("The Outlet Daily", "en", "rss")
    assert found.feed_url == outside.url("/feed") and found.site_url == "https://outlet.example/"
    assert (len(found.items), found.count) == (10, 12)
    assert found.items[0].title and found.items[0].excerpt and found.existing is None
    assert found.warnings == ["Nothing in the feed has a picture."]
    assert Source.objects.count() == Story.objects.count() == 0


def test_the_address_of_a_site_that_names_its_feeds(outside):
    outside.on("/comments/feed", answer(BODY, content_type=XML))
    outside.on("/news.xml", answer(BODY, content_type=XML))
    page = """<html><head><title>Outlet</title>
      <link rel="alternate" type="application/rss+xml" href="/comments/feed" title="Comments">
      <link rel="alternate" type="application/rss+xml" href="/broken.xml" title="Broken">
      <link rel="alternate" type="application/rss+xml" href="/news.xml" title="News"></head><body></body></html>"""
    found = look(outside.on("/", answer(page, content_type=HTML)))
    assert found.feed_url == outside.url("/news.xml")
    assert outside.url("/comments/feed") in [feed.url for feed in found.others]


def test_a_site_that_names_none_is_asked_where_feeds_usually_are(outside):
    outside.on("/rss.xml", answer(BODY, content_type=XML))
    page = answer("<html><body>Hello.</body></html>", content_type=HTML)
    assert look(outside.on("/", page)).feed_url == outside.url("/rss.xml")


BOMB = '<!DOCTYPE lolz [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>'
PLAIN = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://outlet.example/a</loc></url></urlset>'


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (BOMB, XML, "declares entities of its own"), (BOMB, "text/html", "declares entities of its own"),
        ("", XML, "the answer is empty"), ("<opml><body/></opml>", "text/xml", "a list of feeds"),
        (PLAIN, "text/html", "pages without news"), ("nothing of the kind", "text/plain", "no feed"),
    ],
)  # fmt: skip
def test_what_was_meant_as_a_feed_is_never_replaced_by_its_neighbour(outside, body, kind, why):
    there = outside.on("/mine/atom.xml", answer(BODY, content_type=XML))
    with pytest.raises(Refused, match=why) as refused:
        look(outside.on("/mine/bad.xml", answer(body, content_type=kind)))
    assert [feed.url for feed in refused.value.others] == [there], "a choice, and no more"


def test_our_own_site_is_no_source(outside, settings):
    for typed in (settings.SITE_URL, f"{settings.SITE_URL}/feed.xml"):
        with pytest.raises(Refused, match="is our own site"):
            look(typed)
    ours = rss(item(1, link=f"{settings.SITE_URL}/x/"), item(2, link=f"{settings.SITE_URL}/y/"))
    with pytest.raises(Refused, match="is our own site"):
        look(outside.on("/copy", answer(ours, content_type=XML)))
    url = outside.on("/feed", answer(BODY, content_type=XML))
    settings.SITE_URL = outside.url("")
    with pytest.raises(Refused, match="is our own site"):
        look(url)


def test_the_preview_counts_what_would_come_in(outside):
    there = sources.add_source(outside.on("/a", answer(BODY, content_type=XML)))
    found = look(outside.on("/b/feed", answer(BODY.replace("guid-", "other-"), content_type=XML)))
    assert found.count == 0 and found.known == 12 and any("here already" in each for each in found.warnings)
    added = sources.add_source(outside.url("/b/feed"), found=found, name="The same again")
    assert found.taken.new == 0 and Story.objects.filter(source=there).count() == Story.objects.count() == 12
    assert added.pk != there.pk
    twice = rss(item(1), item(1, link="https://outlet.example/again", guid="g"), item(2))
    other = look(outside.on("/c", answer(twice.replace("outlet.example", "third.example"), content_type=XML)))
    before = Story.objects.count()
    sources.add_source(other.feed_url, found=other)
    assert other.count == 2 == Story.objects.count() - before


def test_dated_ones_are_shown_first(outside):
    items = [item(number, at=None) for number in range(5)] + [item(number) for number in range(5, 10)]
    found = look(outside.on("/feed", answer(rss(*items), content_type=XML)))
    assert [one.is_dated for one in found.items] == [True] * 5 + [False] * 5


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (BODY, "rss"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title></feed>', "atom"),
        ('{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": []}', "json"),
    ],
)  # fmt: skip
def test_the_kind_is_the_format(outside, body, kind):
    found = look(outside.on("/feed", answer(body, content_type="application/octet-stream")))
    assert found.kind == kind


def test_a_server_that_wants_to_be_left_alone_says_for_how_long(outside):
    busy = answer("", status=429, content_type="text/plain", retry_after="7200")
    with pytest.raises(Refused, match="for 120 min"):
        look(outside.on("/feed", busy))


def test_a_site_that_has_none(outside):
    with pytest.raises(Refused, match="No feed was found at .* look on the site for “RSS”"):
        look(outside.on("/", answer("<html><body>Hello.</body></html>", content_type=HTML)))


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (status(404), "404"), (status(500), "trouble of its own"),
        (answer("%PDF-1.4", content_type="application/pdf"), "feed"),
    ],
)  # fmt: skip
def test_refusals(outside, behaviour, said):
    with pytest.raises(Refused, match=said):
        look(outside.on("/x", behaviour))


@pytest.mark.parametrize("typed", ["http://10.0.0.1/feed", "http://169.254.169.254/", "http://[::1]/", "nowhere"])
def test_addresses_that_are_never_asked(typed):
    with pytest.raises(Refused):
        look(typed)


def test_a_channel(outside, monkeypatch):
    asked = []

    def fetch(url, **options):
        asked.append(url)
        raise FetchFailed("No.", Failure.NO_ANSWER)

    monkeypatch.setattr(looking, "fetch", fetch)
    with pytest.raises(Refused):
        look("youtube.com/channel/UCabcdefghijklmnopqrstuv")
    assert asked == ["https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"]


def test_nobody_waits_longer_than_that(outside):
    outside.on("/", answer("<html></html>", content_type=HTML))
    for place in ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml"):
        outside.on(place, late(1.5, status(404)))
    begun = time.monotonic()
    with pytest.raises(Refused, match="in time"):
        look(outside.url("/"), seconds=2)
    assert time.monotonic() - begun < 4


def test_where_it_moved_for_good(outside):
    there = outside.on("/new", answer(BODY, content_type=XML))
    assert look(outside.on("/old", redirect(there, 301))).feed_url == there
    assert look(outside.on("/now", redirect(there, 302))).feed_url == outside.url("/now")


def test_what_is_a_source_already(outside):
    source = make_source(feed_url=outside.on("/feed", answer(BODY, content_type=XML)))
    assert look(outside.url("/feed")).existing == source
    assert look(outside.url("/feed") + "?utm_source=x").existing == source


def test_warnings(outside, settings):
    old = timezone.now() - timedelta(days=200)
    found = look(outside.on("/old", answer(rss(item(1, at=old)), content_type=XML)))
    assert any("older" in each for each in found.warnings) and found.count == 0
    found = look(outside.on("/empty", answer(rss(), content_type=XML)))
    assert any("empty" in each for each in found.warnings)
    ours = item(3, link=f"{settings.SITE_URL}/x/")
    found = look(outside.on("/odd", answer(rss(item(1, at=None), item(2, link=""), ours), content_type=XML)))
    assert [each.split()[0] for each in found.warnings[:2]] == ["1", "1"]
    assert any("date" in each for each in found.warnings)


def test_an_outlet_without_encryption(outside, monkeypatch):
    outside.on("/feed", answer(BODY, content_type=XML))
    fetch = looking.fetch

    def nobody_at_443(url, **options):
        if url.startswith("https:"):
            raise FetchFailed("It does not answer.", Failure.NO_ANSWER)
        return fetch(url, **options)

    monkeypatch.setattr(looking, "fetch", nobody_at_443)
    typed = outside.url("/feed").removeprefix("http://")
    assert look(typed).feed_url == outside.url("/feed")
    assert look(f"feed://{typed}").feed_url == outside.url("/feed")
    with pytest.raises(Refused, match="does not answer"):
        look(f"https://{typed}")


def test_of_what_is_all_too_old_the_newest_are_shown(outside):
    begin = timezone.now().replace(minute=0) - timedelta(days=400)
    old = rss(*(item(number, at=begin + timedelta(minutes=number)) for number in range(8)))
    found = look(outside.on("/old", answer(old, content_type=XML)))
    assert found.items == [] and found.count == 0 and found.harvest.too_old == 8
    assert [one.at.minute for one in found.too_old] == [7, 6, 5]
    assert any("older than" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Paste an address first."), ("  ", "Paste an address first."), ("https://", "is no web address"),
     ("https://ada:secret@outlet.example/feed", "carries a user name or a password"),
     ("ada:secret@outlet.example/feed", "carries a user name or a password")],
)  # fmt: skip
def test_what_is_wrong_with_an_address_is_said(typed, sentence):
    with pytest.raises(Refused, match=sentence):
        look(typed)


def test_a_feed_is_one_whatever_follows_the_hash(outside):
    url = outside.on("/json", answer(rss(item(1)), content_type=XML))
    source = make_source(feed_url=url)
    found = look(f"{url}#x")
    assert found.feed_url == url and found.existing == source
