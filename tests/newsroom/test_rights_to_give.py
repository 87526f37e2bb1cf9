"""The forms of roles and people offer what opens something, and keep what a role has."""

import pytest
from django.contrib.auth.models import Group, Permission

from newsroom.accounts import roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def offered(client, address, field):
    queryset = client.get(address).context["adminform"].form.fields[field].queryset
    return {f"{app}.{code}" for app, code in queryset.values_list("content_type__app_label", "codename")}


@pytest.mark.parametrize("field", ["permissions", "user_permissions"])
def test_only_what_opens_something_is_offered(owner, field):
    if field == "permissions":
        address = f"/admin/auth/group/{Group.objects.get(name=roles.EDITOR).pk}/change/"
    else:
        address = f"/admin/accounts/user/{owner.session['_auth_user_id']}/change/"
    found = offered(owner, address, field)
    for names in roles.ROLES.values():
        assert set(names) <= found
    assert not {name.partition(".")[0] for name in found} & {"account", "mfa", "sessions", "contenttypes", "taggit"}
    assert "patrons.add_nameword" not in found
    assert len(found) < Permission.objects.count()


def test_a_role_that_is_saved_keeps_its_rights(owner):
    group = Group.objects.get(name=roles.CHIEF_EDITOR)
    before = set(group.permissions.values_list("pk", flat=True))
    answer = owner.post(
        f"/admin/auth/group/{group.pk}/change/", {"name": group.name, "permissions": sorted(before)}, follow=True
    )
    assert answer.status_code == 200
    assert set(group.permissions.values_list("pk", flat=True)) == before
