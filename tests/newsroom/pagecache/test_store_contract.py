"""What every store of pages promises, whatever it is made of."""

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.pagecache.choices import caches
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.folder import Folder
from newsroom.pagecache.page import StoredPage
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
    until = time.monotonic() + 30
    try:
        # On a busy machine they begin late.
        while not seen and time.monotonic() < until:
            time.sleep(0.01)
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
