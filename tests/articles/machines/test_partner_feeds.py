"""Feeds for partners: their rules, their secret address, and nothing in them that readers may not see here."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from articles import partners, publishing
from articles.models import Article, PartnerFeed
from newsroom.site.models import SiteSettings
from tests.articles.machines.feed_rules import ATOM, CONTENT
from tests.factories import make_article, make_author, make_picture, make_section, make_tag, minutes_ago, storable

pytestmark = pytest.mark.django_db


def make_feed(**fields):
    lists = {name: fields.pop(name, []) for name in ("sections", "tags", "excluded_tags")}
    feed = PartnerFeed.objects.create(**({"name": "Danube Ledger", "format": "json", "text": "whole"} | fields))
    for name, chosen in lists.items():
        getattr(feed, name).set(chosen)
    return feed


def path_of(feed):
    return partners.address(feed).removeprefix("https://lantern.example")


def document(client, feed):
    response = client.get(path_of(feed))
    assert response.status_code == 200
    return json.loads(response.content) if feed.format == "json" else etree.fromstring(response.content)[0]


def titles(client, feed):
    return [item["title"] for item in document(client, feed)["items"]]


def test_it_works_as_json(client, story):
    feed = make_feed(credit="Taken over from The Lantern:")
    found = document(client, feed)
    item = found["items"][0]
    address = f"https://lantern.example{story.get_absolute_url()}"
    assert (found["title"], found["language"], found["user_comment"]) == ("The Lantern", "en", feed.credit)
    assert (item["title"], item["url"]) == ("Drills at the border <b>& beyond", address)
    assert 'href="https://lantern.example/about/"' in item["content_html"]
    assert item["content_html"].endswith(
        f'<p>Taken over from The Lantern: <a href="{address}">Drills at the border &lt;b&gt;&amp; beyond</a></p>'
    )
    assert item["tags"] == ["Belarus", "Military exercises"] and item["image"]


def test_it_works_as_rss(client, story):
    feed = make_feed(format="rss", with_others_texts=True)
    channel = document(client, feed)
    item = channel.find("item")
    address = f"https://lantern.example{story.get_absolute_url()}"
    canonical = item.find(f"{ATOM}link")
    assert (canonical.get("rel"), canonical.get("href")) == ("canonical", address)
    assert item.findtext("link") == address
    assert item.find("source").get("url") == "https://lantern.example/feed.xml"
    assert item.findtext("source") == "The Lantern"
    assert "They hear" in item.findtext(CONTENT) and "First published by The Lantern:" in item.findtext(CONTENT)
    assert channel.findtext("copyright") == "First published by The Lantern:"


@pytest.fixture(autouse=True)
def of_our_own(request):
    """The newspaper's one article carries a note of another's work: feeds without such texts leave it out."""
    if "story" in request.fixturenames:
        story = request.getfixturevalue("story")
        story.credit_line = ""
        story.save()


@pytest.mark.parametrize("format_name", ["json", "rss"])
def test_an_excerpt_holds_no_more_than_the_summary(client, story, format_name):
    feed = make_feed(format=format_name, text="excerpt")
    text = client.get(path_of(feed)).content.decode()
    assert "Three weeks with a decibel meter." in text and "First published by The Lantern:" in text
    assert "They hear" not in text and "signed on 4 November" not in text


def test_texts_of_others_only_where_that_was_agreed(client, newspaper):
    make_article(published=True, headline="Ours")
    make_article(published=True, headline="Credited", credit_line="With an agency.")
    first = make_article(published=True, headline="Elsewhere first", canonical_url="https://ledger.example/first")
    feed = make_feed()
    assert titles(client, feed) == ["Ours"]
    PartnerFeed.objects.update(with_others_texts=True)
    assert sorted(titles(client, feed)) == ["Credited", "Elsewhere first", "Ours"]
    PartnerFeed.objects.update(format="rss")
    channel = etree.fromstring(client.get(path_of(feed)).content)[0]
    item = next(each for each in channel.findall("item") if each.findtext("title") == "Elsewhere first")
    assert item.find(f"{ATOM}link").get("href") == "https://ledger.example/first"
    assert first.live_edition.get_absolute_url() in item.findtext("link")


def test_sections_tags_and_genres(client, newspaper):
    economy, border = make_section(slug="economy"), make_section(slug="border")
    grain, inside = make_tag("Grain"), make_tag("For partners", is_internal=True)
    make_article(published=True, headline="A", section=economy, tags=["Grain"], genre="report", at=minutes_ago(4))
    make_article(published=True, headline="B", section=economy, tags=["For partners"], at=minutes_ago(3))
    make_article(published=True, headline="C", section=border, tags=["Grain", "For partners"], at=minutes_ago(2))
    make_article(published=True, headline="D", section=border, genre="opinion", at=minutes_ago(1))
    number = iter(range(20))

    def shown(**rules):
        return "".join(titles(client, make_feed(name=f"Feed {next(number)}", **rules)))

    assert shown() == "DCBA"
    assert shown(sections=[economy]) == "BA"
    assert shown(sections=[economy, border]) == "DCBA"
    assert shown(tags=[grain]) == "CA"
    assert shown(tags=[grain, inside]) == "CBA"
    assert shown(sections=[border], tags=[grain]) == "C"
    assert shown(excluded_tags=[grain]) == "DB"
    assert shown(tags=[grain], excluded_tags=[inside]) == "A"
    assert shown(genres=["report", "opinion"]) == "DA"
    assert shown(genres=["report"], excluded_tags=[grain]) == ""
    assert shown(how_many=2) == "DC"


def test_internal_tags_are_rules_and_never_words(client, newspaper):
    inside = make_tag("Check with lawyer", slug="check-with-lawyer", is_internal=True)
    make_article(published=True, headline="A", tags=[inside.name, "Grain"])
    for format_name in ("json", "rss"):
        feed = make_feed(name=format_name, format=format_name, tags=[inside])
        text = client.get(path_of(feed)).content.decode()
        assert "Grain" in text and "lawyer" not in text


def test_the_delay_counts_from_publication(client, newspaper):
    article = make_article(published=True, headline="Early", at=minutes_ago(70))
    make_article(published=True, headline="Late", at=minutes_ago(50))
    feed = make_feed(delay_minutes=60)
    assert titles(client, feed) == ["Early"]
    # What is put right an hour later stays there, and with it what is right.
    article.headline = "Early, put right"
    article.save()
    publishing.publish(article)
    assert titles(client, feed) == ["Early, put right"]


def test_the_delay_to_the_second(client, newspaper):
    now = timezone.now()
    make_article(published=True, headline="One", at=now - timedelta(minutes=60))
    feed = make_feed(delay_minutes=60)
    assert not partners.editions_for(feed, now - timedelta(seconds=1)).exists()
    assert partners.editions_for(feed, now).exists()


def test_the_language_is_the_feed_s_own(client, newspaper):
    make_article(published=True, headline="In English")
    make_article(published=True, headline="Українською", language="uk", authors=[make_author(name="Ada")])
    feed = make_feed(language="uk")
    response = client.get(path_of(feed))
    found = json.loads(response.content)
    assert [item["title"] for item in found["items"]] == ["Українською"]
    assert (found["title"], found["home_page_url"]) == ("Ліхтар", "https://lantern.example/uk/")
    assert response["Content-Language"] == "uk" and "/uk/20" in found["items"][0]["url"]


def test_nothing_that_is_not_public(client, newspaper):
    tag = make_tag("Energy")
    common = {"tags": ["Energy"], "body": "<p>Secretbody</p>"}
    make_article(headline="Secretdraft", **common)
    publishing.schedule(make_article(headline="Secretscheduled", **common), timezone.now() + timedelta(hours=1))
    withdrawn = make_article(headline="Secretwithdrawn", published=True, **common)
    publishing.withdraw(withdrawn)
    ending = make_article(headline="Secretended", published=True, at=minutes_ago(60), **common)
    ending.editions.update(live_until=minutes_ago(1))
    live = make_article(headline="Live", body="<p>Livebody</p>", tags=["Energy"], published=True)
    live.headline, live.body = "Secretworking", "<p>Secretbody</p>"
    live.save()
    publishing.schedule(live, timezone.now() + timedelta(hours=1))
    for number, (format_name, text) in enumerate([("json", "whole"), ("rss", "whole"), ("json", "excerpt")]):
        feed = make_feed(name=f"{number}", format=format_name, text=text, tags=[tag], with_others_texts=True)
        shown = client.get(path_of(feed)).content.decode()
        assert "Live" in shown and "Secret" not in shown
    assert Article.objects.count() == 5


def test_what_is_withdrawn_disappears(client, story):
    feed = make_feed()
    assert len(titles(client, feed)) == 2
    publishing.withdraw(story.article)
    assert titles(client, feed) == ["Calm is not peace"]


def test_wrong_words_all_get_the_same(client, story):
    closed, open_feed = make_feed(name="Closed", is_active=False), make_feed(name="Open")
    before = open_feed.secret_word
    partners.renew(open_feed, by=None)
    answers = set()
    # The process has served a page before: it knows what all of them show.
    client.get("/partner-feeds/anything/")
    for word in (closed.secret_word, before, "0" * 48, "nothing", "-"):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(f"/partner-feeds/{word}/")
        page = response.content.decode().replace(f"/partner-feeds/{word}/", "")
        answers.add((response.status_code, len(asked), page, response.headers.get("Cache-Control")))
    assert len(answers) == 1 and answers.pop()[0] == 404
    for word in ("%00", "ї" * 20, "x" * 5000, before[:-1], f"{open_feed.secret_word}a", f"{open_feed.secret_word}%0a"):
        assert client.get(f"/partner-feeds/{word}/").status_code == 404
    assert client.get(path_of(open_feed)).status_code == 200


def test_words_are_long_and_all_different():
    words = {make_feed(name=f"{number}").secret_word for number in range(50)}
    assert len(words) == 50 and all(len(word) == 48 and word == word.lower() for word in words)


def test_it_is_between_the_partner_and_us(client, story):
    for format_name in ("json", "rss"):
        feed = make_feed(name=f"Partner of {format_name}", format=format_name)
        response = client.get(path_of(feed))
        assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert response["Cache-Control"] == "private, no-cache"
        assert "Access-Control-Allow-Origin" not in response and "Set-Cookie" not in response
        assert feed.secret_word not in response.content.decode() and feed.name not in response.content.decode()
        for path in ("/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", "/", story.get_absolute_url()):
            assert "partner-feeds" not in client.get(path).content.decode()


def test_unchanged_is_answered_without_a_body(client, story):
    feed = make_feed()
    first = client.get(path_of(feed))
    assert client.get(path_of(feed), headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(path_of(feed), headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    publishing.withdraw(story.article)
    assert client.get(path_of(feed), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_only_the_day_is_kept_of_who_asks(client, story):
    feed = make_feed()
    client.get(path_of(feed), headers={"User-Agent": "Partner/1.0"})
    row = PartnerFeed.objects.values().get()
    assert row["asked_on"] == timezone.localdate()
    client.get(path_of(feed))
    assert PartnerFeed.objects.values().get() == row


def test_it_can_only_be_read(client, story):
    assert client.post(path_of(make_feed())).status_code == 405


@pytest.mark.parametrize("format_name", ["json", "rss"])
def test_hostile_words(client, newspaper, format_name):
    hostile = storable("a\x00b\x0b]]>\x1b<!-- </script> \ufffe &amp; 𝕏 \u202e")
    make_article(
        published=True, headline=hostile, deck=hostile, body=f"<p>{hostile}</p>", slug="hostile",
        tags=[make_tag(hostile, slug="hostile").name], authors=[make_author(name=hostile)],
        lead_picture=make_picture(alt=hostile, credit=hostile),
    )  # fmt: skip
    feed = make_feed(name=hostile, credit=hostile, format=format_name, genres=["news", hostile])
    response = client.get(path_of(feed))
    assert response.status_code == 200 and b"\x00" not in response.content
    (json.loads if format_name == "json" else etree.fromstring)(response.content)


def test_public_feeds_have_rules_of_their_own(client, story, newspaper):
    feed = make_feed()
    newspaper.feeds_are_excerpts = True
    newspaper.save()
    assert "They hear" in document(client, feed)["items"][0]["content_html"]


def test_queries_do_not_grow(client, newspaper):
    counts = []
    section, tags = make_section(slug="economy"), [make_tag("Energy"), make_tag("Never")]
    feed = make_feed(sections=[section], tags=tags[:1], excluded_tags=tags[1:], how_many=100)
    for number in range(30):
        inside = make_picture()
        article = make_article(
            body=f'<p>Text.</p><cms-picture data-picture="{inside.pk}"></cms-picture>'
            f'<cms-read-also data-article="{Article.objects.order_by("pk").values_list("pk", flat=True).first() or 0}">'
            "</cms-read-also>",
            lead_picture=make_picture(), tags=["Energy", f"Tag {number % 7}"], section=section,
            authors=[make_author()], published=True,
        )  # fmt: skip
        publishing.correct(article, "It was Tuesday.")
        if number in (2, 29):
            SiteSettings.load()
            client.get(path_of(feed))
            with CaptureQueriesContext(connection) as queries:
                assert len(titles(client, feed)) == number + 1
            counts.append(len(queries))
    assert counts[1] <= counts[0] <= 8, [query["sql"][:150] for query in queries]
