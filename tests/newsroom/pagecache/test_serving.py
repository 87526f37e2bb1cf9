"""What the lines before Django answer, and what they leave to Django."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.pagecache import serving
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.folder import Folder
from newsroom.pagecache.page import StoredPage
from newsroom.pagecache.serving import StoredPages, cache_control

LONG = b"<p>Words of a page that is worth compressing.</p>" * 40


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "pages")


@pytest.fixture
def ask(folder, settings):
    settings.ALLOWED_HOSTS = ["lantern.example", "127.0.0.1"]

    def application(environ, start_response):
        start_response("200 OK", [("X-From", "Django")])
        return [b"made by Django"]

    front = StoredPages(application, folder)

    def ask(path="/a/", method="GET", query="", host="lantern.example", **headers):
        answer = {}
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query,
            "HTTP_HOST": host, "wsgi.url_scheme": "http",
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}  # fmt: skip

        def start_response(status, headers):
            answer["status"], answer["headers"] = int(status[:3]), dict(headers)
            assert len(headers) == len(dict(headers)), "a header twice"

        answer["body"] = b"".join(front(environ, start_response))
        answer["stored"] = "X-From" not in answer["headers"]
        return answer

    ask.front = front
    return ask


def store(folder, path="/a/", content=LONG, until=None, headers=(("Content-Type", "text/html"),)):
    page = StoredPage.of(path, headers, content, until)
    assert folder.put(page, {EVERYTHING, "article/1"}, folder.mark())
    return page


def test_a_stored_page_needs_no_django(folder, ask):
    assert not ask()["stored"]
    page = store(folder)
    answer = ask()
    assert answer["stored"] and answer["body"] == LONG and answer["status"] == 200
    assert answer["headers"]["ETag"] == page.etag and answer["headers"]["Content-Length"] == str(len(LONG))
    assert answer["headers"]["Cache-Control"] == cache_control()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip, deflate, zstd", "br"), ("gzip, zstd", "zstd"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"),
        ("identity", ""), ("", ""), ("gzip;q=0.000", ""), ("deflate", ""), ("br;q=0.5", "br"),
    ],
)  # fmt: skip
def test_in_the_coding_that_a_browser_takes(folder, ask, accepted, coding):
    page = store(folder)
    answer = ask(accept_encoding=accepted)
    assert answer["headers"].get("Content-Encoding", "") == coding
    assert answer["body"] == page.content(coding) and answer["headers"]["Vary"] == "Accept-Encoding"


def test_what_is_too_short_is_not_compressed(folder, ask):
    store(folder, content=b"short")
    answer = ask(accept_encoding="br")
    assert answer["body"] == b"short" and "Content-Encoding" not in answer["headers"]


def test_a_head_has_no_body_and_the_same_headers(folder, ask):
    store(folder)
    head, page = ask(method="HEAD"), ask()
    assert head["body"] == b"" and head["headers"] == page["headers"] and head["stored"]


@pytest.mark.parametrize("known", ["{etag}", '"x", {etag}', "*", '"other", W/{strong}', "{strong}"])
def test_who_has_it_gets_no_bytes(folder, ask, known):
    page = store(folder)
    answer = ask(if_none_match=known.format(etag=page.etag, strong=page.etag.removeprefix("W/")))
    assert answer["status"] == 304 and answer["body"] == b"" and answer["headers"]["ETag"] == page.etag
    assert not any(name.startswith("Content-") for name in answer["headers"])
    assert ask(if_none_match='W/"other"')["status"] == 200


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1&gclid=2", "&&", "=", "befor=1", "x=before=1"])
def test_a_query_that_no_page_asks_about_makes_no_other_page(folder, ask, query):
    store(folder)
    assert ask(query=query)["stored"]


@pytest.mark.parametrize("query", ["before=1.2", "utm_source=x&q=grid", "limit", "after=&x=1"])
def test_a_query_that_pages_ask_about_is_for_django(folder, ask, query):
    store(folder)
    assert not ask(query=query)["stored"]


def test_a_cookie_makes_no_other_page(folder, ask):
    store(folder)
    assert ask(cookie="sessionid=abc; csrftoken=x")["stored"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get"])
def test_only_reading_is_answered(folder, ask, method):
    store(folder)
    assert not ask(method=method)["stored"]


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("lantern.example", True), ("LANTERN.example:8000", True), ("127.0.0.1:8000", True), ("evil.example", False),
        ("", False), ("lantern.example.evil.example", False), ("lantern.example@evil.example", False),
    ],
)  # fmt: skip
def test_a_host_that_is_not_ours_is_for_django(folder, ask, host, is_ours):
    store(folder)
    assert ask(host=host)["stored"] == is_ours
    assert ask(host=host)["stored"] == is_ours, "nor the second time"


def test_many_hosts_are_not_remembered(folder, ask, settings):
    settings.ALLOWED_HOSTS = [".lantern.example"]
    store(folder)
    for number in range(300):
        assert ask(host=f"a{number}.lantern.example")["stored"]
    assert len(ask.front._hosts) <= serving.HOSTS_KEPT


def test_a_reader_who_ought_to_be_on_https_is_sent_there_by_django(folder, ask, settings):
    store(folder)
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = 1
    assert not ask()["stored"] and ask(x_forwarded_proto="https")["stored"]


def test_what_is_retired_is_gone_at_once_from_memory_too(folder, ask):
    store(folder)
    assert ask()["stored"] and ask.front._kept
    folder.retire({"something else"})
    assert ask()["stored"]
    folder.retire({"article/1"})
    assert not ask()["stored"]
    store(folder, content=b"<p>new</p>" * 100)
    assert ask()["body"] == b"<p>new</p>" * 100


def test_another_process_retires_as_well(folder, ask):
    store(folder)
    assert ask()["stored"]
    Folder(folder.root).retire({"article/1"})
    assert not ask()["stored"]


def test_the_clock_ends_a_page_in_memory(folder, ask, monkeypatch):
    until = timezone.now() + timedelta(seconds=40)
    store(folder, until=until)
    answer = ask()
    assert answer["stored"] and "max-age=30, stale-while-revalidate=1" in answer["headers"]["Cache-Control"]
    monkeypatch.setattr(serving.time, "time", lambda: until.timestamp() - 5)
    assert "max-age=5," in ask()["headers"]["Cache-Control"]
    monkeypatch.setattr(serving.time, "time", until.timestamp)
    assert not ask()["stored"]


def test_what_a_view_said_of_keeping_is_kept(folder, ask):
    store(folder, headers=[("Content-Type", "text/plain"), ("Cache-Control", "public, max-age=3600")])
    assert ask()["headers"]["Cache-Control"] == "public, max-age=3600"


def test_memory_is_bounded(folder, ask, monkeypatch):
    monkeypatch.setattr(serving, "KEPT", 5)
    for number in range(12):
        store(folder, f"/{number}/")
    for number in range(12):
        assert ask(f"/{number}/")["stored"]
    assert len(ask.front._kept) <= 5
    monkeypatch.setattr(serving, "KEPT", 1000)
    monkeypatch.setattr(serving, "BYTES_KEPT", 3 * len(LONG))
    for number in range(12):
        assert ask(f"/{number}/")["stored"]
    assert len(ask.front._kept) <= 5


def test_addresses_in_any_script(folder, ask):
    store(folder, "/uk/стаття/")
    assert ask("/uk/стаття/")["stored"]


@pytest.mark.parametrize("path", ["/\xff/", "/../../etc/passwd", "", "/a", "/a//", "/\x00/"])
def test_odd_addresses_are_for_django(folder, ask, path):
    store(folder)
    environ_path = path
    assert not ask(environ_path)["stored"]


def test_without_a_store_all_is_djangos(ask, folder, settings):
    settings.PAGE_STORE = ""
    front = StoredPages(lambda environ, start_response: [b"made by Django"])
    assert front({"REQUEST_METHOD": "GET", "PATH_INFO": "/a/"}, None) == [b"made by Django"]
