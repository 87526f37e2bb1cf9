"""RSS, RDF and Atom in each of their forms give the same items."""

from datetime import UTC, datetime

import pytest

from articles.related.formats import NotAFeed, parse

MOMENT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

RSS = b"""<?xml version="1.0"?>
<rss version="2.0"><channel>
  <title>Outlet &amp; Sons</title><link>https://outlet.example/</link><language>uk-ua</language>
  <image><url>https://outlet.example/logo.png</url><title>Logo</title><link>https://outlet.example/</link></image>
  <item>
    <title>Bridge opens</title><link>https://outlet.example/bridge?utm_source=rss&amp;id=5</link>
    <guid isPermaLink="false">n-5</guid><pubDate>Mon, 06 May 2024 10:08:09 +0300</pubDate>
    <description>&lt;p&gt;The new bridge opened on Monday after four years of work.&lt;/p&gt;</description>
    <category>Cities</category><category>Roads</category><author>ada@outlet.example (Ada Lovelace)</author>
  </item>
</channel></rss>"""

ATOM = b"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk-UA">
  <title type="html">Outlet &amp;amp; Sons</title><link rel="self" href="https://outlet.example/atom.xml"/>
  <link href="https://outlet.example/"/><logo>https://outlet.example/logo.png</logo><id>urn:x</id>
  <entry>
    <title>Bridge opens</title><id>n-5</id><author><name>Ada Lovelace</name></author>
    <link rel="license" href="https://creativecommons.example/"/>
    <link rel="alternate" href="https://outlet.example/bridge?utm_source=rss&amp;id=5"/>
    <published>2024-05-06T07:08:09Z</published><updated>2024-06-01T00:00:00Z</updated>
    <category term="Cities"/><category term="Roads"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
      <p>The new bridge opened on Monday after four years of work.</p></div></content>
  </entry>
</feed>"""

RDF = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://outlet.example/"><title>Outlet &amp; Sons</title><link>https://outlet.example/</link>
    <dc:language>uk-ua</dc:language><image rdf:resource="https://outlet.example/logo.png"/></channel>
  <item rdf:about="n-5"><title>Bridge opens</title><link>https://outlet.example/bridge?utm_source=rss&amp;id=5</link>
    <dc:date>2024-05-06T07:08:09Z</dc:date><dc:creator>Ada Lovelace</dc:creator>
    <dc:subject>Cities</dc:subject><dc:subject>Roads</dc:subject>
    <description>The new bridge opened on Monday after four years of work.</description></item>
</rdf:RDF>"""


@pytest.mark.parametrize(("kind", "body"), [("rss", RSS), ("atom", ATOM), ("rdf", RDF)])
def test_one_story_in_three_forms(kind, body):
    feed = parse(body)
    (item,) = feed.items

    assert (feed.kind, feed.title, feed.site_url) == (kind, "Outlet & Sons", "https://outlet.example/")
    assert feed.language == "uk-UA"
    assert (item.guid, item.url) == ("n-5", "https://outlet.example/bridge?id=5")
    assert item.title == "Bridge opens"
    assert item.excerpt == item.text == "The new bridge opened on Monday after four years of work."
    assert item.published_at == MOMENT
    assert (item.author, item.language, item.tags) == ("Ada Lovelace", "uk-UA", ("Cities", "Roads"))
    assert item.picture_url == "", "the channel's picture is no item's"


@pytest.mark.parametrize("body", [RSS, ATOM])
def test_the_channel_has_an_icon(body):
    assert parse(body).icon_url == "https://outlet.example/logo.png"


def test_a_youtube_channel():
    feed = parse(
        b"""<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"
        xmlns="http://www.w3.org/2005/Atom"><title>Channel</title>
        <link rel="alternate" href="https://www.youtube.com/channel/UC123"/>
        <entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>A film</title>
        <link rel="alternate" href="https://www.youtube.com/watch?v=abc"/><published>2024-05-06T07:08:09+00:00</published>
        <media:group><media:title>A film</media:title><media:content url="https://www.youtube.com/v/abc"
        type="application/x-shockwave-flash"/><media:thumbnail url="https://i1.ytimg.com/vi/abc/hqdefault.jpg"
        width="480" height="360"/><media:description>What the film is about, in two lines.</media:description>
        </media:group></entry></feed>"""
    )
    (film,) = feed.items
    assert feed.kind == "youtube"
    assert film.url == "https://www.youtube.com/watch?v=abc"
    assert film.picture_url == "https://i1.ytimg.com/vi/abc/hqdefault.jpg"
    assert film.excerpt == "What the film is about, in two lines."


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ("<guid>https://outlet.example/1</guid>", "https://outlet.example/1"),
        ('<guid isPermaLink="false">https://outlet.example/2</guid>', "https://outlet.example/2"),
        ("<link>/relative/3</link>", "https://outlet.example/relative/3"),
        ("<link>//outlet.example/4</link>", "https://outlet.example/4"),
        ("<link>\n  https://outlet.example/5\n  </link>", "https://outlet.example/5"),
        ("<link><![CDATA[https://outlet.example/6?a=1&b=2]]></link>", "https://outlet.example/6?a=1&b=2"),
        ("<link>http://go.example/x</link><feedburner:origLink>https://outlet.example/7</feedburner:origLink>",
         "https://outlet.example/7"),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>java&#10;script:alert(1)</link>", ""),
        ("<link>https://user:pass@outlet.example/</link>", ""),
        ("<link>data:text/html,x</link><guid isPermaLink='false'>just-a-name</guid>", ""),
        ('<enclosure url="https://outlet.example/a.mp3" type="audio/mpeg"/>', ""),
    ],
)  # fmt: skip
def test_addresses(rss_item, inside, address):
    assert rss_item(f"<title>T</title>{inside}").url == address


def test_relative_addresses_follow_xml_base():
    feed = parse(
        b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/blog/">
        <entry xml:base="2024/"><title>T</title><id>urn:1</id><link href="story"/>
        <content type="html">&lt;img src="a.jpg"&gt; and some words</content></entry></feed>""",
        url="https://elsewhere.example/feed",
    )
    assert feed.items[0].url == "https://outlet.example/blog/2024/story"
    assert feed.items[0].picture_url == "https://outlet.example/blog/2024/a.jpg"


def test_an_atom_entry_with_an_id_only():
    body = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://outlet.example/a</id><title>T</title></entry></feed>'
    assert parse(body).items[0].url == "https://outlet.example/a"


def test_guids_missing_reused_and_repeated():
    item = "<item><guid isPermaLink='false'>{}</guid><link>https://outlet.example/{}</link><title>{}</title></item>"
    items = "".join(item.format(*values) for values in [("x", 1, "a"), ("x", 2, "b"), ("x", 1, "a"), ("", 3, "c")])
    found = parse(f"<rss><channel>{items}</channel></rss>".encode()).items

    assert [one.url[-1] for one in found] == ["1", "2", "3"], "the third is the first once more"
    assert found[0].guid == "x"
    assert found[1].guid != "x", "another story under the same guid is told apart"
    assert found[2].guid == "https://outlet.example/3"
    again = parse(f"<rss><channel>{items}</channel></rss>".encode()).items
    assert [one.guid for one in again] == [one.guid for one in found]


def test_a_story_without_guid_and_address_has_a_steady_guid():
    body = b"<rss><channel><item><description>Only words, and nothing else.</description></item></channel></rss>"
    (one,), (other,) = parse(body).items, parse(body).items
    assert one.guid == other.guid
    assert len(one.guid) == 64


def test_the_newest_of_a_long_feed_in_their_order():
    item = "<item><title>Story {0}</title><link>https://o.example/{0}</link><pubDate>{0:02} May 2024</pubDate></item>"
    oldest_first = "".join(item.format(day) for day in range(1, 11))
    found = parse(f"<rss><channel>{oldest_first}</channel></rss>".encode(), at_most=3).items
    assert [one.title for one in found] == ["Story 8", "Story 9", "Story 10"]


def test_a_long_feed_without_dates_keeps_its_beginning():
    items = "".join(f"<item><title>Story {n}</title><link>https://o.example/{n}</link></item>" for n in range(10))
    found = parse(f"<rss><channel>{items}</channel></rss>".encode(), at_most=3).items
    assert [one.title for one in found] == ["Story 0", "Story 1", "Story 2"]


def test_empty_feeds_are_feeds():
    assert parse(b"<rss version='2.0'><channel><title>Nothing yet</title></channel></rss>").items == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"   \n ", "empty"),
        (b"<html><body><p>Hello</p></body></html>", "web page"),
        (b"<!doctype html><html lang=en><head><title>x</title>", "web page"),
        (b"<opml version='1.0'><body/></opml>", "OPML"),
        (b"just words", "no feed"),
        (b'{"title": "no items"}', "no feed"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 40, "no feed"),
    ],
)
def test_what_is_no_feed_is_refused_in_a_sentence(body, says):
    with pytest.raises(NotAFeed, match=says):
        parse(body)


def test_a_reader_that_fails_is_a_refusal(monkeypatch):
    from articles.related.formats import syndication

    def fail(*_arguments, **_named):
        raise RecursionError

    monkeypatch.setattr(syndication.feedparser, "parse", fail)
    with pytest.raises(NotAFeed, match="damaged"):
        parse(RSS)


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ("<guid>jsl</guid><link>javascript:alert(1)</link>", ""),
        ("<guid>news/7.html</guid>", ""),
        ('<guid isPermaLink="true">/news/7</guid>', ""),
        ("<guid>https://outlet.example/7</guid><link>javascript:alert(1)</link>", "https://outlet.example/7"),
        ("<guid>7</guid><link>/news/7</link>", "https://outlet.example/news/7"),
    ],
)
def test_only_a_whole_address_stands_for_a_link(inside, address):
    body = f'<rss version="2.0"><channel><item><title>Bridge opens</title>{inside}</item></channel></rss>'
    [item] = parse(body.encode(), url="https://outlet.example/mine/odd.xml").items
    assert item.url == address
    assert item.guid in inside
