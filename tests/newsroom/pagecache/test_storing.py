"""What is stored on its way out, what is not, and what takes it out again."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from articles import publishing
from articles.models import Article
from newsroom.pagecache import clock, filing, kept, retiring, serving
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.models import Retirement
from newsroom.pagecache.retiring import retire
from newsroom.pagecache.stores import store
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(pages):
    return make_article(published=True, headline="The old bridge").live_edition.get_absolute_url()


def test_the_second_reader_gets_the_page_of_the_first(client, pages, path, monkeypatch):
    first = client.get(path)
    assert pages.paths() == [path]
    monkeypatch.setattr("articles.views.article.live_edition", None)
    second = client.get(path, headers={"cookie": f"sessionid={'x' * 32}"})
    assert second.content == first.content
    differ = {"Content-Encoding", "Content-Length"}
    assert {k: v for k, v in second.items() if k not in differ} == {k: v for k, v in first.items() if k not in differ}
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_stored_page_goes_out_compressed(client, pages, path):
    client.get(path)
    answer = client.get(path, headers={"accept-encoding": "br"})
    assert answer["Content-Encoding"] == "br" and answer.content == pages.get(path).content("br")


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_the_first_reader_gets_the_bytes_that_are_stored(client, pages, path, coding):
    first = client.get(path, headers={"accept-encoding": coding})
    assert first["Content-Encoding"] == coding and first.content == pages.get(path).content(coding)
    assert first["Content-Length"] == str(len(first.content)) and "Accept-Encoding" in first["Vary"]
    again = client.get(path, headers={"accept-encoding": coding})
    assert again.content == first.content and again["ETag"] == first["ETag"]


def test_the_page_is_the_same_before_and_behind_django(client, pages, path):
    client.get(path)
    told = {}

    def start_response(status, headers):
        told.update(headers)

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "127.0.0.1"}
    body = serving.StoredPages(None, pages)(environ, start_response)
    answer = client.get(path)
    assert b"".join(body) == answer.content and told == dict(answer.items())


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("{path}?utm_source=x&fbclid=1", True), ("{path}?before=1", True), ("/section/politics/?before=1.1", False),
        ("/search/?q=bridge", False), ("/search/", True), ("/feed.json?limit=3", False), ("/nothing-here/", False),
        ("/feed.xml", True), ("/admin/login/", False), ("/support/", False), ("/lite{path}", True),
    ],
)  # fmt: skip
def test_what_is_stored(client, pages, path, address, stored):
    address = address.format(path=path)
    answer = client.get(address)
    assert pages.paths() == ([address.partition("?")[0]] if stored else [])
    if stored:
        assert "utm_source" not in answer.text


def test_what_a_query_says_reaches_no_stored_page(client, pages, path):
    with_words = client.get(f"{path}?utm_source=%3Cb%3E&x=1").content
    pages.empty()
    assert client.get(path).content == with_words


def test_who_is_signed_in_gets_and_leaves_the_page_of_all(client, pages, path):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(path).content == Client().get(path).content and pages.paths() == [path]


def test_a_head_stores_nothing(client, pages, path):
    client.head(path)
    assert pages.paths() == []


def test_every_name_that_a_page_looks_at_is_known_to_the_lines_before_django():
    asked = set()

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            else:
                asked.update(getattr(pattern.callback, "asks", ()))

    walk(get_resolver().url_patterns)
    assert asked == serving.ASKED


def test_a_verb_takes_out_what_it_changes_once_it_is_committed(client, pages, path):
    article = Article.objects.get()
    client.get(path), client.get("/"), client.get("/uk/")
    with transaction.atomic():
        article.headline = "The new bridge"
        article.save()
        publishing.publish(article)
        assert pages.paths() == ["/", path, "/uk/"]
    assert pages.paths() == ["/uk/"] and Retirement.objects.count() == 0
    assert "The new bridge" in client.get("/").text


def test_what_is_rolled_back_takes_nothing_out(client, pages, path):
    client.get(path)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publishing.withdraw(Article.objects.get())
        assert Retirement.objects.exists()
        raise ZeroDivisionError
    assert pages.paths() == [path] and not Retirement.objects.exists()


def test_what_was_committed_by_somebody_who_was_killed_is_taken_out_by_the_next(client, pages, path, monkeypatch):
    client.get(path)
    monkeypatch.setattr(retiring._Begun, "__call__", lambda self: None)
    publishing.withdraw(Article.objects.get())
    assert pages.paths() == [path] and Retirement.objects.exists()
    monkeypatch.undo()
    assert retiring.catch_up() == 0, "whoever wrote it down may still be at it"
    clock.begin()
    assert pages.paths() == [] and not Retirement.objects.exists()
    assert client.get(path).status_code == 410


def test_one_who_is_slow_is_helped_after_a_while(client, pages, path, monkeypatch):
    client.get(path)
    Retirement.objects.create(keys=[EVERYTHING])
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=31))
    clock.round_once()
    assert pages.paths() == [] and not Retirement.objects.exists()


def test_a_store_that_fails_holds_up_no_verb_and_is_asked_again(client, pages, path, monkeypatch):
    client.get(path)

    def away(self, keys):
        raise OSError("the folder is gone")

    monkeypatch.setattr(type(pages), "retire", away)
    publishing.withdraw(Article.objects.get())
    assert Article.objects.get().state == "withdrawn" and Retirement.objects.exists()
    monkeypatch.undo()
    retiring.catch_up(all_of_them=True)
    assert pages.paths() == []


def test_a_disk_that_is_full_costs_no_page(client, pages, path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(pages), "put", full)
    monkeypatch.setattr(type(pages), "mark", full)
    assert client.get(path).status_code == 200 and pages.paths() == []


def test_a_change_of_very_much_empties_the_store(client, pages, path):
    client.get("/uk/")
    with transaction.atomic():
        for number in range(retiring.KEYS_AT_MOST + 5):
            retire(f"article/{number + 1000}")
        assert Retirement.objects.count() == retiring.KEYS_AT_MOST + 1
    assert pages.paths() == []


def test_two_hundred_readers_at_once_make_one_page(pages, path, monkeypatch):
    from articles.views import article

    made, real = Counter(), article.live_edition
    monkeypatch.setattr(article, "live_edition", lambda slug: (made.update([slug]), real(slug))[1])
    answers, gate = [], threading.Barrier(200)

    def read():
        gate.wait()
        answers.append(Client().get(path).content)
        connection.close()

    threads = [threading.Thread(target=read) for _reader in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 200 and len(set(answers)) == 1 and sum(made.values()) == 1


def test_settings_are_kept_until_anything_changes(pages, django_assert_num_queries):
    SiteSettings(name="The Lantern").save()
    SiteSettings.load()
    with django_assert_num_queries(0):
        assert SiteSettings.load().name == "The Lantern"
    # As another process would.
    SiteSettings.objects.update(name="The Torch")
    assert SiteSettings.load().name == "The Torch"


def test_what_stands_on_every_page_outlives_a_publication_and_ends_with_everything(pages):
    made = []

    def frame():
        return kept.kept("a-frame", lambda: made.append(1) or len(made), through_turns=True)

    def anything():
        return kept.kept("a-thing", lambda: made.append(1) or len(made))

    pages.empty()
    assert (frame(), anything()) == (1, 2)
    retire("article/1")
    assert (frame(), anything()) == (1, 3)
    retire(EVERYTHING)
    assert (frame(), anything()) == (4, 5)
    pages.empty()
    assert frame() == 6


def test_a_page_looks_once_whether_anything_was_retired(pages, monkeypatch):
    looked = []
    state = type(pages).state
    monkeypatch.setattr(type(pages), "state", lambda self, ahead=None: looked.append(1) or state(self, ahead))
    filing.begin()
    try:
        for number in range(5):
            kept.kept(f"thing-{number}", str)
        assert len(looked) == 1
        retire("article/1")
    finally:
        filing.end()
    # The next page looks again.
    assert kept.kept("thing-0", lambda: "new") == "new"


def test_what_was_looked_up_before_a_change_is_not_kept_after_it(pages):
    answers = iter(["old", "new", "newer"])

    def look_up():
        found = next(answers)
        if found == "old":
            retire("something")
        return found

    assert kept.kept("a-test", look_up) == "old"
    assert kept.kept("a-test", look_up) == "new" and kept.kept("a-test", look_up) == "new"


def test_four_who_publish_and_four_who_read_leave_no_stale_page(pages, settings):
    articles = [make_article(published=True) for _article in range(4)]
    paths = ["/", "/section/politics/", *(each.live_edition.get_absolute_url() for each in articles)]
    over, failed = threading.Event(), []

    def in_thread(work):
        def run():
            try:
                work()
            except Exception as error:
                failed.append(error)
            finally:
                connection.close()

        return threading.Thread(target=run)

    def publish(article):
        for number in range(12):
            article.refresh_from_db()
            article.headline = f"Number {number} of {article.pk}"
            article.save()
            publishing.publish(article)

    def read():
        client = Client()
        while not over.is_set():
            for path in paths:
                assert client.get(path).status_code == 200

    writers = [in_thread(lambda article=article: publish(article)) for article in articles]
    readers = [in_thread(read) for _reader in range(4)]
    for thread in [*readers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    over.set()
    for thread in readers:
        thread.join()
    assert failed == []
    stored = {path: pages.get(path).content("") for path in pages.paths()}
    pages.empty()
    assert stored
    for path, content in stored.items():
        assert Client().get(path).content == content, path


def test_nothing_is_stored_where_nothing_is_wanted(client, db):
    assert store() is None
    retire("article/1")
    assert Retirement.objects.count() == 0
