"""Pictures that look alike are found, quickly, and others are not."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from articles import alike, library
from articles.models import Picture, PictureBand
from articles.pictures.fingerprint import bands, distance, fingerprint
from tests.pictures import photograph

pytestmark = pytest.mark.django_db


def add(**drawn):
    return library.add_picture(io.BytesIO(photograph(**drawn)))


def test_it_works(django_assert_max_num_queries):
    first = add()
    copies = [add(size=(600, 400), format="JPEG"), add(format="WEBP"), add(size=(450, 300))]
    add(seed="another motif")
    with django_assert_max_num_queries(2):
        assert set(alike.pictures_like(first)) == set(copies)


@pytest.mark.parametrize("seed", ["harbour", "snow", "field"])
def test_small_pictures_look_like_themselves_in_every_format(seed):
    one, other = (add(size=(128, 128), format=name, seed=seed) for name in ("PNG", "JPEG"))
    assert alike.pictures_like(other) == [one] and alike.pictures_like(one) == [other]


def test_a_small_photograph_in_two_formats(shared_data):
    for name in ("hopper.png", "hopper.jpg"):
        with (shared_data / "images/pillow" / name).open("rb") as file:
            picture = library.add_picture(file)
    assert len(alike.pictures_like(picture)) == 1


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation_of_a_picture_is_the_same(shared_data, turn):
    root = shared_data / "images/orientation"
    seen = []
    for number in (1, turn):
        with (root / f"Portrait_{number}.jpg").open("rb") as file:
            seen.append(library.described(file).fingerprint)
    assert distance(*seen) <= alike.ALIKE_WITHIN


def test_one_colour_is_like_nothing():
    assert fingerprint(Image.new("RGB", (300, 200), (9, 9, 9))) == ""
    picture = add()
    picture.fingerprint = ""
    assert alike.pictures_like(picture) == []


def test_four_bits_never_hide_a_picture():
    for flipped in ((0, 13, 26, 39), (12, 25, 51, 63), (5, 20, 45, 60)):
        other = 0
        for bit in flipped:
            other |= 1 << bit
        assert set(bands(f"{0x0123456789ABCDEF:016x}")) & set(bands(f"{0x0123456789ABCDEF ^ other:016x}"))


def test_pictures_from_before_are_read():
    picture = add(says="Ada", format="JPEG")
    before = picture.fingerprint, picture.file_says
    PictureBand.objects.all().delete()
    Picture.objects.update(fingerprint="", file_says={})
    call_command("read_pictures")
    picture = Picture.objects.get()
    assert picture.fingerprint == before[0] and picture.file_says["camera"] == "Ada"
    assert PictureBand.objects.count() == 5
