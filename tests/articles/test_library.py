"""The library's verbs: a picture comes in once, is cut, and nothing but pixels becomes public."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles import library
from articles.models import Picture
from articles.pictures.inspection import PictureRefused
from tests.factories import picture_file

pytestmark = pytest.mark.django_db


def test_it_works():
    picture = library.add_picture(picture_file(), title="A field", credit="Ada")
    assert (picture.width, picture.height, picture.format) == (900, 600, "PNG")
    source = library.picture_source(picture)
    names = [each.split(" ")[0] for each in source.srcset_avif.split(", ")]
    for address in [*names, source.fallback, source.link_url]:
        assert default_storage.exists(address.removeprefix("/media/")), address


def test_a_link_to_a_picture_leads_to_its_largest_file():
    for size, largest in (((2400, 1600), "3x2-1600.avif"), ((1400, 1900), "full-1280.avif")):
        picture = library.add_picture(picture_file(*size), title="Large")
        source = library.picture_source(picture)
        assert source.link_url == library.rendition_url(picture, largest)
        assert default_storage.exists(source.link_url.removeprefix("/media/"))


def test_the_original_has_no_address():
    picture = library.add_picture(picture_file(), title="A field")
    with pytest.raises(ValueError, match="no address"):
        picture.original.url  # noqa: B018
    assert not default_storage.exists(picture.original.name)


def test_the_same_file_twice_is_said_to_be_there():
    file = picture_file(colour=(1, 2, 3))
    first = library.add_picture(file, title="One")
    file.seek(0)
    with pytest.raises(library.DuplicatePicture) as refused:
        library.add_picture(file, title="Two")
    assert refused.value.picture == first


def test_what_is_no_picture_leaves_nothing_behind():
    with pytest.raises(PictureRefused):
        library.add_picture(io.BytesIO(b"not a picture"), title="No")
    assert not Picture.objects.exists()


def test_a_new_focal_point_has_new_addresses():
    picture = library.add_picture(picture_file(1200, 500), title="Wide")
    before = library.folder_url(picture)
    library.refocus(picture, 0.9, 0.5)
    assert library.folder_url(picture) != before
    assert default_storage.exists(f"pictures/{picture.rendition_key}/3x2-480.avif")


def test_gps_never_becomes_public(shared_data):
    kept = 0
    for path in sorted((shared_data / "images").glob("*/*gps*.jpg")):
        try:
            with path.open("rb") as file:
                picture = library.add_picture(file, title=path.name)
        except PictureRefused:  # too small to print, or broken: another test's business
            continue
        kept += 1
        folder = f"pictures/{picture.rendition_key}"
        for name in default_storage.listdir(folder)[1]:
            with default_storage.open(f"{folder}/{name}") as file, Image.open(file) as image:
                assert not image.getexif(), f"{path.name} {name}"
    assert kept
