"""The language of a page is in its address and nowhere else."""

import pytest
from django.utils import translation

from newsroom.site.models import SiteSettings, local_link
from tests.factories import make_section

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wish", ["uk", "en", "de", ""])
def test_the_browsers_wish_changes_nothing(client, wish):
    assert client.get("/", headers={"accept-language": wish})["Content-Language"] == "en"
    assert client.get("/uk/", headers={"accept-language": wish})["Content-Language"] == "uk"


def test_no_page_varies_by_cookie_or_language(client):
    client.cookies["django_language"] = "uk"
    response = client.get("/")
    assert response["Content-Language"] == "en"
    assert not {"cookie", "accept-language"} & {word.strip().lower() for word in response.get("Vary", "").split(",")}


def test_words_come_in_the_pages_language_and_fall_back():
    section = make_section(name="Politics", description="All of it", translations={"uk": {"name": "Політика"}})
    with translation.override("uk"):
        assert section.local.name == "Політика"
        assert section.local.description == "All of it"
    with translation.override("en"):
        assert section.local.name == "Politics"


def test_a_field_that_is_not_for_translation_is_no_word():
    with pytest.raises(AttributeError):
        make_section().local.slug  # noqa: B018


def test_links_of_this_site_follow_the_language():
    with translation.override("uk"):
        assert local_link("/about/") == "/uk/about/"
        assert local_link("https://example.com/") == "https://example.com/"
    with translation.override("en"):
        assert local_link("/about/") == "/about/"


def test_there_is_one_row_of_settings():
    SiteSettings(name="One").save()
    SiteSettings(name="Two").save()
    assert [row.name for row in SiteSettings.objects.all()] == ["Two"]
