"""Files dropped on the library: one a request, each taken or refused with its own sentence."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import library
from articles.models import Picture
from newsroom.audit.models import Event
from tests.factories import make_article, make_picture, picture_file
from tests.pictures import photograph

UPLOAD = reverse("desk_picture_upload")


def send(client, data, name="field.png", **fields):
    return client.post(UPLOAD, {"upload": SimpleUploadedFile(name, data), **fields})


def test_it_works(editor):
    response = send(editor, photograph(), "tram_in snow.png")
    picture = Picture.objects.get()
    card = response.json()
    assert response.status_code == 201
    assert (card["id"], card["title"], card["alike"]) == (picture.pk, "tram in snow", [])
    assert card["url"] == reverse("admin:articles_picture_change", args=[picture.pk])
    assert default_storage.exists(card["thumb"].removeprefix("/media/"))
    assert picture.created_by == editor.user


def test_a_refused_file_leaves_nothing_behind(editor, tmp_path):
    for data in (b"no picture", photograph()[:300], b"%PDF-1.7", b"GIF89a/*"):
        response = send(editor, data)
        assert response.status_code == 422 and len(response.json()["sentence"]) > 20
    assert send(editor, b"").status_code == 422
    assert editor.post(UPLOAD).status_code == 422
    assert not Picture.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_same_file_twice_leads_to_the_first(editor):
    data = photograph()
    first = send(editor, data).json()
    response = send(editor, data)
    assert response.status_code == 409 and "already" in response.json()["sentence"]
    assert response.json()["existing"]["url"] == first["url"]


def test_a_file_that_is_there_unprotected_is_not_called_safe(editor):
    data = photograph(says="Ivan")
    first = send(editor, data).json()
    answer = send(editor, data, protects_source="1")
    said = answer.json()
    assert answer.status_code == 409 and "is not protected: its original keeps place and time" in said["sentence"]
    assert said["protect"]["url"] == reverse("admin:articles_picture_protect", args=[first["id"]])
    editor.post(said["protect"]["url"])
    for fields in ({}, {"protects_source": "1"}):
        said = send(editor, data, **fields).json()
        assert "already, protected" in said["sentence"] and "protect" not in said
    assert Picture.objects.count() == 1


def test_an_upload_stands_in_the_log(editor):
    picture = send(editor, photograph()).json()
    event = Event.objects.get(verb="picture.made")
    assert (event.subject_id, event.actor_id) == (str(picture["id"]), editor.user.pk)
    history = editor.get(reverse("admin:articles_picture_history", args=[picture["id"]])).text
    assert "Picture made" in history and str(editor.user) in history


def test_what_looks_alike_is_said_and_may_be_taken_back(editor):
    first = send(editor, photograph()).json()
    second = send(editor, photograph(size=(600, 400), format="JPEG")).json()
    assert [other["id"] for other in second["alike"]] == [first["id"]]
    assert editor.post(second["take_back"]).status_code == 200
    assert list(Picture.objects.values_list("pk", flat=True)) == [first["id"]]
    assert Event.objects.filter(verb="picture.deleted", subject_id=str(second["id"])).exists()


def test_taking_back_has_its_limits(editor, signed_in):
    old = make_picture(created_by=editor.user, created_at=timezone.now() - timedelta(days=2))
    used = make_picture(created_by=editor.user)
    make_article(lead_picture=used)
    others = make_picture()
    for picture, status in ((old, 403), (others, 403), (used, 409)):
        response = editor.post(reverse("desk_picture_take_back", args=[picture.pk]))
        assert response.status_code == status and response.json()["sentence"]
    assert Picture.objects.count() == 3
    for who in ("reader", "pledge", "nobody"):
        assert signed_in(who).post(reverse("desk_picture_take_back", args=[used.pk])).status_code == 403


def test_who_may(signed_in):
    for who, status in (("chief", 201), ("pledge", 403), ("staff", 403), ("reader", 403), ("nobody", 403)):
        assert send(signed_in(who), photograph(who)).status_code == status, who
    assert signed_in("chief").get(UPLOAD).status_code == 405


def test_a_forged_request_is_refused(editor):
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(editor.user)
    assert send(forged, photograph()).status_code == 403
    assert not Picture.objects.exists()


def test_too_large_is_said_before_it_is_read(editor):
    response = editor.generic("POST", UPLOAD, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(41 * 1024**2))
    assert response.status_code == 413 and "40 MB" in response.json()["sentence"]


@pytest.mark.parametrize(
    "name",
    ["no extension", "..\\..\\etc\\passwd.png", "\u202egnp.exe", "a\x00b.png", "x" * 250 + ".png", "<b>.png", "📷.png"],
)
def test_names_of_files(editor, name):
    picture = library.add_picture(picture_file(), file_name=name, by=editor.user)
    picture.refresh_from_db()
    assert picture.title and not set(picture.title) & set("\x00\u202e\\/")
    assert len(picture.title) <= 200
    assert send(editor, photograph(), name).status_code == 201


def test_a_protected_source_from_the_first_moment(editor):
    response = send(editor, photograph(says="Ivan"), "letter from Ivan.jpg", protects_source="1")
    picture = Picture.objects.get(pk=response.json()["id"])
    assert picture.protects_source and picture.file_says == {}
    assert "Ivan" not in f"{picture.title}{picture.caption}{picture.credit}"
    with picture.original.open() as original:
        assert b"Ivan" not in original.read()
