"""Tags at the desk: editors alias, the chief editor merges and moves; lists stay short to count."""

import pytest
from django.urls import reverse

from articles.models import Redirect, Tag, TagAlias
from articles.near_duplicates import near_duplicates
from newsroom.audit.models import Event
from tests.articles.admin.conftest import chief, editor, signed_in, typed  # noqa: F401
from tests.factories import make_article, make_section, make_tag

pytestmark = pytest.mark.django_db


def form_of(record, **fields):
    return {"name": record.name, "slug": record.slug, "description": "", "position": 0} | fields


def test_an_editor_adds_and_removes_an_alias_and_what_is_refused_is_not_lost(editor):  # noqa: F811
    tag = make_tag("Belarus")
    address = reverse("admin:articles_tag_aliases", args=[tag.pk])
    assert "Whoever types" in editor.post(address, {"name": "<b>RB</b>"}, follow=True).text
    page = editor.post(address, {"name": "belarus"}, follow=True)
    assert "name of this tag already" in page.text and 'value="belarus"' in page.text
    alias = TagAlias.objects.get()
    assert "&lt;b&gt;RB" in page.text
    other = make_tag("Other")
    elsewhere = reverse("admin:articles_tag_aliases", args=[other.pk])
    assert editor.post(elsewhere, {"remove": alias.pk}).status_code == 404
    editor.post(address, {"remove": alias.pk})
    assert not TagAlias.objects.exists()
    assert editor.get(address).status_code == 405


def test_what_an_alias_means_is_said_when_an_article_is_saved(editor, typed):  # noqa: F811
    tag = make_tag("Aliaksandr Lukashenka")
    TagAlias.objects.create(tag=tag, name="Lukashenko", slug="lukashenko")
    found = editor.get(reverse("desk_tags"), {"term": "lukashenko"}).json()["results"]
    assert [(one["id"], one["note"]) for one in found] == [("Aliaksandr Lukashenka", "also: Lukashenko")]
    page = editor.post(reverse("admin:articles_article_add"), typed(tags=["lukashenko"]), follow=True)
    assert "is another word for the tag" in page.text
    assert list(Tag.objects.values_list("name", flat=True)) == ["Aliaksandr Lukashenka"]


def test_the_chief_editor_sees_what_a_merge_does_before_it_is_done(chief, editor):  # noqa: F811
    old, into = make_tag("Belorussia"), make_tag("Belarus")
    make_article(tags=["Belorussia"], published=True)
    make_article(tags=["Belorussia", "Belarus"])
    address = reverse("admin:articles_tag_merge", args=[old.pk])
    for client in (editor,):
        assert client.get(address).status_code == client.post(address, {"into": into.pk}).status_code == 403
    assert "Belarus" in chief.get(address, {"q": "bela"}).text
    page = chief.get(address, {"into": into.pk}).text
    assert "2 articles at the desk get" in page and "1 published edition" in page and "1 article has both" in page
    assert Tag.objects.filter(pk=old.pk).exists()
    assert "cannot be merged into itself" in chief.post(address, {"into": old.pk}).text
    for nonsense in ("", "x", "9" * 30, "999"):
        assert chief.post(address, {"into": nonsense}).status_code == 200
    chief.post(address, {"into": into.pk})
    assert not Tag.objects.filter(pk=old.pk).exists()
    assert Event.objects.filter(verb="tag.merged").count() == 1


@pytest.mark.parametrize("kind", ["tag", "section"])
def test_only_the_chief_editor_changes_addresses(signed_in, kind):  # noqa: F811
    record = {"tag": make_tag, "section": make_section}[kind](name="Old words", slug="old-words")
    address = reverse(f"admin:articles_{kind}_change", args=[record.pk])
    data = form_of(record, name="New words", changes_address="on")
    signed_in("editor").post(address, data)
    record.refresh_from_db()
    assert record.slug == "old-words"
    signed_in("chief").post(address, data)
    record.refresh_from_db()
    assert (record.name, record.slug) == ("New words", "new-words")
    assert Redirect.objects.get(old_path=f"/{kind}/old-words/").new_path == f"/{kind}/new-words/"


def test_a_name_that_is_an_alias_elsewhere_is_refused(chief):  # noqa: F811
    TagAlias.objects.create(tag=make_tag("Belarus"), name="RB", slug="rb")
    page = chief.post(reverse("admin:articles_tag_add"), {"name": "rb", "slug": "rb-2", "description": ""})
    assert "is an alias of" in page.text and Tag.objects.count() == 1


def test_the_list_finds_what_is_used_nowhere_and_by_alias(chief):  # noqa: F811
    make_tag("Lonely")
    make_article(tags=["Busy"])
    TagAlias.objects.create(tag=Tag.objects.get(name="Busy"), name="Otherword", slug="otherword")
    address = reverse("admin:articles_tag_changelist")
    unused = chief.get(address, {"used": "no"}).text
    assert "Lonely" in unused and ">Busy<" not in unused
    assert "Busy" in chief.get(address, {"q": "otherword"}).text


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Lukashenko", "Lukashenka", True), ("Élysée", "elysee", True), ("Київ", "Kyiv", True),
        ("Climate change", "Climate-change", True), ("Parliament", "Parliaments", True),
        ("Iran", "Iraq", False), ("Election 2024", "Election 2025", False), ("Energy", "Economy", False),
    ],
)  # fmt: skip
def test_tags_that_look_alike(one, other, alike):
    make_tag(one, slug="one")
    make_tag(other, slug="other")
    assert bool(near_duplicates()) is alike


def test_the_choice_of_a_tag_to_merge_into_says_that_there_are_others(chief):  # noqa: F811
    tag, *_others = [make_tag(f"Tag {number:02}") for number in range(32)]
    address = reverse("admin:articles_tag_merge", args=[tag.pk])
    page = chief.get(address)
    assert len(page.context["choices"]) == 30
    assert "There are more tags" in page.text
    assert "There are more tags" not in chief.get(address, {"q": "Tag 1"}).text


def test_the_page_of_look_alikes_offers_a_merge_to_who_may(chief, editor):  # noqa: F811
    make_tag("Lukashenko")
    make_tag("Lukashenka")
    address = reverse("admin:articles_tag_alike")
    assert "merge/?into=" in chief.get(address).text
    assert "merge/?into=" not in editor.get(address).text


def test_a_tag_in_other_letters_is_refused(chief):  # noqa: F811
    make_tag("Winter")
    page = chief.post(reverse("admin:articles_tag_add"), {"name": " wInTeR ", "slug": "winter-2", "description": ""})
    assert "There is a tag “Winter” already" in page.text
    other = make_tag("Summer")
    page = chief.post(reverse("admin:articles_tag_change", args=[other.pk]), form_of(other, name="WINTER"))
    assert "There is a tag “Winter” already" in page.text
    winter = Tag.objects.get(name="Winter")
    chief.post(reverse("admin:articles_tag_change", args=[winter.pk]), form_of(winter, name="WINTER"))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Summer", "WINTER"]
