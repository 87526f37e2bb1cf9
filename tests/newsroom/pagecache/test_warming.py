"""What readers ask for first is made again before they do."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command

from articles import publishing
from articles.models import Article
from newsroom.pagecache import warming
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.retiring import retire
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(pages, settings, monkeypatch):
    """What waits to be made, by an application that nobody waits for."""
    settings.SITE_URL = "http://127.0.0.1:8000"
    monkeypatch.setattr(warming, "_application", WSGIHandler())
    monkeypatch.setattr(warming, "_waiting", warming.queue.Queue(maxsize=20))

    def taken():
        found = []
        while not warming._waiting.empty():
            found.append(warming._waiting.get())
        return found

    return taken


def test_a_published_article_brings_its_front_section_tags_and_feeds(waiting, pages):
    article = make_article(published=True, tags=["Energy"])
    waiting()
    article.headline = "Something new"
    article.save()
    publishing.publish(article)
    path = article.live_edition.get_absolute_url()
    found = waiting()
    assert found[:2] == [path, "/"]
    assert set(found) == {path, "/", "/section/politics/", "/tag/energy/", "/feed.xml", "/feed.json", f"/lite{path}"}
    assert {warming.make(each) for each in found} == {200}
    assert set(pages.paths()) == set(found) and "Something new" in pages.get("/").content("").decode()


def test_an_article_in_another_language_brings_that_front(waiting):
    make_article(published=True, language="uk")
    assert "/uk/" in waiting() and not [path for path in waiting() if not path.startswith(("/uk/", "/lite/uk/"))]


def test_what_is_withdrawn_brings_nothing(waiting):
    make_article(published=True)
    waiting()
    publishing.withdraw(Article.objects.get())
    assert waiting() == []


def test_a_change_of_everything_brings_nothing(waiting):
    retire(EVERYTHING)
    assert waiting() == []


def test_more_than_can_wait_is_left_to_readers(waiting):
    for _article in range(8):
        make_article(published=True, tags=["Energy", "Rail"])
    assert len(waiting()) == 20


def test_a_process_that_serves_no_pages_makes_none(pages):
    make_article(published=True)
    assert warming._waiting.empty()


def test_the_command_says_how_many_there_are_and_takes_them_out(client, pages, capsys, settings):
    make_article(published=True)
    client.get("/")
    call_command("stored_pages")
    call_command("stored_pages", "--empty")
    call_command("stored_pages")
    said = capsys.readouterr().out.splitlines()
    assert (
        said[0].startswith("Stored: 1 pages, 0.")
        and said[1].startswith("All pages are taken out")
        and said[2:] == ["Stored: 0 pages, 0.0 MB."]
    )
    settings.PAGE_STORE = ""
    with pytest.raises(CommandError, match="Set it to folder or cache"):
        call_command("stored_pages")
