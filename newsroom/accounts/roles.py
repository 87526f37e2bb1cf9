"""What the people of a newsroom may do: five roles, kept as groups.

A writer begins articles, writes their own drafts and hands them to the editors; an editor writes
and publishes any; a chief editor also withdraws, deletes, changes what the whole site shows and
gives the roles below their own; a picture editor keeps the library and reads the articles it is
for; pledge staff look after those who pay and see no drafts. All else about accounts is an owner's
(a superuser's) alone.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib import admin
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from newsroom.accounts.models import User
from newsroom.audit.log import record

WRITER = "Writer"
EDITOR = "Editor"
CHIEF_EDITOR = "Chief editor"
PICTURE_EDITOR = "Picture editor"
PLEDGE_STAFF = "Pledge staff"

# What a chief editor may give and take; their own role, and the money's, are an owner's.
GIVEN_BY_CHIEF = (WRITER, EDITOR, PICTURE_EDITOR)


OURS = frozenset({"newsroom", "articles", "patrons"})


def _all(app: str, models: str, verbs: str = "view add change") -> list[str]:
    return [f"{app}.{verb}_{model}" for model in models.split() for verb in verbs.split()]


# What hangs on an article in lines has rights of its own in Django: a role needs them too.
# Who may add an article and neither view nor change articles in general has their own ones only: a
# writer. They choose among the tags that there are: each has a page that readers see.
_WRITER = [
    "articles.add_article",
    *_all("articles", "articlebyline relatedlink", "view add change delete"),
    *_all("articles", "picture", "view add"),
    *_all("articles", "section tag author", "view"),
]
_PICTURE_EDITOR = [
    *_all("articles", "picture", "view add change delete"),
    *_all("articles", "article articlebyline relatedlink articleversion section tag author", "view"),
]
_EDITOR = [
    *_all("articles", "article picture tag author frontslot source story", "view add change"),
    "articles.view_approvalrule",
    *_all("articles", "articlebyline relatedlink frontslot", "view add change delete"),
    *_all("articles", "front section page correction articleversion partnerfeed", "view"),
    "articles.change_front",
    "articles.publish_article",
    # What to report is theirs to decide; who asked for it and who voted is not theirs to know.
    *_all("patrons", "topic topicround", "view add change"),
]
_CHIEF_EDITOR = [
    *_EDITOR,
    *_all("articles", "section page front", "view add change delete"),
    *_all("articles", "article picture tag author source story", "delete"),
    *_all("articles", "approvalrule", "view add change delete"),
    "articles.withdraw_article",
    # Their words, and one that was made by mistake.
    *_all("articles", "correction", "change delete"),
    *_all("articles", "checklevel", "view change"),
    *_all("articles", "redirect partnerfeed", "view add change delete"),
    *_all("articles", "import", "view add"),
    *_all("site", "sitesettings", "view change"),
    *_all("site", "menuitem socialaccount", "view add change delete"),
    *_all("accounts", "user", "view change"),
    "audit.view_event",
]

# Money and names are theirs and an owner's, and nobody's who writes.
_PLEDGE_STAFF = [
    *_all("patrons", "patron pledge payment ledgerentry providerevent discrepancy grant", "view"),
    *_all("patrons", "tier tierprice campaign provideraccount", "view add change"),
    *_all("patrons", "bankaccount otherway", "view add change delete"),
    *_all("patrons", "bankstatement", "view add"),
    *_all("patrons", "bankline", "view add change"),
    *_all("patrons", "patron discrepancy", "change"),
    "patrons.cancel_pledge",
    "patrons.refund_payment",
    "patrons.replay_event",
    "patrons.export_pledge",
    "patrons.see_figures",
]

ROLES: dict[str, tuple[str, ...]] = {
    WRITER: tuple(_WRITER),
    EDITOR: tuple(dict.fromkeys(_EDITOR)),
    CHIEF_EDITOR: tuple(dict.fromkeys(_CHIEF_EDITOR)),
    PICTURE_EDITOR: tuple(_PICTURE_EDITOR),
    PLEDGE_STAFF: tuple(_PLEDGE_STAFF),
}


# Groups have one name in the database; people read it in their language.
NAMES = {
    WRITER: _("Writer"),
    EDITOR: _("Editor"),
    CHIEF_EDITOR: _("Chief editor"),
    PICTURE_EDITOR: _("Picture editor"),
    PLEDGE_STAFF: _("Pledge staff"),
}
# What each may do, for whoever gives it.
IN_WORDS = {
    WRITER: _("writes their own drafts and hands them to the editors"),
    EDITOR: _("writes any article, publishes, schedules and corrects"),
    CHIEF_EDITOR: _("withdraws and deletes too, and looks after the site, its people and its log"),
    PICTURE_EDITOR: _("looks after the picture library, and reads the articles"),
    PLEDGE_STAFF: _("looks after those who pay, and sees no drafts"),
}


def called(name: str) -> str:
    """Return what a role is called in the language of the page; an owner's own groups keep their names."""
    return str(NAMES.get(name, name))


def ensure_roles() -> None:
    """Make the groups, and give each what it lacks. What an owner added to a group stays."""
    for name, wanted in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        held = {f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")}
        missing = [permission for permission in wanted if permission not in held]
        if missing:
            group.permissions.add(*_permissions(missing))


def give_role(user: User, role: str, *, by: Any = None) -> None:
    """Put an account into one of `ROLES`, which also opens the desk to it."""
    before = held(user)
    user.groups.add(Group.objects.get(name=role))
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    note_roles(user, before, by)


def held(user: User) -> set[str]:
    """Return the names of the roles, and of an owner's own groups, that an account has."""
    return set(user.groups.values_list("name", flat=True))


def note_roles(user: User, before: set[str], by: Any) -> None:
    """Write down which roles were given and taken since `before`, as `held` returned it."""
    after = held(user)
    for verb, names in (("role.given", after - before), ("role.taken", before - after)):
        for name in sorted(names):
            record(verb, user, by=by, role=name)


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


def that_open_something(permissions: QuerySet[Permission]) -> QuerySet[Permission]:
    """Return those of `permissions` that something here asks for.

    That is what stands at the desk, what we named ourselves, and what some role has. The rest are rights over
    tables of libraries, and over ours that nobody opens: who had them would have nothing.
    """
    wanted = Q(pk__in=[])
    for model in admin.site._registry:
        if model.__module__.partition(".")[0] in OURS:
            wanted |= Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
    for names in ROLES.values():
        wanted |= Q(pk__in=[each.pk for each in _permissions(names)])
    return permissions.filter(wanted)


def gives_roles(user: Any) -> bool:
    """Say whether `user` may give roles to others: an owner, or a chief editor."""
    return user.is_superuser or CHIEF_EDITOR in held(user)
