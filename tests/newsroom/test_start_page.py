"""The first page after signing in, for those whose role has nothing at the desk."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from newsroom.accounts import roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db
START = reverse("admin:index")


def page_of(client, *groups, **fields):
    user = make_user(is_staff=True, **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    return client.get(START).text


def test_pledge_staff_have_what_they_look_after_and_no_articles(client):
    page = page_of(client, roles.PLEDGE_STAFF, name="Olena <b>")
    assert "/admin/patrons/tier/" in page and "/admin/articles/" not in page
    assert "Olena &lt;b&gt;" in page and "Olena <b>" not in page
    assert "permission" not in page


def test_whoever_has_no_role_is_told_whom_to_ask(client):
    page = page_of(client)
    assert "nobody has given you a role yet" in page
    assert "permission" not in page


@pytest.mark.parametrize("role", [roles.WRITER, roles.CHIEF_EDITOR, roles.PICTURE_EDITOR])
def test_others_have_their_desk(client, role):
    assert "Hello, " not in page_of(client, role)
