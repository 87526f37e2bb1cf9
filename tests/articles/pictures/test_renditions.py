"""Renditions: what was planned, upright, cut around the focal point, in right colours."""

import io

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from articles.pictures.colour import PAPER, on_paper, scalable
from articles.pictures.renditions import crop_box, plan, render


def rendered(file, focus=(0.5, 0.5)):
    return {each.name: Image.open(io.BytesIO(data)) for each, data in render(file, focus)}


def is_near(colour, wanted, by=12):
    return max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) <= by


def corners(image):
    wide, tall = image.size
    return [
        image.convert("RGB").getpixel((x, y)) for y in (tall // 4, tall * 3 // 4) for x in (wide // 4, wide * 3 // 4)
    ]


def test_it_works(shared_data):
    path = shared_data / "photos-cc0/tourist-and-building.webp"
    with path.open("rb") as file:
        made = list(render(file))
    assert [each for each, _ in made] == plan(1200, 800)
    for each, data in made:
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size, image.mode) == (
            each.format,
            (each.width, each.height),
            "RGB",
        )
        image.load()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_drawn_pictures_come_out_upright(four_corners, saved, orientation, format):
    # Undoing a turn by hand, and telling so in EXIF, must give back the picture.
    turn = Image.Transpose
    undone = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_90,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_270,
    }
    stored = four_corners.transpose(undone[orientation]) if orientation > 1 else four_corners
    exif = Image.Exif()
    exif[0x0112] = orientation
    for each, data in render(saved(stored, format, exif=exif.tobytes())):
        if each.name in {"3x2-160.avif", "16x9-600.jpg"}:
            image = Image.open(io.BytesIO(data))
            pairs = zip(corners(image), corners(four_corners), strict=True)
            assert all(is_near(a, b) for a, b in pairs), each.name


def test_shared_photographs_come_out_upright(shared_data):
    folder = shared_data / "images/orientation"
    reference = Image.open(folder / "Portrait_1.jpg")
    reference = reference.crop(crop_box(*reference.size, "3x2")).resize((160, 107))
    for number in range(1, 9):
        with (folder / f"Portrait_{number}.jpg").open("rb") as file:
            small = next(data for each, data in render(file) if each.name == "3x2-480.webp")
        image = Image.open(io.BytesIO(small)).convert("RGB").resize((160, 107))
        difference = ImageStat.Stat(ImageChops.difference(image, reference))
        assert max(difference.mean) < 8, number


def test_crops_follow_the_focal_point(saved):
    picture = Image.new("RGB", (2400, 1000), "white")
    picture.paste("black", (1800, 480, 1840, 520))
    made = rendered(saved(picture, "PNG"), (1820 / 2400, 0.5))
    for name in ("1x1-1000.jpg", "4x3-1200.jpg", "3x2-1280.avif"):
        image = made[name].convert("L").point(lambda value: 255 * (value < 100))
        left, top, right, bottom = image.getbbox()
        scale = made[name].height / 1000
        # Nothing is nearer the middle than the frame allows, and here it mostly allows it.
        box = crop_box(2400, 1000, name.split("-")[0], (1820 / 2400, 0.5))
        assert abs((left + right) / 2 - (1820 - box[0]) * scale) < 3, name
        assert abs((top + bottom) / 2 - 500 * scale) < 3, name


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16", "LAB"])
def test_every_mode_becomes_rgb(saved, mode):
    grey = Image.linear_gradient("L")
    if mode == "I;16":
        picture = grey.convert("I").point(lambda value: value * 256).convert("I;16")
    elif mode == "LAB":
        lab = ImageCms.createProfile("LAB")
        srgb = ImageCms.createProfile("sRGB")
        picture = ImageCms.profileToProfile(grey.convert("RGB"), srgb, lab, outputMode="LAB")
    elif mode == "PA":
        picture = grey.convert("P").convert("PA")
    else:
        picture = grey.convert(mode)
    plain = on_paper(scalable(picture), None)
    assert (plain.mode, plain.size) == ("RGB", (256, 256))
    # Dark above, light below, as drawn; CMYK black has no depth without a profile, 1-bit is dots.
    means = [ImageStat.Stat(plain.crop((0, y, 256, y + 32))).mean[1] for y in (0, 112, 224)]
    assert means == pytest.approx([15, 128, 240], abs=12)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-3.5, 900.0), (7.0, 7.0)])
def test_floats_are_spread_over_their_own_range(low, high):
    picture = Image.new("F", (100, 100), low)
    picture.paste(high, (50, 0, 100, 100))
    values = on_paper(scalable(picture), None).getchannel(0).getextrema()
    assert values == ((0, 255) if high > low else (128, 128))


def test_transparency_shows_the_paper(saved):
    clear = Image.new("RGBA", (300, 200), (255, 0, 0, 0))
    assert is_near(rendered(saved(clear, "PNG"))["3x2-160.avif"].getpixel((80, 50)), PAPER, 2)
    keyed = Image.new("P", (300, 200), 1)
    keyed.putpalette([9, 9, 9, 200, 0, 0])
    file = saved(keyed, "GIF", transparency=1)
    assert is_near(rendered(file)["og-300.jpg"].getpixel((80, 50)), PAPER, 2)


def test_the_first_frame_of_an_animation_is_shown(four_corners, saved):
    other = Image.new("RGB", four_corners.size, "white")
    file = saved(four_corners, "WEBP", save_all=True, append_images=[other])
    image = rendered(file)["3x2-160.avif"]
    assert all(is_near(a, b) for a, b in zip(corners(image), corners(four_corners), strict=True))


def test_cmyk_print_colours_are_plausible(shared_data, saved):
    with (shared_data / "images/pillow/pil_sample_cmyk.jpg").open("rb") as file:
        made = rendered(file)
    reference = Image.open(shared_data / "images/pillow/pil_sample_cmyk.jpg").convert("RGB")
    assert ImageStat.Stat(made["1x1-100.jpg"]).mean == pytest.approx(ImageStat.Stat(reference).mean, abs=4)
    sky = Image.new("CMYK", (300, 200), (180, 60, 0, 10))
    red, green, blue = rendered(saved(sky, "JPEG"))["3x2-160.avif"].getpixel((80, 50))
    assert red < green < blue


def adobe_rgb_as_srgb(colour):
    """The published formulas: Adobe RGB (1998) to light, to sRGB's primaries, to sRGB's curve."""
    red, green, blue = ((value / 255) ** (563 / 256) for value in colour)
    light = (
        1.39836 * red - 0.39836 * green,
        green,
        -0.04293 * green + 1.04293 * blue,
    )
    return [
        255 * (12.92 * value if value < 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055)
        for value in (max(0, each) for each in light)
    ]


def test_adobe_rgb_is_brought_to_srgb(shared_data):
    with Image.open(shared_data / "photos-cc0/rocket-launch-pad.jpg") as image:
        profile = image.info["icc_profile"]
    for colour in [(150, 120, 90), (60, 140, 80), (40, 60, 90)]:
        shown = on_paper(Image.new("RGB", (4, 4), colour), profile).getpixel((0, 0))
        assert is_near(shown, adobe_rgb_as_srgb(colour), 3)
        assert not is_near(shown, colour, 3)


def test_a_profile_that_cannot_be_used_is_ignored(four_corners):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for_other_images = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    for profile in (srgb, b"not a profile", srgb[:200], for_other_images):
        shown = on_paper(four_corners, profile)
        assert is_near(shown.getpixel((10, 10)), four_corners.getpixel((10, 10)), 1)
        assert shown.info == {}
