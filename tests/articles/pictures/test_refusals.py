"""Uploads that cannot become a picture: each is refused in one sentence with the way out."""

import io
import struct
import zlib

import pytest
from PIL import Image

from articles.pictures.inspection import PictureRefused, inspect
from articles.pictures.renditions import render


def refusal(data: bytes, name: str = "photo.jpg") -> str:
    file = io.BytesIO(data)
    file.name = name
    with pytest.raises(PictureRefused) as caught:
        inspect(file)
    with pytest.raises(PictureRefused) as also:
        render(file)
    assert also.value.sentence == caught.value.sentence
    return caught.value.sentence


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises pixels and holds next to none."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + body


@pytest.mark.parametrize("size", [(10_000, 6_001), (12_000, 10_000), (50_000, 50_000)])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_bomb_is_refused_by_its_header_with_the_numbers(size):
    sentence = refusal(png_header(*size))
    assert f"{size[0] * size[1] / 1e6:.1f} megapixels" in sentence
    assert "the limit is 60" in sentence


def test_a_bomb_is_refused_where_warnings_are_errors():
    assert "120.0 megapixels" in refusal(png_header(12_000, 10_000))


def test_looking_does_not_change_pillow_for_others():
    before = Image.MAX_IMAGE_PIXELS
    refusal(png_header(50_000, 50_000))
    assert Image.MAX_IMAGE_PIXELS == before


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_a_picture_that_is_cut_off(four_corners, saved, format):
    noisy = Image.blend(four_corners, Image.effect_noise((600, 400), 90).convert("RGB"), 0.5)
    data = saved(noisy, format).getvalue()
    assert "damaged" in refusal(data[: len(data) * 2 // 3])


@pytest.mark.parametrize("name", ["truncated_image.png", "truncated_jpeg.jpg", "broken.png"])
def test_shared_pictures_that_are_cut_off(shared_data, name):
    assert "damaged" in refusal((shared_data / "images/pillow" / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<!doctype html><title>Sign in</title>", "called .jpg but holds no picture"),
        (b"MZ\x90\x00 this program cannot be run", "called .jpg but holds no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn -->\n<svg/>", "SVG"),
        (b"%PDF-1.7 \n", "PDF"),
        (b"8BPS\x00\x01", "Photoshop"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"\xff\xd8\xff\xe0", "damaged"),
    ],
)
def test_something_else_under_the_name_of_a_picture(data, words):
    assert words in refusal(data)


def test_other_formats_are_named_and_so_is_what_is_accepted(shared_data):
    data = (shared_data / "images/pillow/bmp_b_badrle.bmp").read_bytes()
    sentence = refusal(data, "a.bmp")
    assert "BMP" in sentence
    assert "JPEG, PNG, WebP, AVIF, GIF, TIFF" in sentence
    assert "not a picture that can be read" in refusal(b"hello", "notes.txt")


def test_too_small_too_long_and_too_heavy(saved):
    small = saved(Image.new("RGB", (300, 79)), "PNG").getvalue()
    assert "300 × 79" in refusal(small)
    strip = saved(Image.new("RGB", (1000, 99)), "PNG").getvalue()
    assert "more than 10 times" in refusal(strip)
    heavy = saved(Image.new("RGB", (100, 100)), "PNG").getvalue() + bytes(40 * 1024 * 1024)
    assert "40.0 MB and the limit is 40 MB" in refusal(heavy)
