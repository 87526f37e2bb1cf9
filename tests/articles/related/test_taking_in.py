"""What a feed says becomes stories, once, with what we know of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Source, Story, TagAlias
from articles.related.intake import take_in
from tests.factories import make_story, make_tag

from .conftest import item, rss

pytestmark = pytest.mark.django_db


def test_items_become_stories(says):
    at = timezone.now().replace(microsecond=0) - timedelta(hours=3)
    source = says(
        rss(
            item(
                1, title="Grain &amp; oil", at=at, link="https://outlet.example/grain?utm_source=rss",
                more='<media:thumbnail url="https://outlet.example/grain.jpg" width="600"/>',
            ),
            item(2),
            language="en-GB",
        )
    )  # fmt: skip
    taken = take_in(source)
    assert (taken.new, taken.known, taken.problem) == (2, 0, "")
    story = Story.objects.get(guid="guid-1")
    assert story.title == "Grain & oil"
    assert story.url == "https://outlet.example/grain"
    assert (story.published_at, story.language) == (at, "en")
    assert story.excerpt == "What is known about number 1."
    assert story.picture_url == "https://outlet.example/grain.jpg" and story.source == source
    source.refresh_from_db()
    assert source.failures == 0 and source.last_status == 200 and source.new_at == source.fetched_at
    assert source.next_fetch_at > timezone.now() + timedelta(minutes=20) and source.claimed_until is None


def test_a_source_without_a_language_takes_its_feeds(says):
    source = says(rss(item(1), language="en-GB"), rss(item(2), language="uk"))
    Source.objects.filter(pk=source.pk).update(language="")
    for _round in range(2):
        take_in(source)
        source.refresh_from_db()
        assert source.language == "en"


def test_a_second_look_writes_no_story(says):
    body = rss(*(item(number) for number in range(5)))
    source = says(body, body.replace("</channel>", "<!-- made at noon --></channel>"))
    assert take_in(source).new == 5
    with CaptureQueriesContext(connection) as queries:
        taken = take_in(source)
    assert (taken.new, taken.changed, taken.known) == (0, 0, 5)
    written = [each["sql"] for each in queries if each["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written and all("articles_source" in sql for sql in written)


def test_an_unchanged_body_is_not_even_compared(says):
    source = says(rss(item(1)))
    take_in(source)
    with CaptureQueriesContext(connection) as queries:
        assert take_in(source).known == 0
    assert not any("articles_story" in each["sql"] for each in queries)


def test_words_that_changed_are_written_and_ours_stay(says):
    source = says(
        rss(item(1), item(2)),
        rss(item(1, title="Grain leaves the port after all"), item(2, excerpt="More is known by now.")),
    )
    take_in(source)
    Story.objects.filter(guid="guid-1").update(own_title="Our words", own_excerpt="Ours")
    taken = take_in(source)
    assert (taken.new, taken.changed) == (0, 2)
    first, second = Story.objects.order_by("guid")
    assert (first.title, first.own_title, first.own_excerpt) == ("Grain leaves the port after all", "Our words", "Ours")
    assert second.excerpt == "More is known by now."
    assert first.title_key != second.title_key


def test_an_empty_excerpt_takes_nothing_away(says):
    source = says(rss(item(1)), rss(item(1, excerpt="")))
    take_in(source)
    assert take_in(source).changed == 0
    assert Story.objects.get().excerpt


def test_moments(says):
    now = timezone.now()
    source = says(
        rss(
            item(1, at=now + timedelta(hours=9)),
            item(2, at=None),
            item(3, at=now - timedelta(days=80)),
            item(4, at=now - timedelta(days=100)),
        )
    )
    assert take_in(source).new == 3
    moments = dict(Story.objects.values_list("guid", "published_at"))
    assert now <= moments["guid-1"] <= timezone.now(), "not in the future"
    assert now <= moments["guid-2"] <= timezone.now()
    assert moments["guid-3"] < now - timedelta(days=79), "late ones are welcome"
    assert "guid-4" not in moments, "older than what is kept"


def test_late_items_are_taken_whatever_was_seen_before(says):
    source = says(rss(item(1)), rss(item(1), item(9, at=timezone.now() - timedelta(days=20))))
    take_in(source)
    assert take_in(source).new == 1


def test_what_cannot_be_shown_stays_out(says, settings):
    settings.SITE_URL = "https://lantern.example"
    source = says(
        rss(
            item(1, link="javascript:alert(1)"),
            item(2, link=""),
            item(3, title="", excerpt=""),
            item(4, link="https://www.lantern.example/2026/05/01/ours/"),
            item(5, title="Nul \0 and \x07 bell rings in the house", link="https://outlet.example/x\0y"),
        ).replace("\0", "&#0;").replace("\x07", "&#7;")
    )  # fmt: skip
    take_in(source)
    titles = list(Story.objects.values_list("title", flat=True))
    assert all("\0" not in title for title in titles)
    assert {story.url for story in Story.objects.all()} <= {"https://outlet.example/xy", "https://outlet.example/x"}


def test_tags_of_the_source_and_of_the_words(says):
    about, inner = make_tag("Grain trade"), make_tag("inbox", is_internal=True)
    belarus, hidden, us = make_tag("Білорусь"), make_tag("порт", is_internal=True), make_tag("US")
    TagAlias.objects.create(name="Lukashenko", slug="lukashenko", tag=make_tag("Aliaksandr Lukashenka"))
    courts = make_tag("Courts")
    source = says(
        rss(
            item(1, title="Порт відкрили: новини з Білоруссю", excerpt="It tells us nothing."),
            item(2, title="Lukashenko speaks", excerpt="In the US.", more="<category>courts</category>"),
        )
    )
    source.tags.set([about, inner])
    take_in(source)
    first, second = Story.objects.order_by("guid")
    assert set(first.tags.all()) == {about, inner, belarus} and hidden not in first.tags.all()
    assert {tag.name for tag in second.tags.all()} == {
        "Grain trade", "inbox", "Aliaksandr Lukashenka", "US", "Courts",
    }  # fmt: skip
    assert us in second.tags.all() and courts in second.tags.all()
    assert set(first.taggings.values_list("published_at", flat=True)) == {first.published_at}


@pytest.mark.parametrize(
    ("of_source", "of_feed", "title", "language"),
    [
        ("uk", "en", "Anything", "uk"), ("", "en-US", "Anything", "en"), ("", "", "Сьогодні відкрили міст", "uk"),
        ("", "", "The end of the road to nowhere", "en"), ("", "", "12:00", ""),
    ],
)  # fmt: skip
def test_languages(says, of_source, of_feed, title, language):
    take_in(says(rss(item(1, title=title, excerpt=""), language=of_feed), language=of_source))
    assert Story.objects.get().language == language


def test_a_large_feed_comes_in_parts(says, monkeypatch):
    monkeypatch.setattr("articles.related.keeping.NEW_AT_ONCE", 6)
    source = says(rss(*(item(number) for number in range(10))))
    first = take_in(source)
    assert (first.new, first.left) == (6, 4)
    assert set(Story.objects.values_list("guid", flat=True)) == {f"guid-{number}" for number in range(6)}, "the newest"
    assert take_in(source).new == 4
    assert Story.objects.count() == 10


def test_a_story_added_by_its_address_becomes_the_sources(says):
    story = make_story(url="https://outlet.example/story-1?fbclid=1", title="As somebody typed it")
    source = says(rss(item(1)), rss(item(1), item(2)))
    assert take_in(source).new == 0
    story.refresh_from_db()
    assert story.source == source
    assert take_in(source).new == 1


def test_of_two_sources_the_first_keeps_the_story(says):
    first = says(rss(item(1)), path="/world")
    second = says(rss(item(1, title="Other words for the same page")), path="/politics")
    take_in(first)
    taken = take_in(second)
    assert (taken.new, taken.changed, taken.known) == (0, 0, 1)
    assert Story.objects.get().source == first
    assert Source.objects.get(pk=second.pk).failures == 0


def test_an_item_without_a_date_keeps_none(says):
    take_in(says(rss(item(1, at=None), item(2))))
    assert set(Story.objects.values_list("guid", "is_dated")) == {("guid-1", False), ("guid-2", True)}
