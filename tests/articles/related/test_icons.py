"""Outlets' marks: found in three places, kept by us, asked for seldom, and never over an editor's choice."""

import io
import struct
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from articles.models import Source
from articles.pictures import small
from articles.pictures.opening import PictureRefused
from articles.related import icons, upkeep
from articles.related.intake import take_in
from tests.factories import make_source, picture_file
from tests.misbehaving import answer, status

from .conftest import XML, item, rss

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def png(side: int = 64, colour: str = "#aa3355") -> bytes:
    return picture_file(side, side).read() if colour == "" else _written("PNG", side, colour)


def _written(kind: str, side: int, colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (side, side), colour).save(file, kind)
    return file.getvalue()


def html(icon: str) -> object:
    return answer(f'<html><head><link rel="icon" href="{icon}"></head></html>', content_type="text/html")


def test_the_feed_names_it_first(outside):
    icon = outside.on("/logo.png", answer(png(), content_type="image/png"))
    feed = rss(item(1), more=f"<image><url>{icon}</url></image>").replace(
        "https://outlet.example/<", outside.url("/") + "<"
    )
    source = make_source(feed_url=outside.on("/feed", answer(feed, content_type=XML)))
    take_in(source)
    assert source.icon_url == icon and icons.fetch_icon(source.pk)
    assert default_storage.exists(Source.objects.get().icon) and outside.count("/logo.png") == 1


def test_then_the_page_and_then_the_usual_file(outside):
    named = make_source(
        site_url=outside.on("/with", html(outside.on("/i.png", answer(png(), content_type="image/png"))))
    )
    outside.on("/favicon.ico", answer(_written("ICO", 32, "#3355aa"), content_type="image/vnd.microsoft.icon"))
    broken = make_source(site_url=outside.on("/broken", status(500)))
    drawn = make_source(site_url=outside.on("/drawn", html("/i.svg")))
    outside.on("/i.svg", answer("<svg/>", content_type="image/svg+xml"))
    for source in (named, broken, drawn):
        assert icons.fetch_icon(source.pk)
    found = {source.pk: source.icon for source in Source.objects.all()}
    assert found[broken.pk] == found[drawn.pk] != found[named.pk]
    with default_storage.open(found[broken.pk]) as file, Image.open(file) as picture:
        assert (picture.format, picture.size) == ("WEBP", (32, 32))


def test_at_most_monthly_and_what_was_there_stays(outside):
    source = make_source(site_url=outside.on("/", html("/i.png")), succeeded_at=NOW)
    make_source(site_url=outside.url("/never"))
    outside.on("/i.png", answer(png(), content_type="image/png"), status(404))
    icons.fetch_icons(NOW, workers=1)
    icon = Source.objects.get(pk=source.pk).icon
    icons.fetch_icons(NOW + timedelta(days=29), workers=1)
    assert outside.count("/") == 1 and outside.count("/never") == 0
    icons.fetch_icons(NOW + timedelta(days=31), workers=1)
    assert outside.count("/") == 2 and Source.objects.get(pk=source.pk).icon == icon != ""
    assert upkeep.fetch_icons is icons.fetch_icons


def test_what_editors_choose_stays(outside, django_capture_on_commit_callbacks):
    source = make_source(site_url=outside.on("/", html("/i.png")), succeeded_at=NOW)
    outside.on("/i.png", answer(png(), content_type="image/png"))
    icons.fetch_icon(source.pk)
    fetched = Source.objects.get().icon
    with django_capture_on_commit_callbacks(execute=True):
        icons.put(source, png(100, "#118833"))
    ours = Source.objects.get().icon
    assert ours != fetched and default_storage.exists(ours) and not default_storage.exists(fetched)
    assert not icons.fetch_icon(source.pk)
    with django_capture_on_commit_callbacks(execute=True):
        icons.remove(source)
    assert Source.objects.get().icon == "" and not default_storage.exists(ours) and not icons.fetch_icon(source.pk)
    with django_capture_on_commit_callbacks(execute=True):
        icons.fetch_again(source)
    assert Source.objects.get().icon == fetched


def ico(inner: bytes, width: int = 32, height: int = 32) -> bytes:
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, width, height, 0, 0, 1, 32, len(inner), 22) + inner


@pytest.mark.parametrize(
    "data",
    [
        ico(b""), ico(b"words"), ico(struct.pack("<Iii", 40, 60_000, 60_000) + bytes(60)), b"\0\0\1\0\xff\xff",
        ico(b"\x89PNG\r\n\x1a\n" + bytes(50)), b"\0\0\1\0" + b"\xff" * 4_000,
        # Larger than anything that is shown, in a file that says 32 × 32.
        ico(b"\x89PNG\r\n\x1a\n" + _written("PNG", 8, "#000")[8:16] + struct.pack(">II", 12_000, 12_000)
            + _written("PNG", 8, "#000")[24:]),
    ],
)  # fmt: skip
def test_icon_files_that_lie_are_refused(data):
    with pytest.raises(PictureRefused):
        icons.put(make_source(), data)


@pytest.mark.parametrize("side", [16, 48, 256])
def test_icon_files_of_either_kind(side):
    inner = _written("PNG", side, "#3355aa")
    for data in (ico(inner), _written("ICO", side, "#3355aa"), _bitmap(side)):
        assert small.icon(data)[1] == min(side, 64)


def _bitmap(side: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (side, side), "#3355aa").save(file, "ICO", bitmap_format="bmp")
    return file.getvalue()
