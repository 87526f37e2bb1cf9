"""Pictures through the admin: taken, refused in a sentence, cut anew, kept while used."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Picture, Section
from tests.factories import make_article, make_author, make_picture, make_section, make_tag, picture_file

ADD = reverse("admin:articles_picture_add")


def upload(content=None, name="border post.png", **fields):
    data = content if content is not None else picture_file().getvalue()
    file = SimpleUploadedFile(name, data, "image/png")
    return {"upload": file, "title": "", "alt": "", "caption": "", "credit": "", "licence": "",
            "focus_x": "0.5", "focus_y": "0.5"} | fields  # fmt: skip


def test_it_works(editor):
    response = editor.post(ADD, upload(alt="A border post", focus_x="0.2"), follow=True)
    assert response.status_code == 200
    picture = Picture.objects.get()
    assert (picture.title, picture.alt, picture.focus_x) == ("border post", "A border post", 0.2)
    assert picture.created_by == editor.user and picture.rendition_key
    shown = editor.get(reverse("admin:articles_picture_change", args=[picture.pk])).text
    files = re.findall(r'src="/media/([^"]+)"', shown)
    assert len(files) == 6 and all(default_storage.exists(name) for name in files)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.png"), (b"no picture", "words.png"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
     (picture_file().getvalue()[:400], "cut.png"), (b"\x00" * 100, "\u202egnp.exe")],
)  # fmt: skip
def test_a_refused_file_leaves_a_sentence_and_the_words(editor, content, name):
    response = editor.post(ADD, upload(content, name, caption="Kept words"))
    assert response.status_code == 200
    assert "Kept words" in response.text
    assert response.context["adminform"].form.errors["upload"]
    assert not Picture.objects.exists()


def test_the_same_file_twice(editor):
    content = picture_file().getvalue()
    editor.post(ADD, upload(content, title="The first"))
    response = editor.post(ADD, upload(content, caption="Kept words"))
    picture = Picture.objects.get()
    assert "in the library already" in response.text and "Kept words" in response.text
    assert reverse("admin:articles_picture_change", args=[picture.pk]) in response.text


def test_a_new_focal_point_cuts_anew(editor):
    picture = make_picture(with_files=True)
    before = picture.rendition_key
    address = reverse("admin:articles_picture_change", args=[picture.pk])
    words = {"title": "T", "alt": "A", "caption": "", "credit": "", "licence": ""}
    editor.post(address, words | {"focus_x": "0.5", "focus_y": "0.5"})
    picture.refresh_from_db()
    assert (picture.title, picture.rendition_key) == ("T", before)
    editor.post(address, words | {"focus_x": "0.1", "focus_y": "0.9"})
    picture.refresh_from_db()
    assert picture.rendition_key != before and picture.focus == (0.1, 0.9)
    for wrong in ("-0.1", "1.1", "nan", "inf", "x", ""):
        assert editor.post(address, words | {"focus_x": wrong, "focus_y": "0.5"}).status_code == 200
    picture.original.storage.delete(picture.original.name)
    response = editor.post(address, words | {"title": "U", "focus_x": "0.3", "focus_y": "0.3"}, follow=True)
    picture.refresh_from_db()
    assert "cannot be read" in response.text and (picture.title, picture.focus) == ("U", (0.1, 0.9))


def test_missing_alt_text_is_said(editor):
    make_picture(title="Spoken", alt="A field"), make_picture(title="Silent", alt="")
    listed = editor.get(reverse("admin:articles_picture_changelist"), {"lacks": "alt"}).text
    assert "Silent" in listed and "Spoken" not in listed
    silent = Picture.objects.get(title="Silent")
    assert "has no alt text" in editor.get(reverse("admin:articles_picture_change", args=[silent.pk])).text


def test_what_is_in_use_stays(chief):
    lead, inside, listed, free = make_picture(), make_picture(), make_picture(), make_picture()
    section, author, tag = make_section(), make_author(), make_tag("Used")
    body = (
        f'<p>x</p><cms-picture data-picture="{inside.pk}"></cms-picture>'
        f'<cms-gallery data-pictures="{inside.pk},{listed.pk}"></cms-gallery>'
    )
    make_article(
        headline="The user",
        section=section,
        authors=[author],
        tags=["Used"],
        lead_picture=lead,
        body=body,
        published=True,
    )
    used = [
        ("picture", lead),
        ("picture", inside),
        ("picture", listed),
        ("section", section),
        ("author", author),
        ("tag", tag),
    ]
    for model, record in used:
        response = chief.post(reverse(f"admin:articles_{model}_delete", args=[record.pk]), {"post": "yes"})
        assert response.status_code == 200 and "The user" in response.text, model
        assert "in use" in response.text
        assert type(record).objects.filter(pk=record.pk).exists(), model
    chief.post(reverse("admin:articles_picture_delete", args=[free.pk]), {"post": "yes"})
    assert not Picture.objects.filter(pk=free.pk).exists()
    many = {"action": "delete_selected", "_selected_action": [section.pk], "post": "yes"}
    assert "The user" in chief.post(reverse("admin:articles_section_changelist"), many).text
    assert Section.objects.filter(pk=section.pk).exists()
