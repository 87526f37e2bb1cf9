"""Small pictures made of strangers' ones: their shape, and what is left of the file they came from."""

import io

import pytest
from PIL import Image

from articles.pictures.colour import PAPER
from articles.pictures.opening import PictureRefused
from articles.pictures.small import TooSmall, card, icon
from tests.pictures import photograph


def opened(made: tuple[bytes, int, int]) -> Image.Image:
    data, width, height = made
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("WEBP", (width, height))
    return image


def drawn(size: tuple[int, int], mode: str = "RGB", colour: object = "red", format: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, format, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    "size, made",
    [((1200, 800), (480, 320)), ((1200, 630), (480, 320)), ((800, 1200), (480, 320)), ((300, 300), (300, 200)),
     ((81, 81), (81, 54)), ((5000, 600), (480, 320)), ((600, 5000), (480, 320))],
)  # fmt: skip
@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_card_is_three_to_two_and_never_scaled_up(size, made, format):
    assert opened(card(photograph(size=size, format=format))).size == made


def test_a_card_of_a_tall_picture_keeps_what_stands_above_the_middle():
    tall = Image.new("RGB", (900, 1500), "white")
    tall.paste("red", (0, 400, 900, 800))
    file = io.BytesIO()
    tall.save(file, "PNG")
    image = opened(card(file.getvalue()))
    assert image.getpixel((240, 160))[1] < 60


@pytest.mark.parametrize("size", [(1, 1), (80, 80), (80, 600), (600, 80), (2, 1000)])
def test_a_picture_of_eighty_pixels_or_less_is_no_card(size):
    with pytest.raises(PictureRefused) as refusal:
        card(drawn(size))
    assert isinstance(refusal.value, TooSmall) or max(size) > 10 * min(size)


@pytest.mark.parametrize("number", range(1, 9))
def test_a_picture_is_held_upright(number):
    """Every turn of one motif looks the same in the end: red above, blue below."""
    image = Image.new("RGB", (600, 400), "red")
    image.paste("blue", (0, 200, 600, 400))
    back = {2: [0], 3: [3], 4: [1], 5: [0, 2], 6: [2], 7: [1, 2], 8: [4]}
    for step in back.get(number, []):
        image = image.transpose(Image.Transpose(step))
    exif = Image.Exif()
    exif[0x0112] = number
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif.tobytes())

    small = opened(card(file.getvalue()))
    above, below = small.getpixel((240, 40)), small.getpixel((240, 280))
    assert above[0] > 150 > above[2] and below[2] > 150 > below[0]


def test_nothing_of_what_the_file_said_is_left():
    made = card(photograph(format="JPEG", says="Secret Person"))
    image = Image.open(io.BytesIO(made[0]))
    assert not image.getexif() and not {"icc_profile", "xmp", "exif"} & image.info.keys()
    assert b"Secret" not in made[0]


def test_of_an_animation_the_first_frame_is_shown():
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue")]
    for format in ("GIF", "WEBP", "PNG"):
        file = io.BytesIO()
        frames[0].save(file, format, save_all=True, append_images=frames[1:])
        image = Image.open(io.BytesIO(card(file.getvalue())[0]))
        assert not getattr(image, "is_animated", False)
        assert image.convert("RGB").getpixel((150, 100))[0] > 200


@pytest.mark.parametrize(
    "size, made", [((512, 512), 64), ((64, 16), 64), ((300, 100), 64), ((32, 32), 32), ((16, 16), 16)]
)
def test_an_icon_is_square_and_whole(size, made):
    image = opened(icon(drawn(size)))
    assert image.size == (made, made)
    assert image.getpixel((made // 2, made // 2))[0] > 200
    # Bands of paper would stand out on a dark page.
    band = image.convert("RGBA").getpixel((made // 2, 0))[3]
    assert band == (0 if size[0] > size[1] else 255)


def test_an_icon_that_can_be_seen_through_stands_on_paper():
    image = opened(icon(drawn((64, 64), "RGBA", (0, 0, 0, 0))))
    pixel = image.convert("RGBA").getpixel((30, 30))
    assert all(abs(one - other) < 12 for one, other in zip(pixel, (*PAPER, 255), strict=True))


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%PDF-1.7", b"GIF89a"])
@pytest.mark.parametrize("cut", [card, icon])
def test_what_is_no_picture_is_refused(cut, data):
    with pytest.raises(PictureRefused):
        cut(data)


def test_a_picture_over_the_limit_is_refused_before_it_is_decoded():
    with pytest.raises(PictureRefused, match="megapixels"):
        card(drawn((5000, 5000), "1", 0))


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("cut", [card, icon])
def test_every_shared_file_becomes_small_or_is_refused(shared_data, cut):
    made = 0
    for path in sorted((shared_data / "images").rglob("*.*")):
        try:
            image = opened(cut(path.read_bytes()))
        except PictureRefused as refusal:
            assert refusal.sentence.endswith("."), path
        else:
            made += 1
            assert not image.getexif()
    assert made > 40


def test_portraits_and_landscapes_of_all_turns_look_alike(shared_data):
    """The shared ones are one motif, turned eight ways."""
    seen = [opened(card(path.read_bytes())).resize((6, 4)).convert("L").tobytes()
            for path in sorted((shared_data / "images/orientation").glob("Portrait_*.jpg"))]  # fmt: skip
    assert len(seen) == 8
    for other in seen[1:]:
        assert max(abs(one - two) for one, two in zip(seen[0], other, strict=True)) < 40
