"""People who write, and the form of an article as their browsers send it."""

import json
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.articles.admin.conftest import management, typed
from tests.factories import make_user

__all__ = ["change", "form_of", "typed", "typing", "writer"]


@pytest.fixture
def writer(db):
    """A client of somebody who may write articles; `name` is who."""

    def client_of(name: str = "Ada") -> Client:
        client = Client()
        user = make_user(name=name, is_staff=True)
        codes = ["view_article", "change_article", "add_article", "view_articlebyline", "add_articlebyline"]
        codes += ["change_articlebyline", "delete_articlebyline", "add_tag"]
        user.user_permissions.set(Permission.objects.filter(codename__in=codes))
        client.force_login(user)
        client.user = user
        return client

    return client_of


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def typing(client, article=None, form=(), **more):
    sent = {"article": article and article.pk, "key": str(uuid.uuid4()), "tab": str(uuid.uuid4())}
    sent |= {"form": [list(pair) for pair in form]} | more
    return client.post(reverse("desk_autosave"), json.dumps(sent), content_type="application/json")


def form_of(article, client, **fields):
    """The form as the browser would send it, with some fields typed over."""
    page = client.get(change(article))
    shown = page.context["adminform"].form
    data = {name: shown[name].value() or "" for name in ("headline", "deck", "body", "section", "genre", "language")}
    data |= management("bylines") | {"seen": page.context["saving"]["seen"], "shows_appeal": "on"}
    return [(name, str(value)) for name, value in (data | fields).items()]
