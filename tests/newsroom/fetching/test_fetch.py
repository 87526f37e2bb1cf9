"""What a fetch brings home from a server that behaves."""

import pytest

from newsroom import __version__
from newsroom.fetching import FEED, Failure, FetchFailed, fetch
from tests.misbehaving import answer, conditional, not_modified, packed, status, too_many

FEED_BODY = "<rss><channel><title>Світанок</title></channel></rss>".encode()


def test_a_fetch_brings_the_body_and_what_is_said_of_it(outside):
    url = outside.on(
        "/feed",
        answer(
            FEED_BODY,
            content_type='Application/RSS+xml; charset="Windows-1251"',
            etag='W/"abc"',
            last_modified="Mon, 02 Mar 2026 09:00:00 GMT",
            retry_after="120",
        ),
    )

    fetched = fetch(url)

    assert (fetched.status, fetched.url, fetched.moved_to, fetched.body) == (200, url, "", FEED_BODY)
    assert (fetched.content_type, fetched.charset) == ("application/rss+xml", "windows-1251")
    assert (fetched.etag, fetched.last_modified) == ('W/"abc"', "Mon, 02 Mar 2026 09:00:00 GMT")
    assert fetched.headers["CONTENT-type"].startswith("Application/RSS")
    assert (fetched.not_modified, fetched.retry_after) == (False, 120)


def test_the_server_is_told_who_asks_and_nothing_else(outside, settings):
    settings.SITE_URL = "https://lantern.example\r\nX-Evil: 1"
    fetch(outside.on("/feed", answer(b"x")) + "?page=2#part", accept="application/rss+xml\r\nCookie: a=b")

    [asked] = outside.asked["/feed"]
    assert asked.target == "/feed?page=2"
    assert asked.headers == {
        "host": f"127.0.0.1:{outside.port}",
        "user-agent": f"Newsroom/{__version__} (+https://lantern.exampleX-Evil: 1)",
        "accept": "application/rss+xmlCookie: a=b",
        "accept-encoding": "gzip, deflate, br",
    }


def test_a_cookie_is_never_given_back(outside):
    url = outside.on("/feed", answer(b"x", set_cookie="tracked=1; Path=/"))
    fetch(url)
    fetch(url)
    assert all("cookie" not in asked.headers for asked in outside.asked["/feed"])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw-deflate", "br"])
def test_a_packed_body_is_unpacked(outside, coding):
    assert fetch(outside.on("/feed", packed(FEED_BODY * 50, coding))).body == FEED_BODY * 50


def test_a_proxy_of_the_environment_is_not_used(outside, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch(outside.on("/feed", answer(b"x"))).body == b"x"


# Has it changed?


@pytest.mark.parametrize(
    "validator", [{"etag": '"a-1"'}, {"etag": "unquoted"}, {"last_modified": "Mon, 02 Mar 2026 09:00:00 GMT"}]
)
def test_what_has_not_changed_is_not_sent_again(outside, validator):
    url = outside.on("/feed", conditional(FEED_BODY, **validator))
    first = fetch(url)
    second = fetch(url, etag=first.etag, last_modified=first.last_modified)

    assert not first.not_modified and first.body
    assert second.not_modified and second.body == b"" and second.status == 304
    assert (second.etag, second.last_modified) == (first.etag, first.last_modified)


@pytest.mark.parametrize("etag", ['"a"\r\nX-Evil: 1', '"\x00"', '"ї"', "x" * 301])
def test_an_etag_that_is_none_is_neither_kept_nor_sent(outside, etag):
    fetch(outside.on("/feed", answer(b"x")), etag=etag, last_modified=etag)
    [asked] = outside.asked["/feed"]
    assert not {"if-none-match", "if-modified-since", "x-evil"} & asked.headers.keys()


def test_not_modified_means_nothing_to_whoever_has_not_asked(outside):
    with pytest.raises(FetchFailed) as failure:
        fetch(outside.on("/feed", not_modified()))
    assert (failure.value.kind, failure.value.status) == (Failure.BAD_STATUS, 304)


# No


@pytest.mark.parametrize(
    "number, words",
    [
        (403, "is not open to everybody (403)"),
        (404, "There is nothing at"),
        (418, "answered with 418"),
        (500, "has trouble of its own (500)"),
        (300, "answered with 300"),
    ],
)
def test_a_status_that_is_no_success_is_a_sentence(outside, number, words):
    url = outside.on("/feed", status(number))
    with pytest.raises(FetchFailed) as failure:
        fetch(url)
    assert (failure.value.kind, failure.value.status) == (Failure.BAD_STATUS, number)
    assert words in str(failure.value) and url in str(failure.value)
    assert not failure.value.permanent


def test_gone_is_gone_for_good(outside):
    with pytest.raises(FetchFailed, match="gone for good") as failure:
        fetch(outside.on("/feed", status(410)))
    assert failure.value.permanent


def test_whoever_wants_to_be_left_alone_says_for_how_long(outside):
    for number, given, seconds in [(429, "90", 90), (503, "9999999", 86_400), (429, None, None), (429, "soon", None)]:
        behaviour = status(503, retry_after=given) if number == 503 else too_many(given)
        with pytest.raises(FetchFailed) as failure:
            fetch(outside.on("/feed", behaviour))
        assert (failure.value.status, failure.value.retry_after) == (number, seconds)


def test_the_limits_of_a_feed_are_generous():
    assert FEED.bytes >= 5 * 1024 * 1024 and FEED.total_seconds >= 10
