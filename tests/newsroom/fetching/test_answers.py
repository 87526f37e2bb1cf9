"""Headers are written by strangers: what makes sense is taken, and nothing else."""

from datetime import UTC, datetime

import pytest

from newsroom.fetching import answers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "said, seconds",
    [
        ("0", 0), ("120", 120), (" 120 ", 120), ("99999999", 86_400), ("9" * 50, None), ("-1", None), ("1.5", None),
        ("Mon, 02 Mar 2026 12:01:00 GMT", 60), ("Mon, 02 Mar 2026 14:01:00 +0200", 60),
        ("Mon, 02 Mar 2026 11:00:00 GMT", None), ("Mon, 02 Mar 2099 12:00:00 GMT", 86_400),
        ("Mon, 02 Mar 2026 12:01:00", 60), ("Mon, 99 Foo 2026", None), ("soon", None), ("", None), ("١٢", None),
        ("Mon, 02 Mar 99999 12:01:00 GMT", None),
    ],
)  # fmt: skip
def test_a_wish_to_be_left_alone(said, seconds):
    assert answers.retry_after({"retry-after": said}, NOON) == seconds


@pytest.mark.parametrize(
    "said, kind, charset",
    [
        ("text/xml", "text/xml", ""),
        ("Text/XML; Charset=UTF-8", "text/xml", "utf-8"),
        ("text/xml; foo=bar; charset='windows-1251'", "text/xml", "windows-1251"),
        ('application/atom+xml;charset="KOI8-U"; type=feed', "application/atom+xml", "koi8-u"),
        ("charset=utf-8", "", ""),
        ("xml", "", ""),
        ("text/<script>", "", ""),
        ("text/html; charset=", "text/html", ""),
        ("", "", ""),
    ],
)
def test_the_kind_and_the_charset(said, kind, charset):
    headers = answers.readable([(b"Content-Type", said.encode())])
    assert (answers.content_type(headers), answers.charset(headers)) == (kind, charset)


def test_headers_of_one_name_are_one_and_any_bytes_are_text():
    headers = answers.readable([(b"Link", b"<a>"), (b"LINK", b"<b>"), (b"X-Odd", b"\xff"), (b"X-Good", "ї".encode())])
    assert (headers["link"], headers["x-odd"], headers["X-GOOD"]) == ("<a>, <b>", "ÿ", "ї")


@pytest.mark.parametrize("text", ["", "a\nb", "a\x00", "ї", "x" * 301])
def test_a_validator_that_cannot_be_sent_is_none(text):
    assert answers.validator(text) == ""


def test_a_date_that_is_longer_than_any_date_is_none():
    assert answers.validator("Mon, 02 Mar 2026 09:00:00 GMT", answers.LONGEST_DATE)
    assert answers.validator("x" * 101, answers.LONGEST_DATE) == ""


@pytest.mark.parametrize("said, length", [("12", 12), ("", 0), ("-1", 0), ("1e9", 0), ("²", 0)])
def test_a_length(said, length):
    assert answers.length({"content-length": said}) == length
