"""Inspecting an upload: what it is, what it says, and every shared file without an accident."""

import hashlib
import io
import json
import time
from datetime import UTC, datetime

import pytest
from PIL import ExifTags, Image

from articles.pictures.embedded import plain, read_embedded
from articles.pictures.inspection import PictureRefused, inspect

# Pillow decodes the second time it is asked: the stream after the pixels is broken.
DAMAGED_ALL_THE_SAME = {"images/pillow/broken_data_stream.png"}
ACCEPTED = {"JPEG", "MPO", "PNG", "WEBP", "AVIF", "GIF", "TIFF"}


def test_it_works(shared_data):
    path = shared_data / "images/gps/finepix-portrait-gps.jpg"
    with path.open("rb") as file:
        facts = inspect(file)
        assert file.tell() == 0
    assert (facts.format, facts.mode) == ("JPEG", "RGB")
    assert (facts.width, facts.height) == (400, 600)
    assert facts.byte_size == 51010
    assert facts.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert facts.says.has_gps
    assert not facts.is_animated
    assert facts.says.caption == "Wilts & Dorset Bus"
    assert facts.says.credit == "Ian Britton"
    assert facts.says.taken_at == datetime(2002, 8, 5, 17, 49, 16)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_shared_file_passes_with_its_facts_or_is_refused_with_a_sentence(shared_data):
    expected = json.loads((shared_data / "images/facts.json").read_text())
    passed = 0
    for name, fact in expected.items():
        began = time.process_time()
        try:
            with (shared_data / name).open("rb") as file:
                facts = inspect(file)
        except PictureRefused as refusal:
            assert refusal.sentence.endswith("."), name
            assert (
                fact["format"] not in ACCEPTED
                or fact["decodes"] is not True
                or min(fact["upright_size"]) < 80
                or name in DAMAGED_ALL_THE_SAME
            ), (name, refusal.sentence)
        else:
            passed += 1
            assert [facts.width, facts.height] == fact["upright_size"], name
            assert (facts.format, facts.mode) == (fact["format"], fact["mode"]), name
            assert (facts.byte_size, facts.says.has_gps) == (fact["bytes"], fact["has_gps"]), name
            # The second frame of an MPO is the other eye, not the next moment.
            moves = fact["frames"] > 1 and fact["format"] != "MPO"
            assert facts.is_animated == moves, name
        assert time.process_time() - began < 4, name
    assert passed == 45


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    ("name", "has_gps"),
    [("gps/iphone-xr-1x1-gps", True), ("pillow/exif_gps", True), ("pillow/empty_gps_ifd", False)],
)
def test_places_are_seen_in_pictures_too_small_to_pass(shared_data, name, has_gps):
    with Image.open(shared_data / f"images/{name}.jpg") as image:
        assert read_embedded(image).has_gps is has_gps


def test_texts_come_from_xmp_and_are_plain(four_corners, saved):
    packet = """<x:xmpmeta xmlns:x="adobe:ns:meta/"
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns:p="http://ns.adobe.com/photoshop/1.0/"
      xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
      xmlns:exif="http://ns.adobe.com/exif/1.0/"><rdf:RDF>
      <rdf:Description p:Credit="Укрінформ" exif:GPSLatitude="50,27.0N"
        p:DateCreated="2026-03-01T09:30:00Z">
      <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Snow
        in &lt;b&gt;Kharkiv&lt;/b&gt;</rdf:li><rdf:li xml:lang="uk">Сніг</rdf:li></rdf:Alt>
      </dc:description>
      <dc:creator><rdf:Seq><rdf:li>Олена Ковальчук</rdf:li></rdf:Seq></dc:creator>
      <i:AltTextAccessibility><rdf:Alt><rdf:li>A tram in snow</rdf:li></rdf:Alt>
      </i:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>"""
    for format in ("JPEG", "WEBP", "AVIF"):
        facts = inspect(saved(four_corners, format, xmp=packet.encode()))
        assert facts.says.caption == "Snow in <b>Kharkiv</b>"
        assert facts.says.credit == "Олена Ковальчук / Укрінформ"
        assert facts.says.suggested_alt == "A tram in snow"
        assert facts.says.taken_at == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        assert facts.says.has_gps


def test_an_xmp_bomb_of_entities_counts_as_absent(four_corners, saved):
    packet = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY f SYSTEM "file:///etc/passwd">]><x xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:description>&b;&f;</dc:description></x>"""
    facts = inspect(saved(four_corners, "JPEG", xmp=packet))
    assert facts.says.caption == ""


def test_exif_gives_time_with_its_zone_and_utf8_that_calls_itself_ascii(four_corners, saved):
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "Київ".encode()
    exif[ExifTags.Base.Copyright] = "© Ada".encode()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = "2026:02:24 05:00:00"
    details[ExifTags.Base.OffsetTimeOriginal] = "+02:00"
    facts = inspect(saved(four_corners, "JPEG", exif=exif.tobytes()))
    assert facts.says.taken_at == datetime(2026, 2, 24, 3, tzinfo=UTC)
    assert facts.says.credit == "© Ada"
    assert (facts.says.caption, facts.says.description) == ("Київ", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("OLYMPUS DIGITAL CAMERA         ", ""),
        ("a\x00b\u202ec\r\n d\ud800\u00ade", "a bc de"),
        (b"Gr\xfc\xdfe", "Grüße"),
        ("x" * 500, "x" * 200),
        (["first", "second"], "first"),
        (12, ""),
        (None, ""),
    ],
)
def test_text_is_one_plain_bounded_line(value, text):
    assert plain(value, 200) == text


def test_an_animation_is_said_to_move(four_corners, saved):
    other = Image.new("RGB", four_corners.size, "white")
    file = saved(four_corners, "GIF", save_all=True, append_images=[other])
    assert inspect(file).is_animated
    assert not inspect(saved(four_corners, "TIFF", save_all=True, append_images=[other])).is_animated


def test_a_storage_that_fails_is_not_blamed_on_the_picture():
    class Broken(io.BytesIO):
        def read(self, *args):
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        inspect(Broken(b"x"))
