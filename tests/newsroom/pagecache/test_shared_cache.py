"""What a shared cache adds to the promises of a store: what it may throw away, and how often it is asked."""

import pytest
from django.core.cache.backends.locmem import LocMemCache

from newsroom.pagecache import shared
from newsroom.pagecache.choices import caches
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.folder import Folder
from newsroom.pagecache.page import StoredPage
from newsroom.pagecache.serving import StoredPages
from newsroom.pagecache.shared import Shared, cache
from tests.newsroom.pagecache.own_redis import redis_server  # noqa: F401

HTML = ("Content-Type", "text/html; charset=utf-8")
LONG = b"<p>Words of a page that is worth compressing.</p>" * 40
MEMORY = "django.core.cache.backends.locmem.LocMemCache"
LOCMEM = caches({"BACKEND": MEMORY, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 10_000}})


@pytest.fixture(params=["memory", "redis"])
def shared_pages(request, settings):
    settings.CACHES = LOCMEM if request.param == "memory" else request.getfixturevalue("redis_server").caches
    cache.clear()
    return Shared()


def another(pages):
    """The same store as another process opens it."""
    return Folder(pages.root) if isinstance(pages, Folder) else Shared()


def page(path="/a/", content=LONG, until=None, headers=(HTML,)):
    return StoredPage.of(path, headers, content, until)


def store(pages, path="/a/", *keys, **about):
    # Keys that nobody has filed under before are as young as the last turn.
    return pages.put(page(path, **about), {EVERYTHING, *keys}, pages.mark())


def entry_name(path="/a/"):
    return shared._page(path)


def test_half_an_entry_is_no_page(shared_pages):
    store(shared_pages)
    turn, generations, data = cache.get(entry_name())
    broken = [
        (turn, generations, data[:-10]), (turn, generations, data[:40] + b"?" + data[41:]), (turn, generations),
        data, None, "", 7, (turn - 1, None, data), (turn - 1, [1, 2], data),
        (turn, generations, page("/b/").to_bytes()),
    ]  # fmt: skip
    for entry in broken:
        cache.set(entry_name(), entry)
        assert shared_pages.get("/a/") is None, entry
    assert store(shared_pages) and shared_pages.get("/a/")


def test_bytes_that_no_entry_can_be_read_from_are_no_page(redis_server, settings):  # noqa: F811
    settings.CACHES = redis_server.caches
    pages = Shared()
    store(pages)
    client = cache._cache.get_client(None, write=True)
    for half in (b"\x80\x05\x95half", b"", b"cos\nnothing_there\n.", b"\x80\x05K\x01K\x02."):
        client.set(cache.make_key(entry_name()), half)
        assert pages.get("/a/") is None
        assert store(pages) and pages.get("/a/")


@pytest.mark.parametrize("lost", ["article/1", EVERYTHING])
def test_a_generation_that_the_cache_threw_away_is_no_unchanged_one(shared_pages, lost):
    store(shared_pages, "/a/", "article/1")
    shared_pages.retire({"another"})
    assert shared_pages.get("/a/")
    cache.delete(shared._key(lost))
    assert shared_pages.get("/a/") is None
    # Written again, by another page, it makes the old one count no more than before.
    assert store(shared_pages, "/b/", "article/1")
    shared_pages.retire({"another"})
    assert shared_pages.get("/a/") is None and shared_pages.get("/b/")


def test_what_was_retired_and_thrown_away_meanwhile_keeps_a_page_out(shared_pages):
    store(shared_pages, "/b/", "article/1")
    mark = shared_pages.mark()
    shared_pages.retire({"article/1"})
    cache.delete(shared._key("article/1"))
    assert not shared_pages.put(page(), {EVERYTHING, "article/1"}, mark)
    assert store(shared_pages, "/a/", "article/1")


def test_a_cache_that_was_emptied_begins_at_another_turn(shared_pages):
    store(shared_pages, "/a/", "article/1")
    mark, state = shared_pages.mark(), shared_pages.state()
    cache.clear()
    assert shared_pages.get("/a/") is None and shared_pages.state() not in (state, None)
    assert not shared_pages.put(page(), {EVERYTHING, "article/1"}, mark)
    assert store(shared_pages, "/a/", "article/1") and shared_pages.get("/a/")


def test_a_count_that_begins_anew_behind_itself_catches_up(shared_pages):
    store(shared_pages, "/a/", "article/1")
    shared_pages.retire({"article/1"})
    cache.set(shared._TURN, 5, None)
    store(shared_pages, "/a/", "article/1")
    assert store(shared_pages, "/a/", "article/1") and shared_pages.get("/a/")


def test_a_page_kept_too_long_in_the_making_gives_way(shared_pages, monkeypatch):
    monkeypatch.setattr(shared, "MAKING_SECONDS", 0.05)
    with shared_pages.making("/a/", 0):
        with another(shared_pages).making("/a/", 2) as second:
            assert second
            monkeypatch.setattr(shared, "MAKING_SECONDS", 30)
    # The first one let go of nothing that was not its own.
    held = another(shared_pages)
    with shared_pages.making("/b/", 0):
        name = f"pages/making/{shared._digest('/b/')}"
        cache.set(name, "somebody else's", 30)
    with held.making("/b/", 0.02) as mine:
        assert not mine


def test_a_cache_does_not_list_its_pages(shared_pages):
    for ask in (shared_pages.paths, shared_pages.size):
        with pytest.raises(NotImplementedError):
            ask()


# How often it asks


@pytest.fixture
def questions(monkeypatch, settings):
    """Each way to a cache and back."""
    settings.CACHES = LOCMEM
    cache.clear()
    asked = []

    def counted(name):
        real = getattr(LocMemCache, name)

        def ask(self, *args, **kwargs):
            if not counted.inside:
                asked.append(name)
            counted.inside += 1
            try:
                return real(self, *args, **kwargs)
            finally:
                counted.inside -= 1

        return ask

    counted.inside = 0
    for name in ("get", "get_many", "set", "set_many", "add", "incr", "delete"):
        monkeypatch.setattr(LocMemCache, name, counted(name))
    return asked


def served(application, path="/a/"):
    status = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost"}
    body = b"".join(application(environ, lambda code, headers: status.append(code)))
    return status[0], body


def test_a_stored_page_takes_two_questions_at_most(questions):
    pages = Shared()
    for path in ("/a/", "/b/"):
        store(pages, path, "article/1")
    pages.retire({"another"})

    def django(environ, start_response):
        raise AssertionError("nobody asks Django")

    application = StoredPages(django, pages)
    questions.clear()
    assert served(application) == ("200 OK", LONG) and len(questions) <= 2
    questions.clear()
    assert served(application) == ("200 OK", LONG) and len(questions) == 1
    pages.retire({"another"})
    questions.clear()
    assert served(application) == ("200 OK", LONG) and len(questions) <= 2
    another(pages).retire({"another"})
    questions.clear()
    assert served(application, "/b/") == ("200 OK", LONG) and len(questions) <= 2


def test_retiring_takes_as_many_questions_whatever_the_number_of_pages(questions):
    pages, taken = Shared(), []
    for number in (3, 60):
        for each in range(number):
            store(pages, f"/{each}/", "tag/1")
        questions.clear()
        pages.retire({"tag/1", "tag/2", EVERYTHING})
        taken.append(len(questions))
    assert taken[0] == taken[1] <= 4


# Django looks at its database at the beginning of a request.
@pytest.mark.django_db
def test_within_a_request_the_turn_is_asked_for_once(questions):
    from django.core.signals import request_finished, request_started

    pages = Shared()
    pages.state()
    request_started.send(sender=None)
    questions.clear()
    state = pages.state()
    another(pages).retire({"article/1"})
    assert pages.state() == state and questions.count("get_many") == 1
    # Whoever begins to make a page, or retires one, looks anew.
    mark = pages.mark()
    assert pages.state() == mark != state
    pages.retire({"article/1"})
    assert pages.state() not in (state, mark)
    request_finished.send(sender=None)
    before = pages.state()
    another(pages).retire({"article/1"})
    assert pages.state() != before
