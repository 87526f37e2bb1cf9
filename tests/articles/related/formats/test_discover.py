"""From a site's or a channel's address to its feed."""

import pytest

from articles.related.formats.discover import FoundFeed, feeds_of, guesses
from articles.related.formats.youtube import FEEDS, feed_address, feed_address_in_page, is_youtube

URL = "https://outlet.example/uk/"
CHANNEL = "UC" + "a1_-" * 5 + "xy"


def addresses(html: str, url: str = URL) -> list[str]:
    return [feed.url for feed in feeds_of(html.encode(), url=url)]


def test_feeds_that_a_page_names():
    found = feeds_of(
        b"""<html><head>
        <link rel="alternate" type="application/rss+xml" title="Outlet &raquo; Comments Feed" href="/comments/feed/">
        <LINK REL='Alternate' TYPE='application/rss+xml' TITLE='Outlet &amp; Sons' HREF='/feed/'>
        <link href="atom.xml" type="application/atom+xml" rel="alternate">
        <link rel="alternate" type="application/feed+json" href="https://outlet.example/feed.json">
        <link rel="alternate" type="application/json" href="https://outlet.example/wp-json/wp/v2/pages/2">
        <link rel="alternate" type="application/json+oembed" href="https://outlet.example/oembed?x">
        <link rel="alternate" hreflang="en" href="https://outlet.example/en/">
        <link rel="stylesheet" type="text/css" href="/x.css">
        <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
        </head></html>""",
        url=URL,
    )
    assert found == [
        FoundFeed("https://outlet.example/feed/", "Outlet & Sons", "rss"),
        FoundFeed("https://outlet.example/uk/atom.xml", "", "atom"),
        FoundFeed("https://outlet.example/feed.json", "", "json"),
        FoundFeed("https://outlet.example/comments/feed/", "Outlet » Comments Feed", "rss"),
    ]


def test_links_in_the_text_that_look_like_feeds():
    html = '<a href="/rss/all">RSS</a><a href="/feedback">Write</a><a href="/news.rdf">All</a><a href="/x">x</a>'
    assert addresses(html) == ["https://outlet.example/rss/all", "https://outlet.example/news.rdf"]


def test_the_base_of_a_page():
    html = '<base href="https://cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="rss">'
    assert addresses(html) == ["https://cdn.example/x/rss"]


def test_a_page_that_names_none():
    assert addresses("<html><p>Hello</p>") == []
    assert addresses("") == []
    assert feeds_of(b"\x00\xff\xfe<<<", url="") == []


def test_where_feeds_usually_are():
    tries = guesses("https://outlet.example/uk/politics?page=2")
    assert tries[:2] == ["https://outlet.example/uk/feed/", "https://outlet.example/uk/rss"]
    assert "https://outlet.example/feed/" in tries and "https://outlet.example/news-sitemap.xml" in tries
    assert len(tries) == len(set(tries))
    assert guesses("javascript:alert(1)") == guesses("outlet.example") == []


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}", f"{FEEDS}?channel_id={CHANNEL}"),
        (f"https://m.youtube.com/channel/{CHANNEL}/videos?view=0", f"{FEEDS}?channel_id={CHANNEL}"),
        (f"http://youtube.com/feeds/videos.xml?channel_id={CHANNEL}", f"{FEEDS}?channel_id={CHANNEL}"),
        ("https://www.youtube.com/user/SomeName", f"{FEEDS}?user=SomeName"),
        ("https://www.youtube.com/playlist?list=PL1234567890abc", f"{FEEDS}?playlist_id=PL1234567890abc"),
        ("https://www.youtube.com/@outlet", ""),
        ("https://www.youtube.com/c/outlet", ""),
        ("https://www.youtube.com/channel/UCshort", ""),
        (f"https://youtube.com.evil.example/channel/{CHANNEL}", ""),
        ("", ""),
    ],
)
def test_a_channel_by_its_address(url, feed):
    assert feed_address(url) == feed


@pytest.mark.parametrize(
    "html",
    [
        f'<link rel="alternate" type="application/rss+xml" href="https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}">',
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<meta itemprop="identifier" content="{CHANNEL}">',
        f'<script>var data = {{"externalId":"{CHANNEL}"}}</script>',
    ],
)
def test_a_channel_by_its_page(html):
    assert feed_address_in_page(html) == f"{FEEDS}?channel_id={CHANNEL}"
    assert addresses(html, url="https://www.youtube.com/@outlet")[0] == f"{FEEDS}?channel_id={CHANNEL}"


def test_a_video_on_an_outlets_page_is_not_its_feed():
    html = f'<script>{{"channelId":"{CHANNEL}"}}</script>'
    assert addresses(html) == []
    assert not is_youtube(URL)
    assert guesses(f"https://www.youtube.com/channel/{CHANNEL}") == [f"{FEEDS}?channel_id={CHANNEL}"]
