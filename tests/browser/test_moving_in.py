"""A chief sends an archive, sees what would come, lets it come, watches how far it is, and reads the report."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import expect

from articles.importers.bringing import running, uploads
from articles.models import Article
from newsroom.site.models import SiteSettings
from tests.articles.importers.wordpress.conftest import HEAD, TAIL, item
from tests.factories import make_user

from .desk_page import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
# The page asks again by itself every four seconds.
LATER = 20_000
WORLD = '<category domain="category" nicename="world"><![CDATA[World]]></category>'


def archive(number: int) -> bytes:
    items = (
        item(each, f"<p>Words of {each}.</p>", title=f"Bridge {each}", slug=f"bridge-{each}", more=WORLD,
             link=f"https://lantern.example/2020/05/bridge-{each}/")
        for each in range(1, number + 1)
    )  # fmt: skip
    return (HEAD + "".join(items) + TAIL).encode()


@pytest.fixture
def jobs(monkeypatch, settings, tmp_path):
    """What waits for a worker, in order."""
    settings.IMPORTS_FOLDER = tmp_path / "imports"
    waiting = []
    monkeypatch.setattr(uploads, "enqueue", lambda job, **given: waiting.append(lambda: job.call(**given)))
    return waiting


def send(page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "text/xml", "buffer": content}
    page.get_by_label("Files", exact=True).set_input_files(file)


def serious(page):
    return [each["id"] for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")]


def test_from_the_file_to_the_article(desk, live_server, jobs, monkeypatch):
    page = desk
    page.goto(f"{live_server.url}/admin/articles/import/add/")
    send(page, "old.xml", archive(3))
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_text("Waiting to be looked at")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    jobs.pop()()
    expect(page.get_by_role("heading", name="Categories")).to_be_visible(timeout=LATER)
    expect(page.get_by_role("row", name="Articles in the export: public")).to_contain_text("3")
    assert serious(page) == [] and not Article.objects.exists()

    page.get_by_label("World").select_option(label="a section of its own")
    page.get_by_label("Fetch pictures from the old site").uncheck()
    page.get_by_role("button", name="Bring it in").click()
    first_is_here, go_on, keep_on = threading.Event(), threading.Event(), running._keep_on

    def wait(import_, done):
        keep_on(import_, done)
        first_is_here.set()
        assert go_on.wait(60)

    def work():
        jobs.pop()()
        connections.close_all()

    monkeypatch.setattr(running, "AT_ONCE", 1)
    monkeypatch.setattr(running, "_keep_on", wait)
    worker = threading.Thread(target=work)
    worker.start()
    assert first_is_here.wait(30)
    expect(page.get_by_text("1 of 3")).to_be_visible(timeout=LATER)
    assert page.get_by_role("progressbar").evaluate("bar => bar.position") == pytest.approx(1 / 3)
    assert serious(page) == []
    go_on.set()
    worker.join()
    expect(page.get_by_role("link", name="See the articles")).to_be_visible(timeout=LATER)
    expect(page.get_by_role("row", name="New articles: public")).to_contain_text("3")
    assert serious(page) == []
    page.goto(f"{live_server.url}/2020/05/bridge-2/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge 2")
    expect(page.get_by_text("Words of 2.")).to_be_visible()


def test_what_is_no_export_is_answered_in_one_sentence(desk, live_server, jobs):
    page = desk
    page.goto(f"{live_server.url}/admin/articles/import/add/")
    send(page, "holiday.xml", b"<html>")
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_text("Waiting to be looked at")).to_be_visible()
    jobs.pop()()
    expect(page.get_by_text("holiday.xml” is a web page and no WordPress export.")).to_be_visible(timeout=LATER)
    expect(page.get_by_role("button", name="Bring it in")).to_have_count(0)


def test_what_did_not_arrive_is_still_chosen(page, live_server, jobs):
    # Not the page of other tests: what breaks here stands in the console.
    SiteSettings(name="The Lantern").save()
    make_user("ada@example.com", is_staff=True, is_superuser=True)
    sign_in(page, live_server.url, "ada@example.com")
    page.goto(f"{live_server.url}/admin/articles/import/add/")
    held = []
    page.route("**/import/add/", lambda route: held.append(route))
    send(page, "old.xml", archive(1))
    page.get_by_label("Address of the old site").fill("no address")
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="See what is in it")).to_be_disabled()
    held.pop().abort()
    expect(page.get_by_text("The files did not arrive")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_hidden()

    page.unroute("**/import/add/")
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("alert").filter(has_text="“no address”")).to_be_visible()
    expect(page.get_by_text("The files did not arrive")).to_be_hidden()
    assert serious(page) == []
    page.get_by_label("Address of the old site").fill("https://old.example")
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_text("Waiting to be looked at")).to_be_visible()
    assert jobs


def test_without_a_file_a_sentence_asks_for_one(desk, live_server, jobs):
    page = desk
    page.goto(f"{live_server.url}/admin/articles/import/add/")
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("alert").filter(has_text="Choose the file")).to_be_visible()
    assert serious(page) == []
