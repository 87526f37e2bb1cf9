"""A large archive is read in a process of its own: the same entries come, and what goes wrong there is said here."""

import multiprocessing
import signal

import pytest
from django.core.management import call_command
from django.utils import translation

from articles.importers.bringing import ahead
from articles.importers.records import CannotRead
from articles.importers.wordpress import open_export
from articles.models import Article, Import
from tests.articles.importers.wordpress.conftest import HEAD, TAIL, item

pytestmark = pytest.mark.django_db
MANY = 130


@pytest.fixture
def file(tmp_path):
    items = (item(each, f"<p>Words of {each}.</p>", slug=f"bridge-{each}") for each in range(MANY))
    path = tmp_path / "export.xml"
    path.write_text(HEAD + "".join(items) + TAIL)
    return path


def left_behind():
    return [each for each in multiprocessing.active_children() if each.is_alive()]


def test_the_same_entries_come(file):
    export = open_export([file])
    assert list(ahead.entries(export, ahead.WORTH_IT)) == list(export.entries())
    assert not left_behind()


def test_a_small_archive_needs_no_process(file, monkeypatch):
    monkeypatch.setattr(ahead.multiprocessing, "get_context", None)
    assert len(list(ahead.entries(open_export([file]), ahead.WORTH_IT - 1))) == MANY


def test_a_file_that_breaks_meanwhile_is_one_sentence_in_the_language_of_who_asked(file):
    export = open_export([file])
    file.write_text(file.read_text()[:3_000])
    with translation.override("uk"), pytest.raises(CannotRead, match="пошкоджено|зламано|рядку") as there:
        list(ahead.entries(export, ahead.WORTH_IT))
    with translation.override("uk"), pytest.raises(CannotRead) as here:
        list(export.entries())
    assert str(there.value) == str(here.value)


def test_a_process_that_was_ended_is_no_end_of_the_archive(file):
    entries = ahead.entries(open_export([file]), ahead.WORTH_IT)
    next(entries)
    (process,) = left_behind()
    process.kill()
    process.join()
    with pytest.raises(ahead.ReaderGone):
        list(entries)


def test_whoever_stops_leaves_no_process_behind(file):
    entries = ahead.entries(open_export([file]), ahead.WORTH_IT)
    next(entries)
    assert left_behind()
    entries.close()
    assert not left_behind()


def test_an_archive_comes_in_through_it(file, monkeypatch, capsys):
    monkeypatch.setattr(ahead, "WORTH_IT", 2)
    call_command("import_wordpress", str(file), "--no-pictures")
    assert Article.objects.count() == MANY
    assert Import.objects.get().state == Import.State.DONE
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
