"""A Redis that is stopped, hangs, or comes back: readers get pages, editors publish, nothing old is shown for long."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import publishing
from newsroom.pagecache import clock, retiring, shared, stores
from newsroom.pagecache.models import Retirement
from newsroom.pagecache.page import StoredPage
from newsroom.pagecache.serving import StoredPages
from newsroom.pagecache.shared import Shared
from newsroom.pagecache.stores import store
from newsroom.site.models import SiteSettings
from tests.factories import make_article
from tests.newsroom.pagecache.own_redis import redis_server  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redis(redis_server, settings, monkeypatch):  # noqa: F811
    redis_server.stop()
    redis_server.start()
    settings.CACHES, settings.PAGE_STORE = redis_server.caches, "cache"
    # A machine that was left alone is asked again at once.
    monkeypatch.setattr(shared, "AWAY_SECONDS", 0)
    monkeypatch.setattr("newsroom.forgiving_cache.AWAY_SECONDS", 0)
    return redis_server


def a_page():
    return StoredPage.of("/a/", (("Content-Type", "text/html"),), b"words", None)


def hidden(path):
    """Say whether the page is served from the store, without Django."""

    def django(environ, start_response):
        start_response("404 Not Found", [])
        return []

    codes = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost"}
    StoredPages(django, store())(environ, lambda code, headers: codes.append(code))
    return codes != ["200 OK"]


@pytest.mark.parametrize("how", ["stop", "hang"])
def test_what_cannot_be_told_is_said_and_what_cannot_be_known_is_nothing(redis, how):
    pages = Shared()
    assert pages.put(a_page(), {"a"}, pages.mark()) and pages.get("/a/")
    before = pages.state()
    getattr(redis, how)()
    for verb in (
        pages.mark, lambda: pages.put(a_page(), {"a"}, before), lambda: pages.retire({"a"}), pages.empty,
        lambda: pages.making("/a/", 0).__enter__(),
    ):  # fmt: skip
        with pytest.raises(stores.away()):
            verb()
    assert pages.get("/a/") is None
    # Nothing that was read before holds, nor what is read now.
    assert before != pages.state() != pages.state()


def test_nobody_waits_twice_for_a_cache_that_hangs(redis, monkeypatch):
    monkeypatch.setattr(shared, "AWAY_SECONDS", 60)
    pages = Shared()
    pages.mark()
    redis.hang()
    with pytest.raises(stores.away()):
        pages.mark()
    begun = time.monotonic()
    for _reader in range(50):
        pages.state("/a/")
        assert pages.get("/a/") is None
        with pytest.raises(stores.away()):
            pages.mark()
    assert time.monotonic() - begun < 0.5


def test_readers_get_pages_and_editors_publish_while_it_is_away(redis, client):
    SiteSettings(name="The Lantern").save()
    article = make_article(headline="Before")
    publishing.publish(article)
    path = article.editions.live().get().get_absolute_url()
    for asked in ("/", path, "/feed.xml"):
        assert client.get(asked).status_code == 200 and not hidden(asked)
    redis.stop()
    for asked in ("/", path, "/feed.xml"):
        assert hidden(asked)
        assert b"Before" in client.get(asked).content
    article.headline = "After"
    article.save()
    publishing.publish(article)
    SiteSettings.load().save()
    assert b"After" in client.get(path).content and Retirement.objects.exists()
    cache.set("anything", 1)
    assert cache.get("anything") is None and cache.get_or_set("anything", 2) == 2


def test_what_could_not_be_taken_out_is_taken_out_when_it_is_back(redis, client):
    SiteSettings(name="The Lantern").save()
    article = make_article(headline="Before")
    publishing.publish(article)
    path = article.editions.live().get().get_absolute_url()
    client.get(path)
    # The machine that publishes has lost its way to a Redis that others still reach.
    real, store().retire = store().retire, lambda keys: (_ for _ in ()).throw(shared.Away("lost"))
    article.headline = "After"
    article.save()
    publishing.publish(article)
    assert b"Before" in client.get(path).content
    clock.round_once()
    assert Retirement.objects.exists()
    store().retire = real
    # Nobody waits for the half minute that a row of somebody at work is left alone.
    clock.round_once()
    assert not Retirement.objects.exists()
    assert b"After" in client.get(path).content


def test_rows_of_somebody_at_work_are_left_alone(redis):
    Retirement.objects.create(keys=["a"])
    assert retiring.catch_up() == 0
    Retirement.objects.update(made_at=timezone.now() - retiring.ABANDONED - timedelta(seconds=1))
    assert retiring.catch_up() == 1 and not Retirement.objects.exists()
