"""An article answers under one address in each of its forms; others lead there, say it is gone, or know nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.companions import lite_path, print_path
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["", "/lite", "/print"])
@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_wrong_date_leads_to_the_right_one(client, form, language):
    edition = make_article(published=True, language=language, slug="pylons").live_edition
    prefix = "" if language == "en" else f"/{language}"
    right = {"": edition.get_absolute_url(), "/lite": lite_path(edition), "/print": print_path(edition)}[form]
    assert client.get(right).status_code == 200
    response = client.get(f"{prefix}{form}/2001/02/03/pylons/")
    assert (response.status_code, response.headers["Location"]) == (301, right)


def test_what_is_not_public_is_not_there(client):
    make_article(slug="draft")
    scheduled = make_article(slug="scheduled")
    publishing.schedule(scheduled, timezone.now() + timedelta(hours=1))
    for slug in ("draft", "scheduled", "never-was"):
        for form in ("", "/lite", "/print"):
            assert client.get(f"{form}/2026/01/01/{slug}/").status_code == 404


def test_a_withdrawn_article_says_so(client):
    article = make_article(published=True, headline="Withdrawnword")
    path = article.live_edition.get_absolute_url()
    publishing.withdraw(article)
    response = client.get(path)
    assert response.status_code == 410
    assert b"withdrawn" in response.content and b"Withdrawnword" in response.content
    assert b"noindex" in response.content


def test_an_article_answers_in_its_own_language_alone(client):
    path = make_article(published=True).live_edition.get_absolute_url()
    assert client.get(path).status_code == 200
    assert client.get(f"/uk{path}").status_code == 404


def test_pages_are_only_read(client):
    path = make_article(published=True).live_edition.get_absolute_url()
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
