"""The search page."""

import pytest

from articles.views.search import PAGE_SIZE
from tests.factories import make_article


@pytest.fixture(autouse=True)
def stories(db):
    make_article(published=True, headline="Belarus <script>alert(1)</script> drills", body="<p>At the border.</p>")


def test_it_works(client):
    text = client.get("/search/", {"q": "border drills"}).content.decode()
    assert "Belarus &lt;script&gt;alert(1)&lt;/script&gt; <mark>drills</mark>" in text
    assert "At the <mark>border</mark>." in text
    assert "<b>1 story</b>" in text
    assert '<meta name="robots" content="noindex,follow">' in text


def test_without_a_query_it_explains(client):
    text = client.get("/search/").content.decode()
    assert 'name="q"' in text and "How to search" in text
    assert "Nothing found" not in text


def test_the_query_is_escaped(client):
    text = client.get("/search/", {"q": '"><script>alert(2)</script>'}).content.decode()
    assert "<script>alert(2)" not in text


def test_a_mistyped_word_shows_what_was_meant(client):
    text = client.get("/search/", {"q": "belaurs"}).content.decode()
    assert "Nothing found for “belaurs”. These are the stories for “belarus”." in text
    assert "Did you mean" not in text


def test_a_query_without_a_word(client):
    assert "Write at least one word" in client.get("/search/", {"q": "-drills"}).content.decode()


def test_the_number_is_never_counted(client):
    for number in range(PAGE_SIZE + 3):
        make_article(published=True, headline=f"River {number}")
    first = client.get("/search/", {"q": "river"})
    assert f"More than {PAGE_SIZE} stories" in first.content.decode()
    second = client.get("/search/", {"q": "river", "after": str(first.context["results"].after)})
    assert len(second.context["found"]) == 3
    assert "Further stories" in second.content.decode()
    both = [hit.pk for response in (first, second) for hit, _article in response.context["found"]]
    assert len(set(both)) == PAGE_SIZE + 3


@pytest.mark.parametrize("query", ["\x00", "a" * 500, '"', "-", "😀", "%", "a AND", "'; --", "\udcff"])
def test_any_query_is_answered(query, client):
    from urllib.parse import quote

    assert client.get("/search/?q=" + quote(query, errors="surrogatepass")).status_code == 200


@pytest.mark.parametrize("after", ["x", "1~", "nan~1"])
def test_a_place_that_never_was_is_not_found(after, client):
    assert client.get("/search/", {"q": "drills", "after": after}).status_code == 404
