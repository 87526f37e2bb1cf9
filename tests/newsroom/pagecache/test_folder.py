"""A folder of pages: what is stored, found, taken out, and what no accident makes of it."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from newsroom.pagecache import folder as folder_module
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.folder import Folder
from newsroom.pagecache.page import Broken, StoredPage

HTML = ("Content-Type", "text/html; charset=utf-8")
LONG = b"<p>Words of a page that is worth compressing.</p>" * 40


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "pages")


def page(path="/a/", content=LONG, until=None, headers=(HTML,)):
    return StoredPage.of(path, headers, content, until)


def store(folder, path="/a/", *keys, **about):
    return folder.put(page(path, **about), {EVERYTHING, *keys}, folder.mark())


def in_front(folder, path):
    return folder.root / "site" / path.strip("/") / "index.html"


def test_what_is_stored_is_found_as_it_was(folder):
    assert store(folder, "/a/", "article/1")
    found = folder.get("/a/")
    assert found == page() and {coding: found.content(coding) for coding in found.bodies} == page().bodies
    assert found.content("") == LONG and folder.get("/b/") is None
    assert folder.paths() == ["/a/"]


def test_a_key_takes_out_its_pages_and_no_others(folder):
    store(folder, "/a/", "article/1", "tag/1")
    store(folder, "/b/", "article/2", "tag/1")
    store(folder, "/c/", "article/3")
    assert folder.retire({"article/1"}) == 1
    assert folder.paths() == ["/b/", "/c/"] and folder.get("/a/") is None and not in_front(folder, "/a/").exists()
    assert folder.retire({"tag/1", "nothing"}) == 1 and folder.paths() == ["/c/"]
    assert folder.retire({EVERYTHING}) == 1 and folder.paths() == [] and not (folder.root / "site").exists()


def test_a_page_begun_before_its_key_was_retired_is_not_stored(folder):
    mark = folder.mark()
    folder.retire({"article/1"})
    assert not folder.put(page(), {EVERYTHING, "article/1"}, mark)
    assert folder.put(page(), {EVERYTHING, "article/2"}, mark), "what it shows is as it was"
    assert folder.put(page("/b/"), {EVERYTHING, "article/1"}, folder.mark())


def test_nothing_begun_before_everything_was_retired_is_stored(folder):
    mark = folder.mark()
    folder.retire({EVERYTHING})
    assert not folder.put(page(), {EVERYTHING, "article/2"}, mark)


def test_a_page_begun_too_long_ago_is_not_stored(folder, monkeypatch):
    monkeypatch.setattr("newsroom.pagecache.index.REMEMBERED_TURNS", 5)
    mark = folder.mark()
    for number in range(7):
        folder.retire({f"article/{number}"})
    assert not folder.put(page(), {EVERYTHING, "article/99"}, mark)


def test_every_retirement_changes_the_state_and_nothing_else_does(folder):
    store(folder)
    before = folder.state()
    store(folder, "/b/")
    assert folder.state() == before
    folder.retire({"nothing"})
    after = folder.state()
    assert after != before
    folder.retire({EVERYTHING})
    assert folder.state() not in (before, after)


def test_the_state_goes_on_when_its_file_is_full(folder, monkeypatch):
    monkeypatch.setattr(folder_module, "TURNS_AT_MOST", 3)
    seen = set()
    for _turn in range(12):
        folder.retire({"a"})
        seen.add(folder.state())
    assert len(seen) == 12


def test_the_clock_ends_a_page(folder, monkeypatch):
    until = timezone.now() + timedelta(minutes=5)
    store(folder, until=until)
    assert folder.get("/a/") and in_front(folder, "/a/").exists()
    assert folder.retire_over() == pytest.approx(until.timestamp())
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert folder.get("/a/") is None
    assert folder.retire_over() == 0
    assert folder.paths() == [] and not in_front(folder, "/a/").exists()
    assert not store(folder, until=until), "it is over already"


def test_a_server_in_front_gets_no_page_that_is_over_soon(folder):
    store(folder, until=timezone.now() + timedelta(minutes=5))
    store(folder, until=timezone.now() + timedelta(seconds=30))
    assert folder.get("/a/") and not in_front(folder, "/a/").exists(), "nor keeps the one it had"


@pytest.mark.parametrize(
    ("path", "is_there"),
    [
        ("/", True), ("/uk/стаття/", True), ("/feed.xml", False), ("/a/../b/", False), ("/.git/", False), ("//", False),
        ("/a//b/", False), (f"/{'x' * 300}/", False),
    ],
)  # fmt: skip
def test_what_a_server_in_front_finds(folder, path, is_there):
    assert store(folder, path)
    files = list((folder.root / "site").rglob("index.html")) if (folder.root / "site").exists() else []
    assert bool(files) == is_there and folder.get(path) is not None
    if is_there:
        assert files[0].read_bytes() == LONG
        assert {file.name for file in files[0].parent.iterdir()} == {"index.html", "index.html.gz", "index.html.br"}
    folder.retire({EVERYTHING})
    assert not (folder.root / "site").exists()


def test_only_pages_of_text_are_served_by_others(folder):
    store(folder, "/manifest/", headers=[("Content-Type", "application/manifest+json")])
    assert not (folder.root / "site").exists() and folder.get("/manifest/")


def test_the_oldest_pages_go_when_there_is_no_room(folder, monkeypatch):
    monkeypatch.setattr(folder_module, "LOOKED_AT_EACH", 1)
    small = Folder(folder.root, megabytes=0)
    small.most = 30_000
    for number in range(60):
        store(small, f"/{number}/", content=os.urandom(300) * 3)
    number, size = small.size()
    assert 3 < number < 30 and size <= 33_000
    assert small.get("/59/") and small.get("/0/") is None
    assert not in_front(small, "/0/").exists()


@pytest.mark.parametrize("kept", [slice(-1), slice(20), slice(0), slice(1, None)])
def test_half_a_page_is_no_page(folder, kept):
    store(folder)
    (record,) = [file for file in (folder.root / "records").rglob("*") if file.is_file()]
    record.write_bytes(record.read_bytes()[kept])
    assert folder.get("/a/") is None
    with pytest.raises(Broken):
        StoredPage.from_bytes(record.read_bytes())


def test_a_folder_that_is_deleted_begins_anew(folder):
    store(folder, "/a/", "article/1")
    before, mark = folder.state(), folder.mark()
    shutil.rmtree(folder.root)
    assert folder.get("/a/") is None and folder.state() != before
    assert not folder.put(page(), {EVERYTHING, "article/1"}, mark)
    assert store(folder, "/b/") and folder.paths() == ["/b/"] and folder.state() != before
    assert folder.retire({"article/1"}) == 0


def test_files_whose_index_is_gone_are_not_served(folder):
    store(folder, "/a/")
    for file in folder.root.glob("index.*"):
        file.unlink()
    assert store(folder, "/b/")
    assert folder.get("/a/") is None and not in_front(folder, "/a/").exists() and folder.paths() == ["/b/"]


def test_a_damaged_index_costs_the_pages_and_nothing_else(folder):
    store(folder, "/a/", "article/1")
    (index,) = folder.root.glob("index.*.sqlite3")
    Folder(folder.root)._index.mark()
    for file in folder.root.glob("index.*"):
        file.write_bytes(b"no database at all, " * 300)
    other = Folder(folder.root)
    assert other.retire({"article/1"}) == 0
    assert other.get("/a/") is None and not in_front(folder, "/a/").exists()
    assert store(other, "/b/", "article/1") and other.retire({"article/1"}) == 1


def full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_on_a_full_disk_nothing_is_stored_and_all_is_taken_out(folder, monkeypatch):
    store(folder, "/a/", "article/1")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        store(folder, "/b/", "article/1")
    assert folder.get("/b/") is None

    def no_room(*args):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(type(folder._index), "retire", no_room)
    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(Path, "mkdir", _no_new_folder(Path.mkdir))
    monkeypatch.setattr("builtins.open", _reading_only(open))
    mark = folder.mark()
    folder.retire({"article/1"})
    assert folder.get("/a/") is None and not in_front(folder, "/a/").exists()
    monkeypatch.undo()
    assert not folder.put(page("/c/"), {EVERYTHING}, mark)
    assert store(folder, "/b/") and folder.paths() == ["/b/"]


def _no_new_folder(real):
    return lambda path, **options: full() if path.name.startswith("old.") else real(path, **options)


def _reading_only(real):
    def opened(file, mode="r", *args, **kwargs):
        # The lock is there already, and empty: it needs no room.
        return full() if str(file).endswith("turns") else real(file, mode, *args, **kwargs)

    return opened


def test_what_the_killed_left_is_swept_up_and_a_new_start_of_the_machine_begins_anew(folder, monkeypatch, tmp_path):
    folder.look_after()
    store(folder)
    (folder.root / "old.1.2.3").mkdir()
    (folder.root / "new.1.2").write_bytes(b"half")
    folder.look_after()
    assert folder.get("/a/") and not list(folder.root.glob("old.*")) and not list(folder.root.glob("new.*"))
    other = tmp_path / "boot"
    other.write_text("another start")
    monkeypatch.setattr(folder_module, "BOOT", other)
    folder.look_after()
    assert folder.get("/a/") is None


def test_one_makes_a_page_and_the_others_wait(folder):
    made, order = [], []

    def make(number):
        with folder.making("/a/", patience=10) as is_mine:
            assert is_mine
            if folder.get("/a/") is None:
                made.append(number)
                time.sleep(0.05)
                store(folder)
            order.append(number)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1 and len(order) == 20


def test_who_has_no_patience_left_makes_the_page_too(folder):
    with folder.making("/a/", patience=1) as first, folder.making("/a/", patience=0.05) as second:
        assert first and not second


def test_whoever_is_killed_leaves_no_page_that_cannot_be_taken_out(tmp_path):
    root = tmp_path / "pages"
    for _times in range(3):
        command = [sys.executable, "-m", "tests.newsroom.pagecache.endless", str(root)]
        child = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"})
        deadline = time.monotonic() + 60
        while not (root / "records").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2)
        assert child.poll() is None
        child.kill()
        child.wait()
        folder = Folder(root)
        known = set(folder.paths())
        served = {
            "/" + str(file.parent.relative_to(root / "site")) + "/" for file in (root / "site").rglob("index.html")
        }
        assert served <= known
        for number in range(7):
            found = folder.get(f"/{number}/")
            assert found is None or len(set(found.content("").split())) == 1, "half of one and half of another"
        folder.retire({f"article/{number}" for number in range(7)})
        assert folder.paths() == [] and not list((root / "site").rglob("index.html"))
