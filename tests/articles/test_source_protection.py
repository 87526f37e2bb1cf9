"""A protected source: nothing that could lead there is kept, nothing that was typed is lost."""

import hashlib
import io

import pytest
from django.core.files.storage import storages

from articles import library
from articles.models import Picture
from articles.source_protection import protect_source
from newsroom.audit.models import Event
from tests.factories import make_user
from tests.pictures import photograph

pytestmark = pytest.mark.django_db
SECRET = "Ivan Hidden"


def add(**fields):
    file = io.BytesIO(photograph(says=SECRET, format="JPEG"))
    return library.add_picture(file, file_name="Ivans phone 22.jpg", **fields)


def kept_bytes(tmp_path):
    return b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_an_original_keeps_what_the_file_says_in_private(tmp_path):
    picture = add()
    said = picture.file_says
    assert (said["camera"], said["has_gps"], picture.credit) == (SECRET, True, SECRET)
    assert said["taken_at"].startswith("2026-03-01")
    assert "50" not in "".join(str(value) for name, value in said.items() if name != "taken_at")
    assert SECRET.encode() in kept_bytes(tmp_path / "originals")
    assert SECRET.encode() not in kept_bytes(tmp_path / "media")


def test_later(tmp_path, django_capture_on_commit_callbacks):
    picture = add(credit="Typed credit", alt="A field")
    before = (picture.sha256, picture.rendition_key, picture.original.name)
    with django_capture_on_commit_callbacks(execute=True):
        protect_source(picture, by=make_user())
    picture = Picture.objects.get()
    assert picture.protects_source
    assert (picture.credit, picture.alt, picture.caption) == ("Typed credit", "A field", "")
    assert picture.title == "Picture" and picture.file_says == {}
    assert not set(before) & {picture.sha256, picture.rendition_key, picture.original.name}
    assert not storages["originals"].exists(before[2])
    assert SECRET.encode() not in kept_bytes(tmp_path) and b"Exif" not in kept_bytes(tmp_path)
    event = Event.objects.get(verb="picture.source_protected")
    assert SECRET not in f"{event.subject}{event.details}" and "Ivans" not in event.subject


def test_a_typed_name_stays():
    picture = add(title="A field in March")
    protect_source(picture)
    assert Picture.objects.get().title == "A field in March"


def test_at_upload_and_twice(tmp_path):
    picture = add(protects_source=True)
    assert (picture.title, picture.caption, picture.credit, picture.file_says) == ("Picture", "", "", {})
    assert SECRET.encode() not in kept_bytes(tmp_path)
    with pytest.raises(library.DuplicatePicture):
        add(protects_source=True)
    before = picture.original.name
    protect_source(picture)
    assert picture.original.name == before


def test_the_same_file_was_protected_before():
    first = add(protects_source=True)
    # As after a change of the site's key.
    Picture.objects.update(sent_as="")
    second = add()
    with pytest.raises(library.DuplicatePicture) as refused:
        protect_source(second)
    assert refused.value.picture == first
    assert not Picture.objects.get(pk=second.pk).protects_source


@pytest.mark.parametrize("is_late", [False, True])
def test_the_same_file_again_brings_nothing_back(is_late, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = add(protects_source=not is_late)
        protect_source(first)
    with pytest.raises(library.DuplicatePicture) as refused:
        add()
    assert refused.value.picture == first
    assert SECRET.encode() not in kept_bytes(tmp_path)


def test_the_mark_of_a_file_is_no_checksum_that_anyone_can_make(settings):
    data = photograph(says=SECRET, format="JPEG")
    picture = library.add_picture(io.BytesIO(data), protects_source=True)
    assert picture.sent_as and picture.sent_as != hashlib.sha256(data).hexdigest()
    settings.SECRET_KEY = "another"
    other = library.add_picture(io.BytesIO(data))
    assert other.sent_as == ""


def test_a_turned_picture_stays_upright(shared_data):
    with (shared_data / "images/orientation/Portrait_6.jpg").open("rb") as file:
        picture = library.add_picture(file, protects_source=True)
    assert (picture.width, picture.height, picture.format) == (1200, 1800, "JPEG")
