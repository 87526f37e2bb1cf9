"""JSON Feed and news sitemaps."""

import json

import pytest

from articles.related.formats import NotAFeed, parse

URL = "https://outlet.example/feed.json"


def json_feed(*items: object, **about: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": list(items)} | about).encode()


def test_json_feed():
    feed = parse(
        json_feed(
            {
                "id": 7,
                "url": "/a?utm_medium=feed",
                "title": "One <b>story</b>",
                "content_html": "<p>What it says, at some length, in a paragraph.</p><img src='/in.jpg'>",
                "date_published": "2024-05-06T10:00:00+03:00",
                "image": "/lead.jpg",
                "authors": [{"name": "Ada"}, {"name": "Grace"}],
                "tags": ["Roads", 5, "roads"],
            },
            title="Outlet",
            home_page_url="https://outlet.example/",
            language="en_gb",
            favicon="/icon.png",
        ),
        url=URL,
    )
    (item,) = feed.items
    assert (feed.kind, feed.title, feed.language) == ("json", "Outlet", "en-GB")
    assert feed.icon_url == "https://outlet.example/icon.png"
    assert (item.guid, item.url, item.title) == ("7", "https://outlet.example/a", "One story")
    assert item.excerpt == "What it says, at some length, in a paragraph."
    assert f"{item.published_at:%H:%M %Z}" == "07:00 UTC"
    assert item.picture_url == "https://outlet.example/lead.jpg"
    assert (item.author, item.tags) == ("Ada, Grace", ("Roads",))


def test_json_feed_1_0_without_address_and_title():
    (item,) = parse(
        json_feed({"id": "https://outlet.example/n", "content_text": "A note. And more.", "author": {"name": "Ada"}})
    ).items
    assert (item.url, item.title, item.author) == ("https://outlet.example/n", "A note. And more.", "Ada")


def test_a_picture_among_the_attachments():
    attachments = [{"url": "/a.mp3", "mime_type": "audio/mpeg"}, {"url": "/b.png", "mime_type": "image/png"}]
    (item,) = parse(json_feed({"id": "1", "attachments": attachments}), url=URL).items
    assert item.picture_url == "https://outlet.example/b.png"


@pytest.mark.parametrize(
    "item", [None, 5, "text", [], {}, {"id": {}}, {"tags": {"a": 1}, "authors": 3, "attachments": "x", "url": 4}]
)
def test_items_of_the_wrong_shape_do_no_harm(item):
    assert len(parse(json_feed(item, {"id": "good", "title": "T"})).items) in (1, 2)


def test_the_newest_of_a_long_json_feed():
    items = [{"id": str(day), "date_published": f"2024-05-{day:02}T00:00:00Z"} for day in range(1, 9)]
    assert [item.guid for item in parse(json_feed(*items), at_most=2).items] == ["8", "7"]


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc>https://outlet.example/about</loc></url>
  <url><loc>https://outlet.example/bridge</loc><lastmod>2024-06-01</lastmod>
    <news:news><news:publication><news:name>Outlet</news:name><news:language>uk</news:language></news:publication>
    <news:publication_date>2024-05-06T10:00:00+03:00</news:publication_date><news:title>Міст відкрито</news:title>
    <news:keywords>Київ, мости, дороги</news:keywords></news:news>
    <image:image><image:loc>https://outlet.example/bridge.jpg</image:loc>
      <image:title>The bridge</image:title></image:image>
  </url>
</urlset>"""


def test_news_sitemap():
    feed = parse(SITEMAP.encode(), url="https://outlet.example/news.xml")
    (item,) = feed.items
    assert (feed.kind, feed.title, feed.language, feed.site_url) == (
        "sitemap",
        "Outlet",
        "uk",
        "https://outlet.example/",
    )
    assert (item.title, item.url) == ("Міст відкрито", "https://outlet.example/bridge")
    assert f"{item.published_at:%d.%m %H:%M}" == "06.05 07:00"
    assert item.picture_url == "https://outlet.example/bridge.jpg"
    assert (item.language, item.tags) == ("uk", ("Київ", "мости", "дороги"))


def test_a_sitemap_whose_prefix_nobody_declared():
    assert (
        parse(SITEMAP.replace('xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', "").encode())
        .items[0]
        .title
    )


def test_a_sitemap_without_news_is_refused():
    with pytest.raises(NotAFeed, match="without news"):
        parse(b"<urlset><url><loc>https://outlet.example/about</loc></url></urlset>")


def test_a_sitemap_with_nothing_now_is_a_feed():
    assert parse(b'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"></urlset>').items == []


def test_an_index_names_its_sitemaps_news_and_newest_first():
    feed = parse(
        b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>https://outlet.example/2019.xml</loc><lastmod>2019-01-01</lastmod></sitemap>
        <sitemap><loc>/2024.xml.gz</loc><lastmod>2024-01-01</lastmod></sitemap>
        <sitemap><loc>https://outlet.example/news.xml</loc></sitemap>
        <sitemap><loc>javascript:alert(1)</loc></sitemap></sitemapindex>""",
        url="https://outlet.example/sitemap.xml",
    )
    assert feed.items == []
    assert feed.next_sitemaps == [
        "https://outlet.example/news.xml",
        "https://outlet.example/2024.xml.gz",
        "https://outlet.example/2019.xml",
    ]
