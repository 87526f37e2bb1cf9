"""A reader's page is the same for everyone, and says for how long it is true."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing, withdrawals
from articles.models import Page
from newsroom.pagecache.serving import cache_control
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths():
    edition = make_article(published=True).live_edition
    path = edition.get_absolute_url()
    return ["/", path, f"/lite{path}", f"/print{path}", "/lite/", "/section/politics/", "/archive/", "/search/?q=body"]


def test_a_page_is_the_same_signed_in_and_not(client, paths):
    before = [client.get(path) for path in paths]
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for path, anonymous in zip(paths, before, strict=True):
        response = client.get(path)
        assert response.status_code == 200
        assert response.content == anonymous.content, path
        assert "Cookie" not in response.headers.get("Vary", ""), path
        assert not response.cookies, path
        assert "csrf" not in response.text


def test_a_page_is_stored_for_half_a_minute_and_has_a_validator(client, paths):
    for path in paths:
        response = client.get(path)
        assert (
            response.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
        ), path
        again = client.get(path, headers={"if-none-match": response.headers["ETag"]})
        assert again.status_code == 304 and again.content == b"", path


def test_a_page_that_the_clock_will_change_is_stored_until_then(client):
    make_article(published=True)
    article = make_article()
    publishing.schedule(article, timezone.now() + timedelta(seconds=20))
    stored = client.get("/").headers["Cache-Control"]
    assert stored in {f"public, max-age={left}, stale-if-error=86400" for left in (19, 20)}


@pytest.mark.parametrize(
    ("seconds", "header"),
    [
        (0.4, "public, max-age=1"),
        (20, "public, max-age=20"),
        (30, "public, max-age=30"),
        (40, "public, max-age=30, stale-while-revalidate=10"),
        (9000, "public, max-age=30, stale-while-revalidate=30"),
    ],
)
def test_staleness_ends_where_the_page_ends(seconds, header):
    assert cache_control(seconds) == f"{header}, stale-if-error=86400"


def test_an_address_where_nothing_is_is_stored_only_briefly(client):
    response = client.get("/2026/01/01/nothing/")
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "public, max-age=10"


def test_how_long_one_page_is_kept_says_nothing_of_the_next(client):
    article = make_article(published=True)
    Page.objects.create(slug="about", title="About", is_live=True)
    withdrawals.schedule_withdrawal(article, timezone.now() + timedelta(seconds=20))
    kept = [client.get(path).headers["Cache-Control"] for path in (article.live_edition.get_absolute_url(), "/about/")]
    assert "max-age=30" not in kept[0] and "max-age=30" in kept[1]
