"""Open Graph and X: what networks show of a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.metadata.social_cards import article_card, page_card
from tests.articles.machines.conftest import properties
from tests.factories import make_article, make_author, make_picture


def test_it_works(client, story):
    found = properties(client.get(story.get_absolute_url()).content)
    assert found["og:type"] == ["article"]
    assert found["og:title"] == [story.headline]
    assert found["og:url"] == ["https://lantern.example/2021/11/29/drills-at-the-border/"]
    assert found["og:image"] == ["https://lantern.example/media/pictures/key7/og-1200.jpg"]
    assert found["og:image:width"] + found["og:image:height"] == ["1200", "630"]
    assert found["og:image:alt"] == ["A watchtower"]
    assert found["og:locale"] == ["en_GB"]
    assert found["article:published_time"] == ["2021-11-29T18:42:00+02:00"]
    assert found["article:modified_time"] == ["2021-11-30T09:05:00+02:00"]
    assert found["article:section"] == ["Border & region"]
    assert sorted(found["article:tag"]) == ["Belarus", "Military exercises"]
    assert found["article:author"][0] == "https://lantern.example/author/daryna-kovalchuk/"
    assert found["twitter:card"] == ["summary_large_image"]


def card(**fields):
    edition = make_article(published=True, **fields).live_edition
    return {each.name: each.content for each in article_card(edition)}


def test_the_editors_words_for_networks(newspaper):
    found = card(headline="Headline", social_headline="For friends", search_description="In short.")
    assert (found["og:title"], found["og:description"]) == ("For friends", "In short.")


def test_the_description_for_networks_comes_before_the_one_for_search(newspaper):
    found = card(social_description="For friends.", search_description="For search.", deck="Deck.")
    assert found["og:description"] == "For friends."
    assert card(deck="", body="<p>Only words.</p>")["og:description"] == "Only words."


def test_the_picture_for_networks_comes_before_the_lead_picture(newspaper):
    found = card(lead_picture=make_picture(alt="Lead"), social_picture=make_picture(alt="Social"))
    assert found["og:image:alt"] == "Social"
    assert card(lead_picture=make_picture(alt="Lead"))["og:image:alt"] == "Lead"


def test_the_picture_for_networks_is_in_the_page_and_costs_no_query(client, newspaper, django_assert_num_queries):
    fields = {"lead_picture": make_picture(alt="Lead")}
    plain = make_article(published=True, **fields).live_edition
    other = make_article(published=True, social_picture=make_picture(alt="Social"), **fields).live_edition
    client.get(plain.get_absolute_url())
    with CaptureQueriesContext(connection) as before:
        client.get(plain.get_absolute_url())
    with django_assert_num_queries(len(before)):
        found = properties(client.get(other.get_absolute_url()).content)
    assert found["og:image:alt"] == ["Social"]


def test_first_published_elsewhere(newspaper):
    assert card(canonical_url="https://first.example/it")["og:url"] == "https://first.example/it"


def test_without_a_picture(newspaper, monkeypatch):
    monkeypatch.setattr("articles.metadata.social_cards.static_path", lambda name: "")
    found = card()
    assert "og:image" not in found
    assert found["twitter:card"] == "summary"


def test_the_newspaper_s_own_picture(newspaper, monkeypatch):
    monkeypatch.setattr("articles.metadata.social_cards.static_path", lambda name: f"/static/{name}")
    found = card()
    assert found["og:image"] == "https://lantern.example/static/newsroom/social.jpg"
    assert found["twitter:card"] == "summary_large_image"


def test_a_small_picture_is_no_large_card(newspaper):
    found = card(lead_picture=make_picture(width=300, height=200))
    assert (found["og:image:width"], found["twitter:card"]) == ("300", "summary")


def test_other_languages(newspaper):
    edition = make_article(published=True).live_edition
    found = article_card(edition, alternates={"en": "/x/", "uk": "/uk/y/"})
    assert [each.content for each in found if each.name == "og:locale:alternate"] == ["uk_UA"]


@pytest.mark.parametrize(
    ("title", "about", "expected"),
    [
        ("About", "Who writes.", ("About", "Who writes.")),
        ("", "", ("The Lantern", "Independent reporting from Ukraine and Europe.")),
    ],
)
def test_any_other_page(newspaper, title, about, expected):
    found = {each.name: each.content for each in page_card(title, about, "/about/")}
    assert (found["og:title"], found["og:description"]) == expected
    assert (found["og:type"], found["og:url"]) == ("website", "https://lantern.example/about/")


def test_the_front_page(client, newspaper):
    make_article(authors=[make_author()], published=True)
    found = properties(client.get("/").content)
    assert (found["og:type"], found["og:title"]) == (["website"], ["The Lantern"])


def test_nothing_breaks_out_of_an_attribute(client, newspaper):
    headline = 'x"><script>alert(1)</script>'
    edition = make_article(headline=headline, slug="hostile", published=True).live_edition
    response = client.get(edition.get_absolute_url())
    assert properties(response.content)["og:title"] == [headline]
    assert b"<script>alert" not in response.content
