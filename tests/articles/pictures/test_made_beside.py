"""An upload does not wait for the encoders; whatever is not made yet is made when a reader asks for it."""

import threading

import pytest
from django.core.files.storage import default_storage

from articles import library, picture_work
from articles.models import Picture
from articles.pictures.renditions import plan
from tests.factories import make_picture, picture_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beside():
    picture_work.begin()
    yield
    picture_work.end()


def files(picture):
    names = [each.name for each in plan(picture.width, picture.height)]
    return [f"pictures/{picture.rendition_key}/{name}" for name in names]


def test_an_upload_is_over_before_its_files_are_made(beside, monkeypatch):
    held, make = threading.Event(), library.make_renditions

    def slowly(picture, file=None):
        assert held.wait(20)
        return make(picture, file)

    monkeypatch.setattr(library, "make_renditions", slowly)
    picture = library.add_picture(picture_file())
    assert Picture.objects.get(pk=picture.pk).rendition_key and not default_storage.exists(files(picture)[0])
    held.set()
    picture_work.end()
    assert all(default_storage.exists(name) for name in files(picture))


def test_a_new_focal_point_is_made_beside_too(beside):
    picture = library.add_picture(picture_file())
    before = files(picture)
    assert picture_work.make_missing(before[0])
    library.refocus(picture, 0.9, 0.1)
    picture_work.end()
    assert all(default_storage.exists(name) for name in [*before, *files(picture)]) and before != files(picture)


def test_a_file_that_nobody_made_is_made_for_who_asks(client, beside):
    picture = library.add_picture(picture_file())
    picture_work.end()
    for name in files(picture):
        default_storage.delete(name)
    response = client.get(f"/media/{files(picture)[0]}")
    assert response.status_code == 200 and b"".join(response.streaming_content)
    assert "immutable" in response.headers["Cache-Control"]
    assert all(default_storage.exists(name) for name in files(picture))


@pytest.mark.parametrize("path", ["pictures/{key}/3x2-481.webp", "pictures/nokey/3x2-480.webp", "pictures/", "other/x"])
def test_nothing_else_is_made(client, monkeypatch, path):
    picture = make_picture(with_files=True)
    monkeypatch.setattr(library, "make_renditions", lambda *args: pytest.fail("no work for strangers"))
    assert client.get(f"/media/{path.format(key=picture.rendition_key)}").status_code == 404


def test_where_the_original_is_gone_the_file_is_not_found(client):
    picture = make_picture(with_files=True)
    for name in files(picture):
        default_storage.delete(name)
    picture.original.storage.delete(picture.original.name)
    assert client.get(f"/media/{files(picture)[0]}").status_code == 404


def test_two_who_make_the_same_files_leave_one_of_each(beside):
    picture = make_picture(with_files=True)
    folder = f"pictures/{picture.rendition_key}"
    for name in files(picture):
        default_storage.delete(name)
    both = threading.Barrier(2)

    def make():
        both.wait()
        library.make_renditions(Picture(sha256=picture.sha256, width=900, height=600, original=picture.original.name))

    threads = [threading.Thread(target=make) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(f"{folder}/{name}" for name in default_storage.listdir(folder)[1]) == sorted(files(picture))
