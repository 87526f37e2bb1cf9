"""Planning renditions from a size alone: never larger than the picture, always inside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pictures.renditions import crop_box, names, plan, rendition_key
from articles.pictures.shapes import fitted

sides = st.integers(1, 20_000)
fractions = st.floats(0, 1)
shapes = st.sampled_from(["3x2", "full", "og", "1x1", "4x3", "16x9"])


def planned(width, height, shape):
    return [(each.name, each.height) for each in plan(width, height) if each.shape == shape]


def test_it_works():
    assert planned(6000, 4000, "3x2") == [
        ("3x2-1600.avif", 1067),
        ("3x2-1280.avif", 853),
        ("3x2-800.avif", 533),
        ("3x2-480.avif", 320),
        ("3x2-480.webp", 320),
        ("3x2-320.avif", 213),
        ("3x2-160.avif", 107),
    ]
    assert planned(6000, 4000, "full") == []
    assert planned(1000, 2000, "full") == [
        ("full-800.avif", 1600),
        ("full-800.webp", 1600),
        ("full-480.avif", 960),
    ]
    assert planned(6000, 4000, "og") == [("og-1200.jpg", 630)]
    assert planned(6000, 4000, "16x9") == [("16x9-1200.jpg", 675)]


def test_a_small_picture_comes_once_at_its_own_width():
    assert planned(100, 100, "3x2") == [("3x2-100.avif", 67), ("3x2-100.webp", 67)]
    assert planned(100, 100, "full") == [("full-100.avif", 100), ("full-100.webp", 100)]
    assert planned(1000, 800, "1x1") == [("1x1-800.jpg", 800)]
    assert planned(1000, 800, "og") == [("og-1000.jpg", 525)]


@given(sides, sides)
def test_nothing_is_scaled_up_and_no_name_comes_twice(width, height):
    renditions = plan(width, height)
    for each in renditions:
        wide, tall = fitted(width, height, each.shape)
        assert 0 < each.width <= wide <= width
        assert 0 < each.height <= tall <= height
    assert len({each.name for each in renditions}) == len(renditions)
    assert {each.shape for each in renditions} >= {"3x2", "og", "1x1", "4x3", "16x9"}


@given(sides, sides, shapes, fractions, fractions)
def test_a_crop_is_inside_and_holds_the_focal_point(width, height, shape, x, y):
    left, top, right, bottom = crop_box(width, height, shape, (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert (right - left, bottom - top) == fitted(width, height, shape)
    # A pixel for rounding. The point is in the middle unless the frame is in the way.
    assert left - 1 <= x * width <= right + 1
    assert top - 1 <= y * height <= bottom + 1
    assert abs((left + right) / 2 - x * width) <= 1 or left == 0 or right == width
    assert abs((top + bottom) / 2 - y * height) <= 1 or top == 0 or bottom == height


@given(sides, sides, shapes)
def test_names_are_the_plan(width, height, shape):
    found = names(width, height, shape)
    made = {each.name for each in plan(width, height)}
    assert {each.name for each in (*found.sources, found.fallback)} <= made
    assert [each.width for each in found.sources] == sorted(each.width for each in found.sources)


def test_names_make_a_srcset_without_a_disk():
    shown = names(6000, 4000, "3x2")
    assert shown.fallback.name == "3x2-480.webp"
    assert shown.srcset("/p/k/", widest=320) == "/p/k/3x2-160.avif 160w, /p/k/3x2-320.avif 320w"
    assert shown.srcset().endswith("3x2-1600.avif 1600w")
    assert names(6000, 4000, "full") == shown
    assert names(300, 900, "full").srcset(widest=100) == "full-300.avif 300w"
    assert names(6000, 4000, "og").fallback.name == "og-1200.jpg"
    with pytest.raises(KeyError):
        names(6000, 4000, "5x4")


def test_a_new_focal_point_makes_a_new_folder():
    key = rendition_key("ab" * 32, (0.5, 0.5))
    assert key == rendition_key("ab" * 32)
    assert len(key) == 20
    assert key.isalnum()
    assert key != rendition_key("ab" * 32, (0.5, 0.501))
    assert key != rendition_key("ac" * 32)
    assert rendition_key("ab", (0.0, 0.0)) == rendition_key("ab", (-0.0, 0.0))


@pytest.mark.parametrize("focus", [(-0.1, 0.5), (0.5, 1.1), (float("nan"), 0.5)])
def test_a_focal_point_outside_the_picture_is_a_mistake(focus):
    with pytest.raises(ValueError, match="outside"):
        rendition_key("ab", focus)
    with pytest.raises(ValueError, match="outside"):
        crop_box(10, 10, "1x1", focus)
