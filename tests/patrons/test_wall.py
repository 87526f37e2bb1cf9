"""The wall: who asked and was approved, while they support us; nothing about anybody else."""

import pytest
from django.core.cache import cache

from newsroom.site.models import SiteSettings
from patrons import people, pledging
from patrons.models import Patron
from patrons.money import Money

from .conftest import make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall_on():
    SiteSettings.objects.update_or_create(pk=1, defaults={"shows_wall": True})


def ask(patron, name):
    patron.visibility, patron.wall_name = "public", name
    patron.save()


def test_there_is_none_until_it_is_switched_on(client, paid):
    ask(paid.patron, "Olha from Odesa")
    people.decide_on_wall(paid.patron, True)
    assert client.get("/support/patrons/").status_code == 404
    SiteSettings.objects.update_or_create(pk=1, defaults={"shows_wall": True})
    cache.clear()
    page = client.get("/support/patrons/")
    assert "Olha from Odesa" in page.text and "public" in page.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("visibility", ["secret", "private", "public"])
def test_switching_it_on_reveals_nobody_who_was_not_approved(client, paid, wall_on, visibility):
    Patron.objects.update(visibility=visibility, wall_name="Do not show me")
    assert "Do not show me" not in client.get("/support/patrons/").text


def test_a_name_goes_when_the_support_ends_and_is_escaped(client, account, paid, wall_on):
    ask(paid.patron, "<script>alert(1)</script>")
    people.decide_on_wall(paid.patron, True)
    assert "&lt;script&gt;" in client.get("/support/patrons/").text
    paid.grant.revoked_at = paid.grant.starts_at
    paid.grant.save()
    assert "script&gt;alert" not in client.get("/support/patrons/").text


def test_as_many_queries_for_thirty_names(client, account, wall_on, django_assert_max_num_queries):
    from patrons.models import Grant

    for number in range(30):
        patron = make_pledge(account).patron
        ask(patron, f"Reader {number}")
        Grant.objects.create(patron=patron, source="staff", reason="x")
        people.decide_on_wall(patron, True)
    client.get("/support/patrons/")
    with django_assert_max_num_queries(4):
        page = client.get("/support/patrons/")
    assert page.text.count('<li dir="auto">') == 30


def test_who_asks_for_it_on_the_form_waits_for_a_look_and_changes_nobody_elses(account, provider):
    def wish(email, name):
        return pledging.Wish(email, Money(500, "EUR"), "month", account, name=name, visibility="public")

    pledging.begin(wish("new@example.com", "New Name"), form_mark="a")
    new = Patron.objects.get(email="new@example.com")
    assert (new.visibility, new.wall_name, new.wall_approved_at) == ("public", "New Name", None)
    pledging.begin(wish("new@example.com", "Somebody Else"), form_mark="b")
    new.refresh_from_db()
    assert new.wall_name == "New Name"
