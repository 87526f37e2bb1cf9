"""What editors change is told to the edge: in the background, until it has heard, and once more."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from newsroom.pagecache import retiring
from newsroom.pagecache.edges import telling
from newsroom.pagecache.edges.headers import lifetime
from newsroom.pagecache.models import EdgePurge, Retirement
from newsroom.pagecache.page import StoredPage
from newsroom.pagecache.serving import StoredPages
from newsroom.site.models import SiteSettings
from tests.factories import make_article
from tests.newsroom.pagecache.edges import fakes
from tests.newsroom.pagecache.edges.fakes import fake  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

HEADERS = {
    "fastly": ("Surrogate-Key", " ", "Surrogate-Control"), "cloudflare": ("Cache-Tag", ",", "CDN-Cache-Control"),
    "varnish": ("Surrogate-Key", " ", "Surrogate-Control"),
}  # fmt: skip


@pytest.fixture
def edge(request, settings, pages, fake):  # noqa: F811
    kind = getattr(request, "param", "fastly")
    server = fake(fakes.SPEAK[kind])
    SiteSettings(name="The Lantern").save()
    settings.PAGE_EDGE, settings.EDGE = kind, fakes.SETTINGS[kind](server.address)
    server.kind = kind
    return server


@pytest.fixture
def moving(monkeypatch):
    real, ahead = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead[0])

    def later(**time):
        ahead[0] += timedelta(**time)

    return later


def told(server):
    return {key for asked in server.asked for key in asked.json["surrogate_keys"]}


def served(path):
    got = {}

    def django(environ, start_response):
        raise AssertionError("it is stored")

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost"}
    b"".join(StoredPages(django)(environ, lambda code, headers: got.update(headers)))
    return got


@pytest.mark.parametrize("edge", list(HEADERS), indirect=True)
def test_pages_name_their_keys_and_how_long_they_may_be_kept(edge, client):
    article = make_article()
    publishing.publish(article)
    path = article.editions.live().get().get_absolute_url()
    name, separator, kept_for = HEADERS[edge.kind]
    for headers in (client.get(path).headers, served(path)):
        assert {"everything", f"article/{article.pk}"} <= set(headers[name].split(separator))
        assert re.fullmatch(r"max-age=\d+(, stale-while-revalidate=\d+)?, stale-if-error=86400", headers[kept_for])
        assert "max-age=30" in headers["Cache-Control"]


def test_a_page_is_kept_for_a_day_and_no_longer_than_it_is_true(edge):
    page = StoredPage.of("/a/", [("Surrogate-Key", "everything")], b"words", None)
    day = [("Surrogate-Control", "max-age=86400, stale-while-revalidate=60, stale-if-error=86400")]
    assert lifetime(page, None) == lifetime(page, 10**9) == day
    for left, words in (
        (3_600.9, "max-age=3540, stale-while-revalidate=60"),
        (90, "max-age=45, stale"),
        (0.5, "max-age=0, "),
    ):
        ((_name, said),) = lifetime(page, left)
        assert said.startswith(words)


def test_a_page_that_the_clock_changes_is_kept_until_then(edge, client, monkeypatch):
    article = make_article()
    publishing.publish(article)
    publishing.schedule(make_article(headline="Later"), timezone.now() + timedelta(hours=1))
    first = client.get("/").headers["Surrogate-Control"]
    found = re.match(r"max-age=(\d+), stale-while-revalidate=(\d+)", first)
    assert 3_500 < sum(map(int, found.groups())) <= 3_600
    now = timezone.now().timestamp()
    monkeypatch.setattr("newsroom.pagecache.serving.time.time", lambda: now + 3_000)
    found = re.match(r"max-age=(\d+), stale-while-revalidate=(\d+)", served("/")["Surrogate-Control"])
    assert 500 < sum(map(int, found.groups())) <= 600


def test_without_an_edge_pages_name_nothing(client, pages):
    SiteSettings(name="The Lantern").save()
    publishing.publish(make_article())
    headers = client.get("/").headers
    assert not {"Surrogate-Key", "Cache-Tag", "Surrogate-Control", "CDN-Cache-Control"} & set(headers)
    assert EdgePurge.objects.count() == 0


def test_a_page_that_was_not_stored_is_kept_no_longer_than_by_anybody(edge, client, pages, monkeypatch):
    publishing.publish(make_article())
    monkeypatch.setattr(pages, "put", lambda *page: False)
    assert "Surrogate-Control" not in client.get("/").headers


def test_more_keys_than_the_edge_can_take_are_none(edge, client, monkeypatch):
    monkeypatch.setattr("newsroom.pagecache.edges.base.Edge.KEYS_BYTES", 5)
    publishing.publish(make_article())
    for headers in (client.get("/").headers, served("/")):
        assert "Surrogate-Key" not in headers and "Surrogate-Control" not in headers


def test_a_server_in_front_serves_no_page_without_its_keys(edge, client, pages):
    publishing.publish(make_article())
    client.get("/")
    assert pages.get("/") and not (pages.root / "site" / "index.html").exists()


def test_who_publishes_waits_for_nobody(edge):
    edge.seconds = 5
    article = make_article()
    publishing.publish(article)
    assert edge.asked == [] and EdgePurge.objects.exists() and not Retirement.objects.exists()


def test_the_edge_hears_it_and_once_more(edge, moving):
    article = make_article()
    EdgePurge.objects.all().delete()
    publishing.publish(article)
    assert telling.tell() >= 1
    assert f"article/{article.pk}" in told(edge) and EdgePurge.objects.exists()
    edge.asked.clear()
    assert telling.tell() == 0 and edge.asked == []
    moving(seconds=16)
    assert telling.tell() >= 1 and f"article/{article.pk}" in told(edge)
    assert not EdgePurge.objects.exists() and telling.tell() == 0


def test_what_it_did_not_hear_is_told_again_later_and_later(edge, moving, caplog):
    EdgePurge.objects.all().delete()
    telling.note({"article/1"})
    waits = []
    for status in (500, 401, 429, 503, 500, 500):
        edge.answers = [(status, {}, b"")]
        assert telling.tell() == 1
        row = EdgePurge.objects.get()
        waits.append((row.due_at - timezone.now()).total_seconds())
        assert telling.tell() == 0, "nobody asks again at once"
        moving(seconds=waits[-1] + 1)
    assert waits == sorted(waits) and waits[0] < 3 and waits[-1] > 30
    assert "500" in row.problem and row.failures == 6
    levels = [record.levelname for record in caplog.records if record.name == telling.__name__]
    assert levels == ["WARNING"] * 4 + ["ERROR"] * 2
    assert fakes.FASTLY_TOKEN not in caplog.text
    edge.asked.clear()
    telling.tell()
    assert told(edge) == {"article/1"}
    moving(seconds=16)
    telling.tell()
    assert not EdgePurge.objects.exists()


def test_it_is_left_alone_for_as_long_as_it_asks(edge):
    EdgePurge.objects.all().delete()
    telling.note({"article/1"})
    edge.answers = [(429, {"Retry-After": "90"}, b"")]
    telling.tell()
    assert 85 < (EdgePurge.objects.get().due_at - timezone.now()).total_seconds() < 91


def test_what_is_as_old_as_no_page_there_is_given_up(edge, caplog):
    EdgePurge.objects.all().delete()
    telling.note({"article/1"})
    EdgePurge.objects.update(made_at=timezone.now() - telling.GIVEN_UP - timedelta(hours=1))
    edge.answers = [(500, {}, b"")]
    telling.tell()
    assert not EdgePurge.objects.exists() and "never told" in caplog.text


def test_many_changes_are_one_call_and_everything_stands_for_all(edge):
    EdgePurge.objects.all().delete()
    for number in range(20):
        telling.note({f"article/{number}", "tag/1"})
    telling.tell()
    assert len(edge.asked) == 1 and len(told(edge)) == 21
    EdgePurge.objects.all().delete()
    edge.asked.clear()
    telling.note({"article/1"})
    telling.note({"everything", "article/2"})
    telling.tell()
    assert told(edge) == {"everything"}


def test_two_processes_do_not_both_tell_it(edge, monkeypatch):
    EdgePurge.objects.all().delete()
    telling.note({"article/1"})
    real, others = telling.edge().purge, []

    def purge(keys):
        others.append(telling.tell())
        real(keys)

    monkeypatch.setattr(telling.edge(), "purge", purge)
    assert telling.tell() == 1 and others == [0] and len(edge.asked) == 1


def test_whoever_was_killed_before_it_was_written_down_is_followed(edge, monkeypatch):
    row = Retirement.objects.create(keys=["article/1"])
    monkeypatch.setattr(telling, "note", lambda keys: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        retiring.carry_out([row])
    monkeypatch.undo()
    EdgePurge.objects.all().delete()
    retiring.catch_up(all_of_them=True)
    assert EdgePurge.objects.get().keys == ["article/1"] and not Retirement.objects.exists()
