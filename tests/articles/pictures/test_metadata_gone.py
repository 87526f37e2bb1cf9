"""What readers can fetch holds pixels only: no place, no name, no words, no profile."""

import io

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from articles.pictures.inspection import inspect
from articles.pictures.renditions import render

SECRET = "Baker Street 221b"
TRACES = [SECRET.encode(), b"Exif", b"http://ns.adobe.com", b"Photoshop", b"ICC_PROFILE", b"GPS"]
# What the readers of JPEG, WebP and AVIF report of any file at all.
HARMLESS = {
    "jfif",
    "jfif_version",
    "jfif_density",
    "jfif_unit",
    "progressive",
    "progression",
    "background",
    "loop",
    # When an AVIF's only frame is shown and for how long: the container says 0 and a second.
    "timestamp",
    "duration",
}


def assert_bare(file):
    count = 0
    for each, data in render(file):
        image = Image.open(io.BytesIO(data))
        image.load()
        assert set(image.info) <= HARMLESS, each.name
        assert not image.getexif(), each.name
        assert {name for name, _ in getattr(image, "applist", [])} <= {"APP0"}, each.name
        assert not [trace for trace in TRACES if trace in data], each.name
        count += 1
    assert count >= 7


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    "name",
    [
        "gps/finepix-portrait-gps.jpg",
        "gps/finepix-s2pro-gps.jpg",
        "pillow/iptc.jpg",
        "pillow/frozenpond.mpo",
        "pillow/exif.png",
        "pillow/flower2.webp",
        "pillow/avif_exif.avif",
        "pillow/chi.gif",
        "pillow/hopper_lzma.tif",
        "pillow/invalid-exif.jpg",
    ],
)
def test_shared_pictures_lose_everything(shared_data, name):
    with (shared_data / "images" / name).open("rb") as file:
        assert_bare(file)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_picture_that_tells_all_it_can_loses_it(four_corners, saved, format):
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = SECRET
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (50.0, 27.0, 0.0), 3: "E"})
    packet = f"<x xmlns:d='http://purl.org/dc/elements/1.1/'><d:creator>{SECRET}</d:creator></x>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif.tobytes(), "xmp": packet.encode(), "icc_profile": profile}
    if format == "JPEG":
        options["comment"] = SECRET.encode()
    if format == "PNG":
        options["pnginfo"] = texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET)
    file = saved(four_corners, format, **options)
    facts = inspect(file)
    assert facts.says.has_gps
    assert facts.says.caption == SECRET
    assert_bare(file)
