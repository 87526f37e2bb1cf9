"""Two patrons become one: nobody stands on the wall who did not ask with both, and the page says all of it before."""

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.site.models import SiteSettings
from patrons import people
from patrons.models import Patron
from tests.patrons.conftest import make_pledge

pytestmark = pytest.mark.django_db
READ_BY_ALL = {"visibility": "public", "wall_name": "Olha from Odesa", "wall_approved_at": timezone.now()}


@pytest.fixture
def other(account):
    return Patron.objects.create(email="second@example.com", name="Second")


def press(client, patron, verb, **data):
    return client.post(reverse("admin:patrons_patron_do", args=[patron.pk, verb]), data)


def page(client, patron):
    return client.get(reverse("admin:patrons_patron_change", args=[patron.pk])).text


@pytest.mark.parametrize("public_one", ["goes", "stays"])
def test_who_is_public_and_secret_is_secret_and_off_the_wall(staff, client, paid, other, public_one):
    SiteSettings.objects.update_or_create(pk=1, defaults={"shows_wall": True})
    patron = paid.patron
    Patron.objects.filter(pk=(patron if public_one == "goes" else other).pk).update(**READ_BY_ALL)
    asked = press(staff, patron, "merge", into=other.email).text
    assert "Visibility is then “secret”" in asked and "“Olha from Odesa” goes off the wall." in asked
    press(staff, patron, "merge", into=other.email, sure=other.pk)
    into = Patron.objects.get(pk=other.pk)
    assert (into.visibility, into.wall_approved_at) == ("secret", None) and people.wall() == []
    text = page(staff, into)
    assert "Take off the wall" not in text and "on the wall as" not in text
    # Asking for it anew waits for somebody's look, as with everybody.
    into.visibility = "public"
    into.save()
    assert people.wall() == []


def test_two_who_are_read_by_all_stand_there_once(staff, paid, other):
    Patron.objects.update(**READ_BY_ALL)
    Patron.objects.filter(pk=other.pk).update(wall_name="Second")
    asked = press(staff, paid.patron, "merge", into=other.email).text
    assert "“Olha from Odesa” goes off the wall." in asked and "“Second” stays on the wall." in asked
    into = people.merge(paid.patron, other)
    assert people.wall() == ["Second"] and "Take off the wall" in page(staff, into)
    listed = staff.get("/admin/patrons/patron/", {"wall": "on"}).context["cl"].result_list
    assert [row.pk for row in listed] == [into.pk]


def test_a_name_on_the_wall_comes_along_where_the_other_has_none(staff, paid, other):
    Patron.objects.filter(pk=paid.patron_id).update(**READ_BY_ALL)
    Patron.objects.filter(pk=other.pk).update(visibility="public")
    assert "“Olha from Odesa” stays on the wall." in press(staff, paid.patron, "merge", into=other.email).text
    people.merge(paid.patron, other)
    assert people.wall() == ["Olha from Odesa"]


def test_whoever_was_let_onto_the_wall_can_be_taken_off(staff, paid):
    Patron.objects.update(**READ_BY_ALL | {"visibility": "private"})
    assert "Take off the wall" in page(staff, paid.patron)
    press(staff, paid.patron, "off_wall")
    assert Patron.objects.get(pk=paid.patron_id).wall_approved_at is None


def test_names_addresses_and_what_comes_along_are_said_before_and_after(staff, paid, other, account):
    make_pledge(account, patron=other)
    asked = press(staff, paid.patron, "merge", into=other.email).text
    for words in (
        f"Olha, {paid.patron.email} becomes part of Second, second@example.com", "1 right", "It cannot be undone.",
    ):  # fmt: skip
        assert words in asked, words
    text = page(staff, people.merge(paid.patron, other))
    assert paid.patron.email in text and "is part of this one." in text


def test_who_was_put_into_another_is_neither_listed_nor_taken_along(staff, paid, other):
    people.merge(paid.patron, other)
    where = "/admin/patrons/patron/"
    link, into = f"/patron/{paid.patron_id}/change/", f"/patron/{other.pk}/change/"

    def taken(query=""):
        return b"".join(staff.post(f"{where}export/patrons/csv/{query}").streaming_content).decode()

    shown = staff.get(where)
    assert link not in shown.text and into in shown.text
    assert shown.context["cl"].result_count == Patron.objects.filter(merged_into=None).count()
    assert link not in staff.get(where, {"q": paid.patron.name}).text
    assert paid.patron.email not in taken() and other.email in taken()
    for query in ({"q": paid.patron.email}, {"merged": "yes"}):
        found = staff.get(where, query).text
        assert link in found and f"part of {other}" in found, query
    assert paid.patron.email in taken("?merged=yes") and str(other.public_id) in taken("?merged=yes")
