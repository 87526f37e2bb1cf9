"""The library's own pages: words for many, another file, a protected source; and what a picture's page tells."""

import io

import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from articles import library
from articles.models import Picture
from newsroom.audit.models import Event
from tests.articles.admin.conftest import management
from tests.factories import make_picture
from tests.pictures import photograph

WORDS = reverse("admin:articles_picture_words")


def address(name, picture):
    return reverse(f"admin:articles_picture_{name}", args=[picture.pk])


def lines(*pictures, **words):
    data = management("form", len(pictures), len(pictures))
    for number, picture in enumerate(pictures):
        fields = {"id": picture.pk, "alt": "", "caption": "", "credit": "", "licence": ""} | words
        data |= {f"form-{number}-{name}": value for name, value in fields.items()}
    return data


def test_words_for_several(editor):
    second, first = make_picture(alt=""), make_picture(alt="")
    page = f"{WORDS}?ids={first.pk},{second.pk}"
    assert first.title in editor.get(page).text
    response = editor.post(page, lines(first, second, alt="A field", credit="Ada"), follow=True)
    assert "The words of 2 pictures are saved" in response.text
    assert set(Picture.objects.values_list("alt", "credit")) == {("A field", "Ada")}


def test_one_credit_for_all(editor):
    second, first = make_picture(), make_picture()
    data = lines(first, second, alt="x") | {"_fill": "", "all_credit": "Agency", "all_licence": ""}
    editor.post(f"{WORDS}?ids={first.pk},{second.pk}", data)
    assert set(Picture.objects.values_list("credit", "licence")) == {("Agency", "")}


def test_what_is_written_stays_unless_ticked(editor):
    bare = {"alt": "A field", "caption": "", "licence": ""}
    second, first = make_picture(credit="Read from the file", **bare), make_picture(credit="", **bare)
    page = f"{WORDS}?ids={first.pk},{second.pk}"
    data = lines(first, second, **bare) | {"_fill": "", "all_credit": "Agency", "all_licence": ""}
    data["form-1-credit"] = "Read from the file"
    said = editor.post(page, data, follow=True).text
    assert "The words of 1 picture are saved. 1 picture stays as it was." in said
    assert [Picture.objects.get(pk=each.pk).credit for each in (first, second)] == ["Agency", "Read from the file"]
    event = Event.objects.get(verb="picture.changed")
    assert (event.subject_id, event.actor_id) == (str(first.pk), editor.user.pk)
    assert event.details["changed"] == {"credit": ["", "Agency"]}
    data["form-0-credit"] = "Agency"
    editor.post(page, data | {"all_over": "1"})
    assert set(Picture.objects.values_list("credit", flat=True)) == {"Agency"}
    assert Event.objects.filter(verb="picture.changed").count() == 2


def test_errors_stand_beside_the_fields_and_nothing_is_lost(editor):
    picture = make_picture(alt="")
    for wrong in ("a" * 401, "a\x00b"):
        response = editor.post(f"{WORDS}?ids={picture.pk}", lines(picture, alt=wrong, caption="Kept words"))
        assert response.status_code == 200 and "Kept words" in response.text
        assert response.context["forms"].forms[0].errors["alt"]
    assert editor.post(f"{WORDS}?ids={picture.pk}", {}).status_code == 200
    for ids in ("", "x", "999999999999999999999", "\x00", "1," * 5000):
        assert editor.get(WORDS, {"ids": ids}).status_code == 200


def test_only_the_pictures_named_are_written(editor):
    named, other = make_picture(), make_picture(alt="Untouched")
    editor.post(f"{WORDS}?ids={named.pk}", lines(other, alt="Written over"))
    other.refresh_from_db()
    assert other.alt == "Untouched"


def test_the_action_leads_to_the_words(editor):
    picture = make_picture()
    data = {"action": "write_words", "_selected_action": [picture.pk]}
    response = editor.post(reverse("admin:articles_picture_changelist"), data)
    assert response.url == f"{WORDS}?ids={picture.pk}"


def test_a_better_file(editor, django_capture_on_commit_callbacks):
    picture = library.add_picture(io.BytesIO(photograph(size=(450, 300))), title="Scan", alt="A map")
    old = picture.original.name, picture.rendition_key
    file = SimpleUploadedFile("better.png", photograph(size=(1500, 1000)))
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(address("replace", picture), {"upload": file}).status_code == 302
    picture.refresh_from_db()
    assert (picture.title, picture.alt, picture.width) == ("Scan", "A map", 1500)
    assert picture.original.name != old[0] and picture.rendition_key != old[1]
    assert storages["originals"].exists(picture.original.name) and not storages["originals"].exists(old[0])
    assert Event.objects.filter(verb="picture.replaced", actor_id=editor.user.pk).exists()
    for wrong, words in ((b"no picture", "holds no picture"), (photograph(size=(1500, 1000)), "already")):
        response = editor.post(address("replace", picture), {"upload": SimpleUploadedFile("x.jpg", wrong)})
        assert response.status_code == 200 and words in str(response.context["form"].errors)


def test_a_source_is_protected_after_a_warning(editor):
    picture = library.add_picture(io.BytesIO(photograph(says="Ivan", format="JPEG")))
    page = editor.get(address("protect", picture)).text
    assert "cannot be undone" in page
    assert not Picture.objects.get().protects_source
    editor.post(address("protect", picture))
    assert Picture.objects.get().protects_source
    assert "what the file said is forgotten" in editor.get(address("change", picture)).text


def test_a_source_whose_file_is_gone(editor):
    picture = make_picture()
    response = editor.post(address("protect", picture), follow=True)
    assert "nothing was changed" in response.text
    picture.refresh_from_db()
    assert not picture.protects_source and picture.title != "Picture"


@pytest.mark.parametrize("who", ["pledge", "staff"])
def test_who_may_not(signed_in, who):
    picture, client = make_picture(), signed_in(who)
    for page in (address("protect", picture), address("replace", picture), WORDS):
        assert client.get(page).status_code == 403 and client.post(page).status_code == 403


def test_what_the_file_says_but_not_where(editor):
    picture = library.add_picture(io.BytesIO(photograph(says="<b>Ada</b>", format="JPEG")), file_name="DSC_1.jpg")
    page = editor.get(address("change", picture)).text
    assert "&lt;b&gt;Ada" in page and "DSC 1" in page and "None of this is public" in page
    assert "It is shown to nobody" in page and "50.45" not in page


def test_what_looks_alike_is_shown(editor):
    first = library.add_picture(io.BytesIO(photograph()), title="The large one")
    second = library.add_picture(io.BytesIO(photograph(size=(450, 300))), title="The small one")
    assert "The large one" in editor.get(address("change", second)).text
    assert "The small one" in editor.get(address("change", first)).text


def test_the_question_before_deleting_names_no_inner_rows(chief):
    picture = library.add_picture(io.BytesIO(photograph()), title="A field in March")
    page = chief.get(address("delete", picture)).text
    assert "A field in March" in page and "band" not in page


def test_a_deleted_picture_takes_its_files_along(chief, django_capture_on_commit_callbacks):
    picture = make_picture(with_files=True)
    folder, original = f"pictures/{picture.rendition_key}", picture.original.name
    with django_capture_on_commit_callbacks(execute=True):
        chief.post(address("delete", picture), {"post": "yes"})
    assert not Picture.objects.exists() and not default_storage.exists(folder)
    assert not storages["originals"].exists(original)
    assert Event.objects.filter(verb="picture.deleted", actor_id=chief.user.pk).exists()


def test_the_log_never_held_what_is_forgotten(editor):
    file = io.BytesIO(photograph(says="Ivan Hidden", format="JPEG"))
    picture = library.add_picture(file, file_name="Ivans phone.jpg", alt="A field", by=editor.user)
    page = address("change", picture)
    words = {"title": picture.title, "alt": "A meadow", "caption": "", "credit": "Ada", "licence": ""}
    editor.post(page, words | {"focus_x": "0.5", "focus_y": "0.5"})
    editor.post(address("protect", picture))
    made, changed, protected = Event.objects.filter(verb__startswith="picture.").order_by("pk")
    assert (made.verb, changed.verb, protected.verb) == (
        "picture.made", "picture.changed", "picture.source_protected"
    )  # fmt: skip
    assert changed.details["changed"]["alt"] == ["A field", "A meadow"]
    assert changed.details["changed"]["credit"] is None
    for event in (made, changed):
        assert "Ivan" not in f"{event.subject}{event.details}"


def test_a_pictures_page_names_its_crops_and_shows_what_can_be_done_with_its_file(editor):
    picture = make_picture(with_files=True)
    page = html.fromstring(editor.get(address("change", picture)).text)
    crops = [" ".join(crop.text_content().split()) for crop in page.xpath("//ul[@class='desk-crops']/li")]
    assert crops[:2] == ["Articles and lists", "Social networks"] and "og" not in crops
    [protect] = page.xpath(f"//a[@href='{address('protect', picture)}']")
    assert not list(protect.iterancestors("details"))
