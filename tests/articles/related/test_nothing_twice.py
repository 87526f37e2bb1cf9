"""An item is never taken twice, whatever churns: guid, address, headline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Story
from articles.related.intake import take_in

from .conftest import item, rss

pytestmark = pytest.mark.django_db

AT = timezone.now().replace(microsecond=0) - timedelta(hours=5)
TITLE = "Grain leaves the port for the first time this year"


@pytest.mark.parametrize(
    "later",
    [
        {"guid": "another"},
        {"link": "http://www.outlet.example/story-1/?utm_campaign=x&fbclid=1#top"},
        {"link": "https://outlet.example/other-slug", "title": "The headline was rewritten and the slug with it"},
        {"guid": "another", "link": "https://new-home.example/2026/story-1"},
        {"guid": "another", "link": "https://new-home.example/1", "title": TITLE.upper() + "!"},
        {"guid": "another", "link": "https://outlet.example/1b", "title": f"{TITLE} - The Outlet"},
        {"guid": "another", "link": "https://outlet.example/1b", "title": TITLE.replace("port", "ports")},
        {"guid": "another", "link": "https://outlet.example/1b", "at": AT + timedelta(days=2)},
        {"guid": "", "at": None},
        *(
            {"guid": "another", "link": "https://outlet.example/1b", "title": title, "at": AT + timedelta(hours=4)}
            for title in (f"UPDATED: {TITLE}", f"Video 2: {TITLE}", f"Оновлено: {TITLE}", f"ВІДЕО {TITLE}")
        ),
    ],
)
def test_a_known_story_stays_one(says, later):
    first = {"title": TITLE, "at": AT}
    source = says(rss(item(1, **first)), rss(item(1, **(first | later)), item(2)))
    take_in(source)
    taken = take_in(source)
    assert (taken.new, taken.known) == (1, 1)
    assert Story.objects.count() == 2


@pytest.mark.parametrize(("excerpt", "new"), [("The same words.", 0), ("Other words.", 1)])
def test_a_short_headline_is_one_story_with_the_same_text_only(says, excerpt, new):
    first = {"title": "Short title", "excerpt": "The same words.", "at": AT - timedelta(hours=19)}
    later = first | {"guid": "another", "link": "https://outlet.example/d2", "at": AT, "excerpt": excerpt}
    source = says(rss(item(1, **first)), rss(item(1, **later)))
    take_in(source)
    assert take_in(source).new == new


@pytest.mark.parametrize(
    "other",
    [
        # One guid for everything: address and headline differ, and so does the moment.
        {"link": "https://outlet.example/other", "title": "A museum shows what was saved from the flood", "at": None},
        {"link": "https://outlet.example/other", "title": "A museum shows what was saved from the flood"},
        # The same headline a week later.
        {"guid": "2", "link": "https://outlet.example/other", "at": AT - timedelta(days=7)},
        # Another number of people.
        {"guid": "2", "link": "https://outlet.example/other", "title": "Strike on the market of the town kills 3"},
    ],
)
def test_another_story_is_another_one(says, other):
    first = {"title": TITLE, "at": AT}
    if "Strike" in other.get("title", ""):
        first["title"] = "Strike on the market of the town kills 2"
    source = says(rss(item(1, **first)), rss(item(1, **({"title": first["title"]} | other))))
    take_in(source)
    assert take_in(source).new == 1
    assert Story.objects.count() == 2 and Story.objects.filter(title=first["title"]).exists()


def test_two_outlets_may_have_one_headline(says):
    ours = rss(item(1, title=TITLE, at=AT))
    theirs = rss(item(1, title=TITLE, at=AT, link="https://elsewhere.example/a"))
    assert take_in(says(ours, path="/one")).new == 1
    assert take_in(says(theirs, path="/two")).new == 1


def test_one_outlet_in_two_sources_tells_it_once(says):
    assert take_in(says(rss(item(1, title=TITLE, at=AT)), path="/world")).new == 1
    again = rss(item(1, title=TITLE, at=AT, link="https://outlet.example/politics/1", guid="p1"))
    assert take_in(says(again, path="/politics")).new == 0


def test_twice_in_one_feed_is_once(says):
    same_page = item(3, title="Other news of the same day", link="https://outlet.example/story-1")
    body = rss(item(1, title=TITLE), item(2, title=TITLE), same_page)
    source = says(body, body + " ")
    assert take_in(source).new == 1
    assert take_in(source).new == 0


def test_a_story_follows_its_address(says):
    moved = item(1, title=TITLE, at=AT, link="https://outlet.example/new-slug")
    source = says(rss(item(1, title=TITLE, at=AT)), rss(moved))
    take_in(source)
    taken = take_in(source)
    assert (taken.new, taken.changed) == (0, 1)
    assert Story.objects.get().url == "https://outlet.example/new-slug"


def test_addresses_that_churn_cause_no_writing(says):
    def body(number):
        return rss(item(1, title=TITLE, at=AT, guid=f"g{number}", link=f"https://outlet.example/a?session={number}"))

    source = says(*(body(number) for number in range(4)))
    assert take_in(source).new == 1
    for _again in range(3):
        taken = take_in(source)
        assert (taken.new, taken.changed, taken.known) == (0, 0, 1)


def test_a_story_does_not_take_the_address_of_another(says):
    other = item(2, at=AT - timedelta(days=1))
    source = says(
        rss(item(1, title=TITLE, at=AT), other),
        rss(item(1, title=TITLE, at=AT, link="https://outlet.example/story-2")),
    )
    take_in(source)
    assert take_in(source).problem == ""
    assert set(Story.objects.values_list("url", flat=True)) == {
        "https://outlet.example/story-1", "https://outlet.example/story-2",
    }  # fmt: skip
