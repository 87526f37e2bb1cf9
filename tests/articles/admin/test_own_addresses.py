"""An address of our own site leads the editor to the article that lives there."""

import pytest
from django.urls import reverse

from articles.old_addresses import moved
from tests.factories import make_article

ADDRESS = reverse("desk_articles")


def at(client, path):
    return [found["id"] for found in client.get(ADDRESS, {"address": path}).json()["results"]]


def test_it_works(editor):
    article, _other = make_article(published=True), make_article(published=True)
    path = article.get_absolute_url()
    assert at(editor, path) == at(editor, path.rstrip("/")) == [article.pk]


def test_an_address_that_moved(editor):
    article = make_article(published=True)
    moved("/2019/old-name/", article.get_absolute_url())
    assert at(editor, "/2019/old-name/") == [article.pk]


def test_the_language_of_the_address_decides(editor):
    article = make_article(published=True, language="uk", slug="same")
    other = make_article(published=True, language="en", slug="same")
    assert at(editor, article.get_absolute_url()) == [article.pk]
    assert at(editor, other.get_absolute_url()) == [other.pk]


@pytest.mark.parametrize("path", ["", "/", "/about/", "/2021/01/01/none/", "nul\0", "/" * 900, "https://evil.example/"])
def test_any_other_address_leads_nowhere(editor, path):
    make_article(published=True)
    assert at(editor, path) == []
