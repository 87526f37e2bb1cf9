"""The three roles, and what nobody gets by one of them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from newsroom.accounts import roles
from newsroom.accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def held(name):
    group = Group.objects.get(name=name)
    return {f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")}


def test_migrating_makes_them():
    assert {group.name for group in Group.objects.all()} == set(roles.ROLES)
    for name, wanted in roles.ROLES.items():
        assert held(name) == set(wanted)


def test_what_tells_them_apart():
    assert "articles.publish_article" in held(roles.EDITOR)
    assert "articles.withdraw_article" not in held(roles.EDITOR)
    assert held(roles.EDITOR) < held(roles.CHIEF_EDITOR)
    assert not any("article" in permission for permission in held(roles.PLEDGE_STAFF))


def test_again_without_harm():
    Group.objects.get(name=roles.PLEDGE_STAFF).permissions.add(Permission.objects.get(codename="view_menuitem"))
    Group.objects.get(name=roles.EDITOR).permissions.clear()
    call_command("migrate", verbosity=0)
    roles.ensure_roles()
    assert held(roles.PLEDGE_STAFF) == {"site.view_menuitem", *roles.ROLES[roles.PLEDGE_STAFF]}
    assert held(roles.EDITOR) == set(roles.ROLES[roles.EDITOR])


def test_rights_are_an_owners_alone():
    """Even with every right on accounts, nobody makes themselves an owner."""
    climber, owner = make_user(is_staff=True), make_user(is_staff=True, is_superuser=True)
    climber.user_permissions.set(Permission.objects.filter(content_type__app_label__in=["accounts", "auth"]))
    client = Client()
    client.force_login(climber)
    for user in (climber, owner):
        address = reverse("admin:accounts_user_change", args=[user.pk])
        client.post(address, {"email": user.email, "is_superuser": "on", "is_staff": "on", "is_active": "on"})
        client.post(
            reverse("admin:auth_user_password_change", args=[user.pk]), {"password1": "x" * 20, "password2": "x" * 20}
        )
    group = Group.objects.get(name=roles.EDITOR)
    client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "Mine", "permissions": []})
    climber.refresh_from_db()
    assert not climber.is_superuser
    assert owner.check_password("a long password")
    assert Group.objects.filter(name=roles.EDITOR).exists()


def test_an_owner_gives_a_role():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    new = {"email": "Ada@example.com", "name": "Ada", "usable_password": "true",
           "password1": "correct horse battery", "password2": "correct horse battery"}  # fmt: skip
    client.post(reverse("admin:accounts_user_add"), new)
    ada = User.objects.get(name="Ada")
    assert "already" in client.post(reverse("admin:accounts_user_add"), new | {"email": "ada@EXAMPLE.com"}).text
    group = Group.objects.get(name=roles.EDITOR)
    address = reverse("admin:accounts_user_change", args=[ada.pk])
    assert client.get(address).status_code == 200
    answer = client.post(
        address, {"email": "ada@example.com", "is_staff": "on", "is_active": "on", "groups": [group.pk]}
    )
    assert answer.status_code == 302
    ada = User.objects.get(pk=ada.pk)
    assert ada.has_perm("articles.publish_article") and not ada.is_superuser


def test_a_chief_editor_is_told_who_adds_people():
    client, owner = Client(), Client()
    chief = make_user()
    roles.give_role(chief, roles.CHIEF_EDITOR)
    client.force_login(chief)
    owner.force_login(make_user(is_staff=True, is_superuser=True))
    page, add = client.get(reverse("admin:accounts_user_changelist")).text, reverse("admin:accounts_user_add")
    told = "People are added by an owner of this newsroom"
    assert told in page and add not in page
    index = client.get(reverse("admin:index")).text
    assert add not in index
    page = owner.get(reverse("admin:accounts_user_changelist")).text
    assert told not in page and add in page
