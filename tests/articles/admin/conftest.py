"""People of each role, signed in, and what a browser sends for an article's form."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from newsroom.accounts import roles
from tests.factories import make_section, make_user

GROUPS = {
    "writer": roles.WRITER,
    "editor": roles.EDITOR,
    "chief": roles.CHIEF_EDITOR,
    "pictures": roles.PICTURE_EDITOR,
    "pledge": roles.PLEDGE_STAFF,
}


@pytest.fixture
def signed_in(db):
    """A client of a role: one of `GROUPS`, "owner", "staff" (no role), "reader" (no staff), "nobody" (anonymous)."""

    def client_of(who: str) -> Client:
        client = Client()
        if who == "nobody":
            return client
        user = make_user(is_staff=who != "reader", is_superuser=who == "owner")
        if who in GROUPS:
            user.groups.add(Group.objects.get(name=GROUPS[who]))
        client.force_login(user)
        client.user = user
        return client

    return client_of


@pytest.fixture
def writer(signed_in):
    return signed_in("writer")


@pytest.fixture
def editor(signed_in):
    return signed_in("editor")


@pytest.fixture
def chief(signed_in):
    return signed_in("chief")


def management(prefix: str, total: int = 0, initial: int = 0) -> dict[str, Any]:
    return {
        f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000,
    }  # fmt: skip


@pytest.fixture
def typed(db):
    """What the browser sends for an article, with the fields given over honest defaults."""

    def data(**fields: Any) -> dict[str, Any]:
        return {
            "headline": "Parliament sets a date", "deck": "After a year.", "body": "<p>The date is set.</p>",
            "section": make_section(name="Politics", slug="politics").pk, "genre": "news", "language": "en",
            "shows_appeal": "on", "priority": 2, **management("bylines"), **management("related_links"), "_save": "",
        } | fields  # fmt: skip

    return data
