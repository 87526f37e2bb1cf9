"""What every store of pages promises, whatever it is made of."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.utils import timezone

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


@pytest.fixture(params=["folder", "memory", "redis"])
def pages(request, settings, tmp_path):
    if request.param == "folder":
        return Folder(tmp_path / "pages")
    settings.CACHES = LOCMEM if request.param == "memory" else request.getfixturevalue("redis_server").caches
    cache.clear()
    return Shared()


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


def test_what_is_stored_is_found_as_it_was(pages):
    assert store(pages, "/a/", "article/1")
    for found in (pages.get("/a/"), another(pages).get("/a/")):
        assert found == page() and found.content("") == LONG
    assert pages.get("/b/") is None


@pytest.mark.parametrize("path", ["/", "/новини/річка/", "/" + "x" * 3_000 + "/", "/a b/", "/%00/"])
def test_any_path_is_a_place(pages, path):
    assert store(pages, path, "ключ з пробілом", "k" * 500)
    assert another(pages).get(path).path == path
    pages.retire({"ключ з пробілом"})
    assert pages.get(path) is None


def test_a_key_takes_out_its_pages_and_no_others(pages):
    store(pages, "/a/", "article/1", "tag/1")
    store(pages, "/b/", "article/2", "tag/1")
    store(pages, "/c/", "article/3")
    other = another(pages)
    pages.retire({"article/1"})
    assert other.get("/a/") is None and other.get("/b/") and other.get("/c/")
    other.retire({"tag/1", "nothing"})
    assert pages.get("/b/") is None and pages.get("/c/")
    assert store(pages, "/a/", "article/1", "tag/1") and other.get("/a/")


@pytest.mark.parametrize("how", ["key", "empty"])
def test_everything_takes_out_every_page(pages, how):
    for number in range(5):
        store(pages, f"/{number}/", f"article/{number}")
    assert pages.get("/3/")
    if how == "key":
        pages.retire({EVERYTHING, "article/1"})
    else:
        pages.empty()
    assert [number for number in range(5) if pages.get(f"/{number}/") or another(pages).get(f"/{number}/")] == []
    assert store(pages, "/3/") and pages.get("/3/")


def test_a_page_begun_before_its_key_was_retired_is_not_stored(pages):
    store(pages, "/known/", "article/1")
    mark = pages.mark()
    another(pages).retire({"article/1"})
    assert not pages.put(page("/a/"), {EVERYTHING, "article/1"}, mark)
    assert pages.get("/a/") is None and another(pages).get("/a/") is None
    assert pages.put(page("/a/"), {EVERYTHING, "article/1"}, pages.mark()) and pages.get("/a/")


def test_a_page_begun_before_all_were_taken_out_is_not_stored(pages):
    store(pages, "/known/")
    mark = pages.mark()
    another(pages).empty()
    assert not pages.put(page("/a/"), {EVERYTHING, "article/1"}, mark) and pages.get("/a/") is None


def test_a_key_that_was_retired_before_anybody_filed_under_it_counts_as_well(pages):
    mark = pages.mark()
    pages.retire({"article/7"})
    assert not pages.put(page("/a/"), {EVERYTHING, "article/7"}, mark)


def test_other_keys_do_not_keep_a_page_out(pages):
    store(pages, "/a/", "article/1")
    mark = pages.mark()
    pages.retire({"article/2"})
    assert pages.put(page("/a/", content=b"new" * 400), {EVERYTHING, "article/1"}, mark)
    assert pages.get("/a/").content("") == b"new" * 400


def test_a_page_that_the_clock_changes_ends_at_that_moment(pages, monkeypatch):
    now = timezone.now()
    assert store(pages, "/soon/", until=now + timedelta(hours=1)) and store(pages, "/late/")
    assert pages.get("/soon/")
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
    assert pages.get("/soon/") is None and pages.get("/late/")
    assert not store(pages, "/over/", until=now + timedelta(minutes=59))
    pages.retire_over()
    assert pages.get("/late/")


def test_a_new_page_takes_the_place_of_the_old_one(pages):
    store(pages, "/a/", "article/1")
    store(pages, "/a/", "article/2", content=b"two" * 400)
    assert pages.get("/a/").content("") == b"two" * 400
    pages.retire({"article/2"})
    assert pages.get("/a/") is None


def test_the_state_is_another_one_after_anything_was_retired(pages):
    store(pages, "/a/", "article/1")
    other = another(pages)
    state = other.state()
    assert other.state() == state == pages.state()
    for retire in (lambda: pages.retire({"article/1"}), lambda: pages.retire({"nothing"}), pages.empty):
        retire()
        assert other.state() != state
        state = other.state()


def test_one_at_a_time_makes_a_page(pages):
    with pages.making("/a/", 0.05) as first:
        with another(pages).making("/a/", 0.05) as second:
            assert (first, second) == (True, False)
        with another(pages).making("/another/", 0.05) as third:
            assert third
    with another(pages).making("/a/", 0.05) as again:
        assert again


def test_who_waits_is_let_in_when_the_page_is_made(pages):
    order = []

    def wait():
        with another(pages).making("/a/", 5) as mine:
            order.append(("second", mine))

    with pages.making("/a/", 1):
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", ("second", True)]


def test_an_accident_while_making_lets_the_next_one_in(pages):
    with pytest.raises(RuntimeError), pages.making("/a/", 1):
        raise RuntimeError
    with another(pages).making("/a/", 0.05) as mine:
        assert mine


def test_two_that_store_and_one_that_retires_leave_no_old_page(pages):
    """The number that pages show stands for the database: it grows, and then its key is retired."""
    truth, stop, seen = [0], threading.Event(), []

    def read():
        reader = another(pages)
        while not stop.is_set():
            shown = reader.get("/n/")
            if shown is None:
                mark = reader.mark()
                reader.put(page("/n/", content=str(truth[0]).encode()), {EVERYTHING, "n"}, mark)
            else:
                seen.append(shown)

    threads = [threading.Thread(target=read) for _reader in range(2)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, 60):
            truth[0] = number
            pages.retire({"n"})
            shown = pages.get("/n/")
            assert shown is None or shown.content("") == str(number).encode()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert seen


# What only a cache has


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
