"""The Read-also card inside a text follows the article it names."""

import pytest
from lxml import html

from articles import publishing
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db

CARD = "//aside[@class='read']"


@pytest.fixture
def target():
    return make_article(published=True, headline="First headline", slug="first", lead_picture=make_picture())


@pytest.fixture
def article(target):
    card = f'<cms-read-also data-article="{target.pk}"></cms-read-also>'
    return make_article(published=True, body=f"<p>Above.</p>{card}<p>Below.</p>")


def page_of(client, article, place=""):
    return html.fromstring(client.get(place + article.live_edition.get_absolute_url()).content)


def test_it_works(client, article, target):
    page = page_of(client, article)
    assert page.xpath(f"{CARD}//a/text()") == ["First headline"]
    assert page.xpath(f"{CARD}//a/@href") == [target.live_edition.get_absolute_url()]
    assert target.live_edition.lead_picture.rendition_key in page.xpath(f"{CARD}//img/@src")[0]


def test_it_follows_headline_address_and_picture(client, article, target):
    before = target.lead_picture.rendition_key
    target.headline, target.slug, target.lead_picture = "Second headline", "second", make_picture()
    target.save()
    page = page_of(client, article)
    # Only what is published counts.
    assert page.xpath(f"{CARD}//a/text()") == ["First headline"] and before in page.xpath(f"{CARD}//img/@src")[0]
    publishing.publish(target)
    page = page_of(client, article)
    assert page.xpath(f"{CARD}//a/text()") == ["Second headline"]
    assert page.xpath(f"{CARD}//a/@href")[0].endswith("/second/")
    assert target.lead_picture.rendition_key in page.xpath(f"{CARD}//img/@src")[0]


def test_a_picture_taken_away_leaves_a_card_of_words(client, article, target):
    target.lead_picture = None
    target.save()
    publishing.publish(target)
    page = page_of(client, article)
    assert page.xpath(CARD) and not page.xpath(f"{CARD}//img")


@pytest.mark.parametrize("place", ["", "/lite", "/print"])
def test_a_withdrawn_target_disappears_and_comes_back(client, article, target, place):
    assert "First headline" in page_of(client, article, place).xpath("//article")[0].text_content()
    publishing.withdraw(target)
    text = page_of(client, article, place).xpath("//article")[0].text_content()
    assert "First headline" not in text and "Read also" not in text and "Below." in text
    publishing.publish(target)
    assert "First headline" in page_of(client, article, place).xpath("//article")[0].text_content()


def test_in_feeds_too(client, article, target):
    assert b"First headline</a>" in client.get("/feed.json").content
    publishing.withdraw(target)
    assert b"First headline" not in client.get("/feed.json").content
