"""A server that is slow, huge or broken costs seconds and megabytes, never more, and gives a sentence."""

import time
import tracemalloc

import pytest

from newsroom.fetching import Failure, FetchFailed, Limits, fetch
from tests import misbehaving as does

SHORT = Limits(total_seconds=0.4, connect_seconds=0.3, bytes=200_000, hops=3)


def refused(url: str, limits: Limits = SHORT) -> FetchFailed:
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failure:
        fetch(url, limits=limits)
    assert time.monotonic() - began < limits.total_seconds + 1
    assert url in str(failure.value)
    return failure.value


@pytest.mark.parametrize(
    "behaviour",
    [
        does.silence(),
        does.late(2, does.answer(b"x")),
        does.dripping_head(),
        does.dripping_body(),
        does.dripping_body(length=None),
        does.only_continue(),
        does.endless(),
        does.crumbs(),
    ],
    ids=[
        "silent",
        "late",
        "drips headers",
        "drips body",
        "drips without a length",
        "only continue",
        "endless",
        "crumbs",
    ],
)
def test_time_is_up_however_it_was_spent(outside, behaviour):
    endless = Limits(total_seconds=0.4, connect_seconds=0.3, bytes=10**12)
    failure = refused(outside.on("/feed", behaviour), endless)
    assert failure.kind == Failure.TOO_SLOW
    assert "0.4 seconds" in str(failure)


def test_every_hop_counts_towards_the_same_time(outside):
    for number in range(4):
        outside.on(f"/{number}", does.late(0.15, does.redirect(f"/{number + 1}")))
    failure = refused(outside.url("/0"), Limits(total_seconds=0.4, connect_seconds=0.3, bytes=1000, hops=9))
    assert failure.kind == Failure.TOO_SLOW


@pytest.mark.parametrize(
    "behaviour",
    [
        does.endless(),
        does.endless(chunked=True),
        does.huge(10**9),
        does.lying_length(10**15, b"short"),
        does.answer(b"x" * 200_001),
        does.bomb("gzip", 50),
        does.bomb("deflate", 50),
        does.bomb("br", 300),
        does.bomb("", 50),
    ],
    ids=["endless", "chunks", "huge", "a length", "a byte more", "gzip", "deflate", "br", "gz file"],
)
def test_a_body_over_the_limit_is_refused_in_little_memory(outside, behaviour):
    url = outside.on("/feed", behaviour)
    limits = Limits(total_seconds=5, connect_seconds=1, bytes=200_000)
    with pytest.raises(FetchFailed):
        fetch(url, limits=Limits(total_seconds=5, connect_seconds=1, bytes=10))  # what is loaded once is loaded
    tracemalloc.start()
    try:
        failure = refused(url, limits)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
    assert failure.kind == Failure.TOO_LARGE
    assert "195.3" in str(failure)


def test_a_body_of_just_the_limit_comes(outside):
    assert len(fetch(outside.on("/feed", does.answer(b"x" * 200_000)), limits=SHORT).body) == 200_000


def test_a_length_over_the_limit_is_refused_before_the_body(outside):
    url = outside.on("/feed", does.lying_length(10**9, b""))
    began = time.monotonic()
    assert refused(url, Limits(total_seconds=5, connect_seconds=1, bytes=1000)).kind == Failure.TOO_LARGE
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "behaviour",
    [
        does.garbage(),
        does.garbage(b"HTTP/1.1 abc Whatever\r\n\r\n"),
        does.garbage(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"),
        does.garbage(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"),
        does.garbage(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx"),
        does.garbage(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nx"),
        does.garbage(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        does.huge_head(),
        does.hanging_up(),
        does.breaking_off(),
        does.breaking_off(chunked=True),
        does.lying_length(10, b"short"),
        does.answer(b"not packed at all", content_encoding="br"),
        does.answer(b"not packed at all", content_encoding="deflate"),
        does.answer(b"not packed at all", content_encoding="zstd"),
        does.answer(b"not packed at all", content_encoding="gzip, gzip"),
        does.answer(b"\x1f\x8b\x08\x00 and then no more", content_encoding="gzip"),
    ],
)
def test_an_answer_that_makes_no_sense_is_a_sentence(outside, behaviour):
    failure = refused(outside.on("/feed", behaviour), Limits(total_seconds=5, connect_seconds=1, bytes=200_000))
    assert failure.kind in (Failure.BROKEN_ANSWER, Failure.NO_ANSWER)


def test_a_length_that_is_too_small_cuts_the_body(outside):
    assert fetch(outside.on("/feed", does.lying_length(5, b"short and more"))).body == b"short"


def test_what_is_called_gzip_and_is_plain_is_read_as_it_is(outside):
    assert fetch(outside.on("/feed", does.answer(b"<rss/>", content_encoding="gzip"))).body == b"<rss/>"


def test_a_body_of_a_packed_file_is_unpacked(outside):
    url = outside.on("/sitemap.xml.gz", does.bomb("", 1, content_type="application/gzip"))
    assert fetch(url).body == bytes(1024 * 1024)


def test_nobody_at_the_port_is_a_sentence(outside):
    url = outside.url("/feed")
    outside.close()
    assert refused(url).kind == Failure.NO_ANSWER
