"""A story by its pasted address: the same record as a feed's, whatever its page looks like."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from articles.models import Story
from articles.related import unfurl
from articles.related.intake import take_in
from articles.related.unfurl import NotAStory
from newsroom.fetching import FetchFailed
from tests.factories import make_source, make_story, make_tag
from tests.misbehaving import answer, redirect, status

from .conftest import item, rss

pytestmark = pytest.mark.django_db
HTML = {"content_type": "text/html; charset=utf-8"}
LD = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "From the data block",
  "datePublished": "2026-03-04T05:06:07Z", "publisher": {"name": "The Data Post"}}</script>"""


def page(head: str, lang: str = "en") -> str:
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body><p>Text.</p></body></html>"


def test_open_graph_and_json_ld(outside):
    og = '<meta property="og:title" content="Title &amp; more"><meta property="og:site_name" content="The Post">'
    story = unfurl.unfurl(outside.on("/a", answer(page(og + LD, "uk-UA"), **HTML)))
    assert story.title == "From the data block" and story.language == "uk"
    assert story.published_at == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    story = unfurl.unfurl(outside.on("/b", answer(page(LD), **HTML)))
    assert (story.title, story.outlet) == ("From the data block", "The Data Post")


def test_what_the_page_leaves_to_oembed(outside):
    embed = outside.on(
        "/oembed",
        answer('{"type": "video", "title": "A film", "provider_name": "Tube"}', content_type="application/json"),
    )
    head = f'<link rel="alternate" type="application/json+oembed" href="{embed}">'
    story = unfurl.unfurl(outside.on("/film", answer(page(head), **HTML)))
    assert (story.title, story.outlet) == ("A film", "Tube")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>short</title>", "A film about the bridge"),
        ('<title>short</title><meta property="og:title" content="Open Graph">', "Open Graph"),
        ('<title>short</title><meta property="og:title" content="Open Graph">' + LD, "From the data block"),
        (LD, "From the data block"),
    ],
)
def test_whose_title_is_trusted(outside, head, title):
    said = '{"type": "video", "title": "A film about the bridge", "thumbnail_url": "/p.jpg"}'
    embed = outside.on("/oembed", answer(said, content_type="application/json"))
    link = f'<link rel="alternate" type="application/json+oembed" href="{embed}">'
    assert unfurl.unfurl(outside.on("/film", answer(page(head + link), **HTML))).title == title


def test_a_page_without_a_date_has_none(outside):
    story = unfurl.unfurl(outside.on("/a", answer(page("<title>Title</title>"), **HTML)))
    assert not story.is_dated
    assert unfurl.unfurl(outside.on("/b", answer(page(LD), **HTML))).is_dated


def test_a_language_that_nobody_says_is_guessed_from_the_words(outside):
    words = "<p>The ministers of the region have said that they would open it after the winter.</p>"
    body = f"<html><head><title>Bridge opens</title></head><body>{words}</body></html>"
    story = unfurl.unfurl(outside.on("/a", answer(body, **HTML)))
    assert (story.language, story.language_is_guessed) == ("en", True)
    said = unfurl.unfurl(outside.on("/b", answer(page(LD), **HTML)))
    assert (said.language, said.language_is_guessed) == ("en", False)


def test_one_story_whatever_is_pasted(outside):
    url = outside.on(
        "/a", answer(page(f'<title>Title</title><link rel="canonical" href="{outside.url("/canonical")}">'), **HTML)
    )
    short = outside.on("/s", redirect(url))
    story = unfurl.unfurl(short)
    assert story.url == outside.url("/canonical")
    assert unfurl.unfurl(f"{url}?fbclid=1") == story
    asked = outside.count()
    assert unfurl.unfurl(outside.url("/canonical") + "#top") == story and outside.count() == asked


def test_a_page_without_a_picture_is_asked_once(outside):
    story = unfurl.unfurl(outside.on("/a", answer(page("<title>Title</title>"), **HTML)))
    assert story.thumbnail_tries == 3 and outside.count() == 1


def test_nobody_speaks_for_another_site(outside):
    victim = make_story("Theirs", url="https://outlet.example/famous")
    head = '<title>Mine</title><link rel="canonical" href="https://outlet.example/famous">'
    story = unfurl.unfurl(outside.on("/mine", answer(page(head), **HTML)))
    assert story != victim and story.url == outside.url("/mine")


def test_a_story_of_a_feed_is_known(says, outside):
    url = outside.on("/story-1", answer(page("<title>Its page</title>"), **HTML))
    take_in(says(rss(item(1, link=url))))
    assert unfurl.unfurl(f"{url}?utm_source=mail") == Story.objects.get() and outside.count("/story-1") == 0


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/2026/05/a/", "127.0.0.1:8000/tag/x/"])
def test_our_own_pages_are_chosen_as_articles(address):
    with pytest.raises(NotAStory, match="choose the article itself"):
        unfurl.unfurl(address)


def test_what_leads_to_us_is_ours(outside, settings):
    settings.SITE_URL = outside.url("").replace("127.0.0.1", "localhost")
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8", "::1/128"]
    outside.on("/ours", answer(page("<title>Ours</title>"), **HTML))
    with pytest.raises(NotAStory, match="leads to our own site|our own site"):
        unfurl.unfurl(outside.on("/out", redirect(outside.url("/ours", host="localhost"))))


@pytest.mark.parametrize("body", ["", "<html></html>", "%PDF-1.4"])
def test_a_page_without_a_title_is_refused_in_a_sentence(outside, body):
    with pytest.raises(NotAStory, match="write its words yourself"):
        unfurl.unfurl(outside.on("/a", answer(body, **HTML)))


@pytest.mark.parametrize("number", [403, 404, 500])
def test_a_page_that_does_not_come(outside, number):
    with pytest.raises(FetchFailed, match=str(number)):
        unfurl.unfurl(outside.on("/a", status(number)))


def test_hostile_pages_leave_plain_words(outside):
    head = (
        '<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt; News">'
        '<meta property="og:description" content="&lt;img src=x onerror=alert(1)&gt;Words">'
        '<meta property="og:image" content="javascript:alert(1)"><link rel="canonical" href="javascript:alert(1)">'
    )
    story = unfurl.unfurl(outside.on("/a", answer(page(head), **HTML)))
    assert "<" not in story.title + story.excerpt and story.picture_url == "" and story.url == outside.url("/a")


def test_tags_that_the_words_name(outside):
    tag = make_tag("Grain")
    story = unfurl.unfurl(outside.on("/a", answer(page("<title>Grain leaves the port</title>"), **HTML)))
    assert list(story.tags.all()) == [tag]


def test_reading_again_never_touches_our_words(outside):
    said = unfurl.Unfurled(
        "https://outlet.example/1", "New title of the same old story", "New excerpt", "New outlet", "uk"
    )
    story = make_story("Old", url="https://outlet.example/1", own_title="Ours", own_excerpt="Ours too")
    assert set(unfurl.refresh(story, said)) == {"title", "title_key", "excerpt", "outlet", "language"}
    assert unfurl.refresh(story, said) == []
    story.refresh_from_db()
    assert (story.title, story.own_title, story.own_excerpt) == ("New title of the same old story", "Ours", "Ours too")
    of_feed = make_story("As the feed says", source=make_source())
    assert unfurl.refresh(of_feed, replace(said, picture_url="https://outlet.example/p.jpg")) == ["picture_url"]
