"""Feeds: whole texts, true dates, names that last, and nothing that is not public."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from articles import publishing
from articles.models import Article
from newsroom.site.models import SiteSettings
from tests.articles.machines.feed_rules import ATOM, RULES, assert_atom, assert_json_feed, assert_rss
from tests.factories import make_article, make_author, make_picture, make_section, make_tag, minutes_ago, storable
from tests.snapshots import assert_snapshot

FILES = list(RULES)


@pytest.mark.parametrize("file", FILES)
def test_it_works(client, story, file):
    response = client.get(f"/{file}")
    RULES[file](response.content)
    text = response.content.decode()
    if file == "feed.json":
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    else:
        text = etree.tostring(etree.fromstring(response.content), pretty_print=True, encoding="unicode")
    assert_snapshot(f"machines/{file}", text)


@pytest.mark.parametrize(
    ("file", "content_type"),
    list(zip(FILES, ["application/rss+xml", "application/atom+xml", "application/feed+json"], strict=True)),
)
def test_the_content_type(client, newspaper, file, content_type):
    assert client.get(f"/{file}")["Content-Type"].split(";")[0] == content_type


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("place", ["/", "/section/border/", "/tag/belarus/", "/author/daryna-kovalchuk/"])
def test_every_list_has_its_feeds(client, story, place, file):
    response = client.get(f"{place}{file}")
    RULES[file](response.content)
    assert b"Drills at the border" in response.content


def test_the_whole_text_with_absolute_addresses(client, story):
    text = assert_json_feed(client.get("/feed.json").content)["items"][0]["content_html"]
    assert 'href="https://lantern.example/about/"' in text
    assert 'src="https://lantern.example/media/pictures/key7/' in text
    assert "https://lantern.example/2021/11/01/" in text  # the article that is read also
    assert 'src="/' not in text and 'href="/' not in text
    assert "The maps were signed on 4 November." in text
    assert "With material of a news agency." in text
    assert "class=" not in text


def test_dates_are_the_ones_of_the_page(client, story):
    item = assert_json_feed(client.get("/feed.json").content)["items"][0]
    assert item["date_published"] == "2021-11-29T18:42:00+02:00"
    assert item["date_modified"] == "2021-11-30T09:05:00+02:00"
    channel = assert_rss(client.get("/feed.xml").content)
    assert channel.findtext("item/pubDate") == "Mon, 29 Nov 2021 18:42:00 +0200"
    assert channel.findtext("lastBuildDate") == "Tue, 30 Nov 2021 09:05:00 +0200"


def test_the_id_outlives_the_address(client, story):
    before = assert_atom(client.get("/feed.atom").content)[-2]
    article = story.article
    article.slug, article.headline = "another-slug", "Another headline"
    article.save()
    publishing.publish(article)
    after = assert_atom(client.get("/feed.atom").content)[-2]
    assert after.find(f"{ATOM}link").get("href") != before.find(f"{ATOM}link").get("href")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id") == "tag:lantern.example,2021-11-29:article/41"


def test_only_the_page_s_language(client, newspaper):
    make_article(headline="In English", published=True)
    make_article(headline="Українською", language="uk", published=True)
    english = assert_json_feed(client.get("/feed.json").content)
    ukrainian = assert_json_feed(client.get("/uk/feed.json").content)
    assert [item["title"] for item in english["items"]] == ["In English"]
    assert [item["title"] for item in ukrainian["items"]] == ["Українською"]
    assert (ukrainian["language"], ukrainian["title"]) == ("uk", "Ліхтар")
    assert ukrainian["feed_url"] == "https://lantern.example/uk/feed.json"


def test_nothing_that_is_not_public(client, newspaper):
    make_article(headline="Draft", tags=["Secret"])
    publishing.schedule(make_article(headline="Scheduled", tags=["Secret"]), timezone.now() + timedelta(hours=1))
    withdrawn = make_article(headline="Withdrawn", tags=["Secret"], published=True)
    publishing.withdraw(withdrawn)
    live = make_article(headline="Live", tags=["Open"], published=True)
    Article.objects.filter(pk=live.pk).update(headline="Working copy")
    for file in FILES:
        text = client.get(f"/{file}").content.decode()
        assert "Live" in text
        for word in ("Draft", "Scheduled", "Withdrawn", "Working copy"):
            assert word not in text
        assert client.get(f"/tag/secret/{file}").status_code == 404


def json_pages(client, path):
    """Return the titles of each page of a JSON feed, as a reader of `next_url` gets them."""
    found = []
    while path:
        feed = assert_json_feed(client.get(path).content)
        found.append([item["title"] for item in feed["items"]])
        path = feed.get("next_url", "").removeprefix("https://lantern.example")
    return found


def test_json_goes_back_to_the_first_article(client, newspaper):
    for number in range(45):
        make_article(headline=f"Story {number}", tags=["Energy"], published=True, at=minutes_ago(100 - number))
    first, second, third = json_pages(client, "/tag/energy/feed.json")
    assert [*first, *second, *third] == [f"Story {number}" for number in range(44, -1, -1)]
    assert (len(first), len(second)) == (20, 20)
    by_fifty = json_pages(client, "/feed.json?limit=44")
    assert [len(page) for page in by_fifty] == [44, 1]


def test_a_page_does_not_move_when_something_is_published(client, newspaper):
    for number in range(30):
        make_article(headline=f"Story {number}", published=True, at=minutes_ago(100 - number))
    following = assert_json_feed(client.get("/feed.json").content)["next_url"]
    before = client.get(following).content
    make_article(headline="Newest", published=True)
    assert client.get(following).content == before
    assert assert_json_feed(before)["feed_url"] == "https://lantern.example/feed.json"


@pytest.mark.parametrize(
    "asked", ["before=x", "before=", "limit=0", "limit=51", "limit=x", "limit=", "limit=²", "limit=-1"]
)
def test_places_that_no_feed_gave_out(client, story, asked):
    assert client.get(f"/feed.json?{asked}").status_code == 404


def test_after_the_last_article_comes_an_empty_page(client, story):
    feed = assert_json_feed(client.get("/feed.json?before=1.1").content)
    assert feed["items"] == [] and "next_url" not in feed


def test_older_pages_are_answered_without_a_body_too(client, story):
    first = client.get("/feed.json?limit=5")
    assert "Last-Modified" not in first
    assert client.get("/feed.json?limit=5", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_only_json_may_be_read_by_scripts_of_other_sites(client, story):
    assert client.get("/feed.json")["Access-Control-Allow-Origin"] == "*"
    assert client.get("/uk/feed.json")["Access-Control-Allow-Origin"] == "*"
    for other in ("/feed.xml", "/feed.atom", story.get_absolute_url(), "/"):
        assert "Access-Control-Allow-Origin" not in client.get(other)
    assert "Set-Cookie" not in client.get("/feed.json") and "Cookie" not in client.get("/feed.json").get("Vary", "")


def test_a_newspaper_may_give_out_excerpts_only(client, story, newspaper):
    newspaper.feeds_are_excerpts = True
    newspaper.save()
    cache.clear()
    channel = etree.fromstring(client.get("/feed.xml").content)[0]
    assert channel.findtext("item/description") == "Three weeks with a decibel meter."
    feed = etree.fromstring(client.get("/feed.atom").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == "Three weeks with a decibel meter."
    item = json.loads(client.get("/feed.json").content)["items"][0]
    assert item["content_text"] == "Three weeks with a decibel meter."
    for file in FILES:
        text = client.get(f"/{file}").content.decode()
        assert "They hear" not in text and "Drills at the border" in text and "key7" in text


@pytest.mark.parametrize(
    ("place", "name"), [("/tag/belarus/", "Belarus"), ("/section/border/", "Border &amp; region"),
                        ("/author/daryna-kovalchuk/", "Daryna Kovalchuk")],
)  # fmt: skip
def test_pages_of_lists_name_their_feeds(client, story, place, name):
    page = client.get(place).content.decode()
    kinds = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
    for kind, file in zip(kinds, FILES, strict=True):
        assert f'<link rel="alternate" type="{kind}" title="The Lantern: {name}" href="{place}{file}">' in page


def test_internal_tags_stay_inside(client, newspaper):
    make_tag("For the desk", slug="for-the-desk", is_internal=True)
    make_article(tags=["For the desk", "Open"], published=True)
    for file in FILES:
        assert b"For the desk" not in client.get(f"/{file}").content
        assert client.get(f"/tag/for-the-desk/{file}").status_code == 404


@pytest.mark.parametrize("path", ["/tag/none/", "/author/none/", "/section/none/"])
def test_a_list_that_does_not_exist(client, newspaper, path):
    assert client.get(f"{path}feed.xml").status_code == 404


@pytest.mark.parametrize("file", FILES)
def test_lists_without_articles(client, newspaper, file):
    make_tag("Empty")
    make_author(slug="silent")
    make_section(slug="new")
    assert client.get(f"/tag/empty/{file}").status_code == 404
    assert client.get(f"/author/silent/{file}").status_code == 404
    for path in (f"/section/new/{file}", f"/{file}"):
        first = client.get(path)
        RULES[file](first.content)
        assert first.content == client.get(path).content


def test_twenty_newest(client, newspaper):
    for number in range(22):
        make_article(headline=f"Story {number}", published=True, at=minutes_ago(100 - number))
    items = assert_json_feed(client.get("/feed.json").content)["items"]
    assert [item["title"] for item in items] == [f"Story {number}" for number in range(21, 1, -1)]


@pytest.mark.parametrize("file", FILES)
def test_characters_that_xml_cannot_hold(client, newspaper, file):
    hostile = storable("a\x00b\x0b]]>\x1b<!-- </script> \ufffe &amp; 𝕏")
    picture = make_picture(alt=hostile, caption=hostile, credit=hostile)
    make_article(
        headline=hostile, deck=hostile, body=f"<p>{hostile}</p>", slug="hostile", lead_picture=picture,
        authors=[make_author(name=hostile)], tags=[make_tag(hostile, slug="hostile").name], credit_line=hostile,
        published=True,
    )  # fmt: skip
    response = client.get(f"/{file}")
    RULES[file](response.content)
    assert b"\x00" not in response.content and b"\\u0000" not in response.content


def test_unchanged_is_answered_without_a_body(client, story):
    first = client.get("/feed.xml")
    assert client.get("/feed.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/feed.xml", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_last_modified_knows_of_repairs_without_a_date(client, story, monkeypatch):
    first = client.get("/feed.xml")["Last-Modified"]
    later = timezone.now() + timedelta(minutes=5)
    publishing.withdraw(story.article)
    monkeypatch.setattr("articles.feeds.timezone.now", lambda: later)
    response = client.get("/feed.xml", headers={"If-Modified-Since": first})
    assert response.status_code == 200
    assert response["Last-Modified"] != first


@pytest.mark.parametrize("place", ["/", "/section/politics/", "/tag/energy/", "/author/ada/"])
def test_queries_do_not_grow(client, newspaper, place):
    ada = make_author(slug="ada")
    asked = []
    for number in range(30):
        earlier = Article.objects.order_by("pk").first()
        inside = make_picture()
        reference = f'<cms-read-also data-article="{earlier.pk}"></cms-read-also>' if earlier else ""
        article = make_article(
            body=f'<p>Text.</p><cms-picture data-picture="{inside.pk}"></cms-picture>{reference}',
            lead_picture=make_picture(), tags=["Energy", f"Tag {number % 7}"], authors=[ada, make_author()],
            published=True,
        )  # fmt: skip
        publishing.correct(article, "It was Tuesday.")
        if number in (2, 29):
            SiteSettings.load()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{place}feed.xml").status_code == 200
            asked.append([query["sql"][:200] for query in queries])
    counts = [len(each) for each in asked]
    assert counts[0] <= 8, "\n".join(asked[0])
    assert counts[1] <= counts[0]
