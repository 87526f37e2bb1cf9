"""People of each role, signed in, and what a browser sends for an article's form."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from articles.merging import Seen
from articles.models import Article
from newsroom.accounts import roles
from tests.factories import make_section, make_user

CHANGE = re.compile(r"/admin/articles/article/(\d+)/change/$")
STEP = re.compile(r"/admin/articles/article/(\d+)/(?:do/\w+|move|plan)/$")
DELETE = re.compile(r"/admin/articles/article/(\d+)/delete/$")


class DeskClient(Client):
    """Sends what every form of the desk carries, unless a test says otherwise: that it was opened just now."""

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        if data is None or isinstance(data, dict):
            data = _opened_now(path, data or {}) | (data or {})
        return super().post(path, data, *args, **kwargs)


def _opened_now(path: str, data: dict[str, Any]) -> dict[str, Any]:
    if found := CHANGE.search(path):
        return {"seen": Seen(_revision(found[1]), {}).written()}
    if found := STEP.search(path):
        return {"seen": _revision(found[1])}
    if path.partition("?")[0].endswith("/articles/article/") and "action" in data:
        return {f"revision-{pk}": _revision(pk) for pk in data.get("_selected_action", [])}
    if found := DELETE.search(path):
        return {f"revision-{found[1]}": _revision(found[1])}
    return {}


def _revision(pk: Any) -> int:
    return Article.objects.filter(pk=pk).values_list("revision", flat=True).first() or 0


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
        client = DeskClient()
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
