"""Patrons and pledges are found by the beginning of any word of a name, however it is written, through an index."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from patrons.models import Grant, NameWord, Patron
from patrons.models.names import named, words_of
from tests.patrons.conftest import make_pledge

pytestmark = pytest.mark.django_db
NAMES = ["Олександра Ґонта-Шевченко", "José Ángel O’Brien", "Zoë 100% *[x]", "ΣΟΦΙΑ Παππάς", "مريم حسن"]


def found(staff, where, term):
    rows = staff.get(f"/admin/patrons/{where}/", {"q": term}).context["cl"].result_list
    return {row.name if where == "patron" else row.patron.name for row in rows}


@pytest.mark.parametrize("where", ["patron", "pledge"])
def test_by_any_word_in_any_case_and_script(staff, account, where):
    for number, name in enumerate(NAMES):
        make_pledge(account, patron=Patron.objects.create(name=name, email=f"r{number}@example.com"))
    for term, name in {
        "шевч": 0, "ОЛЕКСАНДРА": 0, "ґонта олекс": 0, "jose": 1, "angel OBR": 1, "o'brien": 1, "ZOE": 2, "100": 2,
        "παππασ": 3, "σοφια": 3, "حس": 4,
    }.items():  # fmt: skip
        assert found(staff, where, term) == {NAMES[name]}, term
    for term in ("евченко", "олександра ангел", "%", "*", "[", "\0", "x" * 5000, "😀"):
        assert found(staff, where, term) == set(), term


def test_the_words_follow_the_name(staff):
    patron = Patron.objects.create(name="Olha Kravets", email="o@example.com")
    patron.name = "Olha Melnyk"
    patron.save()
    assert set(NameWord.objects.values_list("word", flat=True)) == {"olha", "melnyk"}
    patron.note = "x"
    patron.save(update_fields=["note"])
    patron.name = ""
    patron.save()
    assert not NameWord.objects.exists()
    assert words_of("a" * 300) == ["a" * 40]


def test_the_words_follow_where_many_are_written_at_once(staff, account):
    made = Patron.objects.bulk_create(
        [Patron(name=f"Tilda Trial{number}", email=f"t{number}@example.com", email_key=f"t{number}@example.com")
         for number in range(3)]
    )  # fmt: skip
    for patron in made:
        make_pledge(account, patron=patron)
    for where in ("patron", "pledge"):
        assert found(staff, where, "tilda") == {f"Tilda Trial{number}" for number in range(3)}
    first, second, third = Patron.objects.order_by("pk")
    Patron.objects.filter(pk=first.pk).update(name="Проба Пробна")
    second.name = "Greta Given"
    Patron.objects.bulk_update([second], ["name"])
    Patron.objects.filter(pk=third.pk).update(name="")
    assert found(staff, "patron", "проба") == {"Проба Пробна"} and found(staff, "patron", "gre") == {"Greta Given"}
    assert not NameWord.objects.filter(word__begins="t").exists()
    # One that is there already stays as it is, and so do its words.
    Patron.objects.bulk_create(
        [Patron(name="Nobody New", email=first.email, email_key=first.email_key)], ignore_conflicts=True
    )
    assert not NameWord.objects.filter(word="nobody").exists()


def test_any_apostrophe_is_every_apostrophe(staff):
    Patron.objects.create(name='Olena "Ruta" <b>O\'Neil</b> 😀', email="o@example.com")
    for typed in ("o'neil", "O’NEIL", "oʼneil", "o´neil", "o′neil", "ruta o'neil", "Olena O‘N"):
        assert found(staff, "patron", typed) == {'Olena "Ruta" <b>O\'Neil</b> 😀'}, typed
    assert words_of("Мар’яна") == words_of("Мар´яна") == words_of("Мар＇яна") == ["маряна"]


def test_no_table_is_read_through(staff):
    if connection.vendor == "postgresql":
        # Its planner reads small tables through, as it should: asked not to, it must have another way.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = named("олек").explain()
        assert "Index" in plan and "word" in plan and "Seq Scan" not in plan, plan
        return
    for rows in (named("олек"), named("олек шев"), Patron.objects.filter(pk__in=named("олек шев"))):
        plan = rows.explain()
        assert "word>" in plan and "SCAN" not in plan, plan


def test_those_who_were_here_before_are_found_too_and_rights_of_shells_go_where_they_went():
    patron = Patron.objects.create(name="Олександра Ґонта", email="o@example.com")
    shell = Patron.objects.create(name="", email="p@example.com", merged_into=patron)
    grant = Grant.objects.create(patron=shell, source="staff", reason="x")
    NameWord.objects.all().delete()
    mended = import_module("patrons.migrations.0010_mended")
    for _time in range(2):
        mended.write_words(apps, None)
        mended.move_rights(apps, None)
    assert sorted(NameWord.objects.values_list("word", flat=True)) == ["олександра", "ґонта"]
    grant.refresh_from_db()
    assert grant.patron_id == patron.pk
