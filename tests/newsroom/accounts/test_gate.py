"""Who must have two factors and has one reaches no page of the desk: every address is walked."""

import pytest
from django.test import Client

from newsroom.accounts import factors, sessions
from tests.articles.admin.permission_rows import APPS
from tests.articles.admin.test_permission_matrix import addresses

from .conftest import give_app, sign_in, two_factors

OPEN = ("/admin/login/", "/admin/logout/", "/admin/jsi18n/", "/admin/account/second/")


def walk() -> list[str]:
    import re

    found = [
        f"/{re.sub(r'<[^>]*>', '1', each)}" for each in addresses() if not each.startswith(APPS) and "(?P" not in each
    ]
    return [each for each in found if not each.startswith(OPEN)]


def test_no_address_of_the_desk_opens_with_a_password_alone(ada):
    client = Client()
    client.force_login(ada)
    assert len(walk()) > 200
    for address in walk():
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/admin/account/second/?next="), address


@pytest.mark.parametrize(
    ("role", "must"),
    [("WRITER", False), ("PICTURE_EDITOR", False), ("EDITOR", True), ("CHIEF_EDITOR", True), ("PLEDGE_STAFF", True)],
)
def test_which_roles_need_two(client, staff, role, must):
    user = staff(role)
    sign_in(client, user)
    answer = client.get("/admin/")
    assert (answer.status_code == 302) == must
    two_factors(client, user)
    assert client.get("/admin/").status_code == 200


def test_offered_asks_of_nobody(client, ada, settings):
    settings.STAFF_TWO_FACTORS = "offered"
    sign_in(client, ada)
    assert client.get("/admin/").status_code == 200


def test_a_session_with_a_password_alone_ends_when_there_is_a_factor(ada, staff):
    writer, client = staff("WRITER"), Client()
    client.force_login(writer)
    assert client.get("/admin/").status_code == 200
    give_app(writer)
    assert "/admin/login/" in client.get("/admin/").headers["Location"]
    # And a way in that does not know of factors opens nothing, not even the setting up of another.
    client.force_login(writer)
    for address in ("/admin/", "/admin/account/second/app/", "/desk/tags"):
        assert client.get(address).headers["Location"].startswith("/admin/login/")
        client.force_login(writer)


def test_a_session_from_before_is_no_way_in(client, ada):
    two_factors(client, ada)
    session = client.session
    del session[sessions.SIGN_IN]
    session.save()
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize(("key", "days"), [(sessions.BEGAN, 14), (sessions.SEEN, 3)])
def test_sessions_grow_old(client, ada, key, days):
    two_factors(client, ada)
    session = client.session
    session[key] -= days * 24 * 3600 - 60
    session.save()
    assert client.get("/admin/").status_code == 200
    session = client.session
    session[key] -= 24 * 3600 if key == sessions.BEGAN else 3 * 24 * 3600 + 60
    session.save()
    assert client.get("/admin/").status_code == 302


def test_the_last_factor_stays_where_it_is_needed(client, ada):
    give_app(ada)
    two_factors(client, ada)
    number = factors.of(ada)[0].pk
    client.post(f"/admin/account/factors/{number}/remove/")
    assert factors.has_any(ada)
    assert "set up another one" in client.get("/admin/account/").text
