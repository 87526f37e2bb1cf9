"""Packed bodies come out whole, however they are cut on the way, or not at all."""

import gzip
import random
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.fetching.decoding import Body, Broken, TooLarge, unzipped

TEXT = bytes(range(256)) * 40
PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "DEFLATE ": zlib.compress(TEXT)[2:-4],
    "br": brotli.compress(TEXT),
    "": TEXT,
    "identity": TEXT,
    "utf-8": TEXT,
}


def in_pieces(coding: str, data: bytes, size: int, limit: int = 1_000_000) -> bytes:
    body = Body(coding, limit)
    for start in range(0, len(data), size):
        body.take(data[start : start + size])
    return body.whole()


@pytest.mark.parametrize("size", [1, 2, 3, 100, 100_000])
@pytest.mark.parametrize("coding", PACKED)
def test_a_body_comes_out_however_it_was_cut(coding, size):
    assert in_pieces(coding, PACKED[coding], size) == TEXT


@pytest.mark.parametrize("size", [100, 5_000, 10_000_000])
@pytest.mark.parametrize(
    "text", [random.Random(1).randbytes(70_000) + b"news " * 200_000, b"x" * 65_536, b"y" * 65_537]
)
@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)]
)
def test_what_is_longer_than_one_piece_comes_out_whole(coding, pack, text, size):
    packed = pack(text)
    assert in_pieces(coding, packed, size, 2_000_000) == text
    with pytest.raises(TooLarge):
        in_pieces(coding, packed, size, len(text) - 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_that_is_cut_off_is_broken(coding):
    with pytest.raises(Broken):
        in_pieces(coding, PACKED[coding][:-9], 100)


@pytest.mark.parametrize("coding", PACKED)
def test_the_limit_holds_to_the_byte(coding):
    assert in_pieces(coding, PACKED[coding], 500, len(TEXT)) == TEXT
    with pytest.raises(TooLarge):
        in_pieces(coding, PACKED[coding], 500, len(TEXT) - 1)


def test_a_file_of_several_parts_is_all_of_them():
    assert in_pieces("gzip", gzip.compress(b"one ") + gzip.compress(b"two") + bytes(20), 10_000) == b"one two"


def test_parts_without_number_are_refused():
    with pytest.raises(Broken):
        in_pieces("gzip", gzip.compress(b"") * 2_000, 64 * 1024)


def test_a_body_of_a_byte_or_none():
    assert in_pieces("gzip", b"", 1) == b"" and in_pieces("br", b"", 1) == b"" and in_pieces("gzip", b"x", 1) == b"x"


def test_a_packed_file_is_unpacked_once():
    twice = gzip.compress(gzip.compress(TEXT, mtime=0))
    assert unzipped(gzip.compress(TEXT), 20_000, list) == TEXT
    assert unzipped(twice, 20_000, list) == gzip.compress(TEXT, mtime=0)
    assert unzipped(TEXT, 10, list) == TEXT


@given(coding=st.sampled_from(["gzip", "deflate", "br", "zstd", ""]), data=st.binary(max_size=300))
def test_any_bytes_come_out_or_are_refused(coding, data):
    try:
        in_pieces(coding, data, 7, 1000)
    except (Broken, TooLarge):
        pass


@given(coding=st.sampled_from(["gzip", "deflate", "br"]), place=st.integers(0, 500), byte=st.integers(0, 255))
def test_a_byte_that_is_wrong_does_no_harm(coding, place, byte):
    data = bytearray(PACKED[coding])
    data[place % len(data)] = byte
    try:
        in_pieces(coding, bytes(data), 64, 100_000)
    except (Broken, TooLarge):
        pass
