"""From other outlets: a list beside a tag's, a section's and an author's own stories."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles import publishing
from articles.models import Tag
from newsroom.site.models import SiteSettings
from tests.articles.machines.conftest import json_ld
from tests.factories import (
    approve_by_rule,
    make_article,
    make_author,
    make_outlet,
    make_picture,
    make_section,
    make_story,
    make_tag,
    minutes_ago,
    tag_story,
)

pytestmark = pytest.mark.django_db

PLACES = ["/tag/energy/", "/section/economy/", "/author/ada/"]
RAIL = "//aside[contains(@class, 'rail')]"


@pytest.fixture
def tag():
    """A tag with one article of ours, in a section and by an author whose pages have a list of the tag too."""
    tag = make_tag("Energy", slug="energy")
    section = make_section(slug="economy")
    section.rail_tags.add(tag)
    make_article(published=True, tags=["Energy"], section=section, authors=[make_author(slug="ada")])
    return tag


def told(tag, title="", source=None, **fields):
    return tag_story(make_story(title, source=source or make_outlet(), **fields), tag)


def rail(client, path):
    response = client.get(path)
    page = html.fromstring(response.content)
    return [link.text for link in page.xpath(f"{RAIL}//h3/a")]


@pytest.mark.parametrize("place", PLACES)
def test_it_works(client, tag, place):
    source = make_outlet(name="Danube Ledger")
    old = told(tag, "Old", source, published_at=minutes_ago(500), own_picture=make_picture())
    told(tag, "New", source, published_at=minutes_ago(5), thumbnail="related/t.webp", excerpt="Not shown here.")
    page = html.fromstring(client.get(place).content)
    assert page.xpath(f"{RAIL}//h2//text()") == ["From other outlets"]
    assert [link.text for link in page.xpath(f"{RAIL}//h3/a")] == ["New", "Old"]
    link = page.xpath(f"{RAIL}//h3/a")[1]
    assert link.get("href") == old.url and link.get("rel") == "noopener external nofollow"
    assert "(on another site)" in link.text_content()
    assert page.xpath(f"{RAIL}//b/text()") == ["Danube Ledger", "Danube Ledger"]
    assert len(page.xpath(f"{RAIL}//time")) == 2 and "Not shown here." not in page.text_content()
    assert json_ld(client.get(place).content)[0]["relatedLink"][1] == old.url


@pytest.mark.parametrize("place", PLACES)
def test_five_at_most_and_the_newest(client, tag, place):
    for number in range(9):
        told(tag, f"Story {number}", published_at=minutes_ago(100 - number))
    assert rail(client, place) == [f"Story {number}" for number in (8, 7, 6, 5, 4)]


@pytest.mark.parametrize("place", PLACES)
def test_without_stories_nothing_stands_there(client, tag, place):
    told(make_tag("Other"), "Elsewhere")
    assert b"From other outlets" not in client.get(place).content


@pytest.mark.parametrize("place", PLACES)
def test_nothing_untrusted_hidden_or_gone(client, tag, place):
    doubtful = make_outlet(is_trusted=False)
    told(tag, "Doubtful", doubtful)
    told(tag, "Hidden", is_hidden=True)
    told(tag, "Gone", gone_at=minutes_ago(1))
    tag_story(make_story("By its address"), tag)
    told(tag, "Good")
    told(tag, "Javascript", url="javascript:alert(1)")
    assert rail(client, place) == ["Good"]


def test_an_editor_s_choice_lets_in_what_is_not_trusted(client, tag):
    doubtful = told(tag, "Doubtful", make_outlet(is_trusted=False))
    added = tag_story(make_story("By its address", published_at=minutes_ago(5)), tag)
    ruled = told(tag, "Ruled", make_outlet(is_trusted=False), published_at=minutes_ago(9))
    draft = make_article(related=[doubtful])
    assert rail(client, "/tag/energy/") == []
    article = make_article(published=True, related=[doubtful, added])
    approve_by_rule(article, ruled)
    page = html.fromstring(client.get("/tag/energy/").content)
    assert [link.text for link in page.xpath(f"{RAIL}//h3/a")] == ["Doubtful", "By its address"]
    assert page.xpath(f"{RAIL}//h3/a/@rel") == ["noopener external"] * 2
    publishing.withdraw(article)
    assert rail(client, "/tag/energy/") == []
    assert draft.live_edition is None


@pytest.mark.parametrize("place", PLACES)
def test_each_title_once(client, tag, place):
    told(tag, "Snow: 30 cm by morning", published_at=minutes_ago(1))
    told(tag, "SNOW — 30 cm by morning", published_at=minutes_ago(2))
    told(tag, "Wind", title_key="k", published_at=minutes_ago(3))
    told(tag, "Wind, say they", title_key="k", published_at=minutes_ago(4))
    assert rail(client, place) == ["Snow: 30 cm by morning", "Wind"]


@pytest.mark.parametrize("place", PLACES)
def test_only_the_page_s_language(client, tag, place):
    for number, language in enumerate(["uk", "en", "en-GB", "", "de", "enm"]):
        told(tag, f"In {language or 'none'}", language=language, published_at=minutes_ago(number))
    assert rail(client, place) == ["In en", "In en-GB", "In none"]


def test_ukrainian_pages_have_ukrainian_stories(client, tag):
    make_article(published=True, language="uk", tags=["Energy"])
    told(tag, "In English", language="en")
    told(tag, "Українською", language="uk")
    assert rail(client, "/uk/tag/energy/") == ["Українською"]


@pytest.mark.parametrize("place", PLACES)
def test_the_whole_site_s_switch(client, tag, place):
    told(tag)
    assert b"From other outlets" in client.get(place).content
    settings = SiteSettings.load()
    settings.shows_outside = False
    settings.save()
    cache.clear()
    assert b"From other outlets" not in client.get(place).content


def test_the_tag_s_own_switch(client, tag):
    told(tag)
    Tag.objects.update(shows_outside=False)
    assert b"From other outlets" not in client.get("/tag/energy/").content
    assert b"From other outlets" not in client.get("/author/ada/").content


def test_a_section_without_chosen_tags_has_none(client, tag):
    told(tag)
    make_article(published=True, tags=["Energy"], section=make_section(slug="society"))
    assert b"From other outlets" not in client.get("/section/society/").content


def test_internal_tags_make_no_list_of_an_author_s(client, tag):
    Tag.objects.update(is_internal=True)
    told(tag)
    assert b"From other outlets" not in client.get("/author/ada/").content


def test_older_pages_have_none(client, tag):
    told(tag)
    for number in range(40):
        make_article(published=True, tags=["Energy"], at=minutes_ago(10 + number))
    first = html.fromstring(client.get("/tag/energy/").content)
    older = first.xpath("//nav[@class='pager']/a[@rel='next']/@href")[0]
    assert first.xpath(RAIL) and not html.fromstring(client.get(f"/tag/energy/{older}").content).xpath(RAIL)


def test_a_tag_without_articles_of_ours_has_no_page(client):
    told(make_tag("Lonely", slug="lonely"))
    assert client.get("/tag/lonely/").status_code == 404


def test_the_rail_looks_no_further_than_it_says(client, tag):
    doubtful = make_outlet(is_trusted=False)
    told(tag, "Too deep", published_at=minutes_ago(1000))
    for number in range(60):
        told(tag, f"Doubtful {number}", doubtful, published_at=minutes_ago(number))
    assert rail(client, "/tag/energy/") == []


@pytest.mark.parametrize("place", PLACES)
def test_one_question_more_however_many(client, tag, place):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            client.get(place)
        return len(asked)

    settings = SiteSettings(name="The Lantern", shows_outside=False)
    settings.save()
    SiteSettings.load()
    client.get(place)
    without = ask()
    settings.shows_outside = True
    settings.save()
    cache.clear()
    for _each in range(3):
        told(tag, own_picture=make_picture())
    client.get(place)
    few = ask()
    for _each in range(30):
        told(tag, own_picture=make_picture())
    client.get(place)
    assert ask() == few <= without + 1
