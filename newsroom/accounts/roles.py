"""What the people of a newsroom may do: three roles, kept as groups.

An editor writes and publishes; a chief editor also withdraws, deletes and changes what the whole
site shows; pledge staff look after those who pay and see no drafts. Accounts and rights are an
owner's (a superuser's) alone.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from newsroom.accounts.models import User

EDITOR = "Editor"
CHIEF_EDITOR = "Chief editor"
PLEDGE_STAFF = "Pledge staff"


def _all(app: str, models: str, verbs: str = "view add change") -> list[str]:
    return [f"{app}.{verb}_{model}" for model in models.split() for verb in verbs.split()]


# What hangs on an article in lines has rights of its own in Django: a role needs them too.
_EDITOR = [
    *_all("articles", "article picture tag author frontslot", "view add change"),
    *_all("articles", "articlebyline relatedlink frontslot", "view add change delete"),
    *_all("articles", "front section page correction articleversion", "view"),
    "articles.change_front",
    "articles.publish_article",
]
_CHIEF_EDITOR = [
    *_EDITOR,
    *_all("articles", "section page front", "view add change delete"),
    *_all("articles", "article picture tag author", "delete"),
    "articles.withdraw_article",
    *_all("articles", "redirect", "view add change delete"),
    *_all("site", "sitesettings", "view change"),
    *_all("site", "menuitem", "view add change delete"),
    "accounts.view_user",
]

ROLES: dict[str, tuple[str, ...]] = {
    EDITOR: tuple(dict.fromkeys(_EDITOR)),
    CHIEF_EDITOR: tuple(dict.fromkeys(_CHIEF_EDITOR)),
    # The patrons' room names its own rights here once it has something to look after.
    PLEDGE_STAFF: (),
}


def ensure_roles() -> None:
    """Make the groups, and give each what it lacks. What an owner added to a group stays."""
    for name, wanted in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        held = {f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")}
        missing = [permission for permission in wanted if permission not in held]
        if missing:
            group.permissions.add(*_permissions(missing))


def give_role(user: User, role: str) -> None:
    """Put an account into one of `ROLES`, which also opens the desk to it."""
    user.groups.add(Group.objects.get(name=role))
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def after_migrate(app_config: AppConfig, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: bring the roles up to date once an app they name has its tables."""
    labels = {permission.split(".")[0] for wanted in ROLES.values() for permission in wanted}
    if app_config.label in labels and apps.is_installed("django.contrib.auth"):
        # Django makes the rights of a model in the same signal, perhaps after this.
        create_permissions(app_config, **kwargs)
        ensure_roles()


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk=None)
    for name in names:
        app, _dot, code = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=code)
    return list(Permission.objects.filter(wanted))
