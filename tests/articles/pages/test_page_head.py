"""What the head of a reader's page says of it: what it is about, where it stands, in which languages."""

import re

import pytest

from articles.models import Genre
from tests.factories import make_article, make_author, make_picture, make_section

pytestmark = pytest.mark.django_db


def said(response):
    return re.search(r'<meta name="description" content="([^"]*)"', response.text)[1]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"search_description": "For search.", "deck": "Deck."}, "For search."),
        ({"deck": "Deck."}, "Deck."),
        ({"deck": "", "body": "<p>Only <b>words</b>.</p>"}, "Only words."),
    ],
)
def test_an_article_is_described_by_itself(client, fields, expected):
    edition = make_article(published=True, **fields).live_edition
    assert said(client.get(edition.get_absolute_url())) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"role": "Reporter", "bio": "Writes\n\nof rivers."}, "Writes of rivers."), ({"role": "Reporter"}, "Reporter")],
)
def test_an_author_is_described_by_the_biography(client, fields, expected):
    author = make_author(**fields)
    make_article(published=True, authors=[author])
    assert said(client.get(author.get_absolute_url())) == expected


def test_the_picture_s_words_are_in_the_page_s_language(client):
    picture = make_picture(alt="A river", credit="By Ada", translations={"uk": {"alt": "Ріка", "credit": "Фото Ади"}})
    edition = make_article(published=True, language="uk", lead_picture=picture).live_edition
    page = client.get(edition.get_absolute_url()).text
    assert 'og:image:alt" content="Ріка"' in page and '"creditText":"Фото Ади"' in page
    assert "A river" not in page and "By Ada" not in page


def test_where_nothing_is_there_is_no_canonical_address(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'rel="canonical"' not in response.text


def test_readers_of_other_languages_are_led_to_the_site_s_own(client):
    assert 'hreflang="x-default" href="http' in (page := client.get("/uk/").text)
    assert re.search(r'hreflang="en" href="([^"]*)"', page)[1] == re.search(r'"x-default" href="([^"]*)"', page)[1]


def test_opinion_is_set_in_italics_in_a_stream(client):
    section = make_section(slug="politics")
    for number in range(3):
        make_article(published=True, section=section, genre=Genre.OPINION if number else Genre.NEWS)
    assert client.get(section.get_absolute_url()).text.count('class="card says"') >= 1
