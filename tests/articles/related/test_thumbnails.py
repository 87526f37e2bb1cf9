"""Pictures of other outlets become small files of our own, or a sentence."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles.related.thumbnails import NoThumbnail, forget, make_icon, make_thumbnail
from newsroom.fetching import Limits
from tests import misbehaving as does
from tests.pictures import photograph

SHORT = Limits(total_seconds=0.5, connect_seconds=0.3, bytes=300_000)


def refused(url: str, make=make_thumbnail) -> NoThumbnail:
    with pytest.raises(NoThumbnail) as refusal:
        make(url, limits=SHORT)
    assert str(refusal.value).endswith(".")
    return refusal.value


def files() -> list[str]:
    if not default_storage.exists("stories"):
        return []
    folders = default_storage.listdir("stories")[0]
    return [
        f"stories/{folder}/{name}" for folder in folders for name in default_storage.listdir(f"stories/{folder}")[1]
    ]


def test_a_picture_is_kept_small_and_as_our_own(outside):
    url = outside.on("/photo.jpg", does.answer(photograph(format="JPEG", says="Secret"), content_type="image/jpeg"))

    made = make_thumbnail(url)

    assert (made.width, made.height) == (480, 320)
    assert made.name.startswith("stories/") and made.name.endswith(".webp")
    with default_storage.open(made.name) as file:
        data = file.read()
    assert b"Secret" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("WEBP", (480, 320))
    assert outside.asked["/photo.jpg"][0].headers["accept"].startswith("image/avif")


def test_the_same_picture_is_kept_once(outside):
    url = outside.on("/photo.jpg", does.answer(photograph()))
    other = outside.on("/again.jpg", does.answer(photograph()))
    assert make_thumbnail(url) == make_thumbnail(other)
    assert make_thumbnail(outside.on("/else.jpg", does.answer(photograph(2)))) != make_thumbnail(url)
    assert len(files()) == 2


def test_an_outlets_mark_is_a_square(outside):
    made = make_icon(outside.on("/icon.png", does.answer(photograph(size=(180, 180)))))
    assert (made.width, made.height) == (64, 64)
    assert default_storage.exists(made.name)


def test_a_kind_that_the_server_gets_wrong_does_not_matter(outside):
    assert make_thumbnail(outside.on("/photo", does.answer(photograph(), content_type="text/html"))).width == 480


@pytest.mark.parametrize(
    "behaviour, words",
    [
        (does.answer(photograph(size=(1, 1))), "too small"),
        (does.answer(photograph(size=(80, 80))), "too small"),
        (does.answer(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "no picture of a kind"),
        (does.answer(b"<html>Please log in"), "no picture of a kind"),
        (does.answer(photograph(format="JPEG")[:4000]), "damaged"),
        (does.answer(b""), "damaged"),
        (does.answer(b"x" * 300_001), "sends more than"),
        (does.bomb("gzip", 10), "sends more than"),
        (does.status(404), "nothing at"),
        (does.status(410), "gone for good"),
        (does.redirect("javascript:alert(1)"), "no web address"),
        (does.redirect("http://10.0.0.1/x.jpg"), "not on the public web"),
    ],
)
def test_what_will_never_be_a_thumbnail_is_a_sentence(outside, behaviour, words):
    refusal = refused(outside.on("/photo", behaviour))
    assert words in str(refusal) and refusal.is_final
    assert files() == []


@pytest.mark.parametrize(
    "behaviour",
    [does.silence(), does.status(500), does.status(403), does.too_many(60), does.hanging_up(), does.garbage()],
)
def test_what_may_pass_is_worth_another_try(outside, behaviour):
    assert not refused(outside.on("/photo", behaviour)).is_final


def test_a_picture_that_would_need_much_memory_is_refused(outside):
    wide = io.BytesIO()
    Image.new("1", (6000, 6000)).save(wide, "PNG")
    assert "too large" in str(refused(outside.on("/photo", does.answer(wide.getvalue()))))


def test_a_picture_nobody_names_any_more_is_forgotten(outside):
    made = make_thumbnail(outside.on("/photo", does.answer(photograph())))
    forget(made.name)
    forget(made.name)
    assert files() == []


def test_only_files_of_stories_are_forgotten(outside):
    made = make_thumbnail(outside.on("/photo", does.answer(photograph())))
    forget("")
    forget("pictures/x")
    forget("../" + made.name)
    forget("stories/../" + made.name)
    assert files() == [made.name]
