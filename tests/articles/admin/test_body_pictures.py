"""Pictures from inside the editor: taken, refused in a sentence, offered when the library has them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Picture
from tests.factories import make_picture, picture_file

ADD, WORDS = reverse("desk_add_picture"), reverse("desk_picture_words")


def upload(client, data: bytes = b"", **fields):
    file = SimpleUploadedFile("river_bank.png", data or picture_file().getvalue(), "image/png")
    return client.post(ADD, {"upload": file} | fields)


def test_it_works(editor):
    response = upload(editor, title="", alt="A river", credit="Ada")
    assert response.status_code == 201
    picture = Picture.objects.get()
    assert (picture.title, picture.alt, picture.credit, picture.created_by) == (
        "river bank", "A river", "Ada", editor.user,
    )  # fmt: skip
    card = response.json()["picture"]
    assert (card["id"], card["text"], card["lacks_alt"]) == (picture.pk, "river bank", False)
    assert card["thumb"] and card["social"]


def test_a_refused_file_says_why(editor):
    assert "picture" in upload(editor, b"no picture").json()["errors"]["upload"].lower()
    assert editor.post(ADD, {"title": "No file"}).json()["errors"]["upload"]
    assert not Picture.objects.exists()


@pytest.mark.parametrize("hostile", ["a" * 10_000, "nul\0nul"])
def test_words_that_do_not_fit_are_refused_in_a_sentence(editor, hostile):
    errors = upload(editor, alt=hostile).json()["errors"]
    assert errors["alt"].startswith("Alt text:")
    picture = make_picture(alt="")
    errors = editor.post(WORDS, {"picture": picture.pk, "alt": hostile, "credit": ""}).json()["errors"]
    assert list(errors) == ["alt"]
    picture.refresh_from_db()
    assert picture.alt == ""


def test_what_the_library_has_already_is_offered(editor):
    data = picture_file().getvalue()
    upload(editor, data, title="First")
    answer = upload(editor, data, title="Second").json()
    assert (answer["duplicate"], answer["picture"]["text"]) == (True, "First")
    assert Picture.objects.count() == 1


def test_alt_text_and_credit_are_written_where_the_picture_is_used(editor):
    picture = make_picture(alt="", credit="")
    answer = editor.post(WORDS, {"picture": picture.pk, "alt": "A <b>river</b>", "credit": "Ада 🙂"}).json()
    picture.refresh_from_db()
    assert (picture.alt, picture.credit) == ("A <b>river</b>", "Ада 🙂")
    assert answer["picture"]["alt"] == "A <b>river</b>"


@pytest.mark.parametrize("number", ["", "0", "999999", "x", "²", "9" * 40])
def test_a_picture_that_is_gone(editor, number):
    assert editor.post(WORDS, {"picture": number, "alt": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["pledge", "staff", "reader", "nobody"])
@pytest.mark.parametrize("address", [ADD, WORDS])
def test_nobody_else_may(signed_in, who, address):
    picture = make_picture(alt="")
    response = signed_in(who).post(address, {"picture": picture.pk, "alt": "x"})
    assert response.status_code == 403 and response.json()["errors"]
    picture.refresh_from_db()
    assert picture.alt == ""


def test_only_by_post(editor):
    assert editor.get(ADD).status_code == editor.get(WORDS).status_code == 405
