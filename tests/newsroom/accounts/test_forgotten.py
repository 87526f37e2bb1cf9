"""A forgotten password: a link by mail that works once, and the same answer for everybody."""

import re

import pytest
from django.core import mail
from django.test import Client

from newsroom.accounts.models import SignIn
from tests.factories import make_user

from .conftest import two_factors

ASK = "/admin/login/forgotten/"
NEW = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}


@pytest.fixture
def asked(client, ada, django_capture_on_commit_callbacks):
    def ask(email: str) -> str:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(ASK, {"email": email})
        assert answer.status_code == 200
        return answer.text.replace(email, "…")

    return ask


def test_everybody_gets_the_same_answer(asked, ada):
    known = asked("ada@example.com")
    assert len(mail.outbox) == 1
    make_user("reader@example.com")
    assert asked("nobody@example.com") == known and mail.outbox == []
    assert asked("reader@example.com") == known and mail.outbox == []


def test_the_link_works_once_and_signs_nobody_in(asked, ada):
    there = Client()
    two_factors(there, ada)
    asked("ada@example.com")
    link = re.search(r"http://\S+(/admin/login/forgotten/\S+)", mail.outbox[0].body)[1]
    client = Client()
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert "set-password" in address and form.status_code == 200
    bad = client.post(address, {"new_password1": "short", "new_password2": "short"})
    assert bad.status_code == 422
    assert client.post(address, NEW).headers["Location"] == "/admin/login/?changed=1"
    ada.refresh_from_db()
    assert ada.check_password(NEW["new_password1"])
    assert client.get("/admin/").status_code == 302 and there.get("/admin/").status_code == 302
    assert not SignIn.objects.filter(ended_at=None).exists()
    assert "was used" in Client().get(link, follow=True).text


def test_it_is_limited(client, ada, asked):
    for _each in range(3):
        asked("ada@example.com")
    answer = client.post(ASK, {"email": "Ada@Example.com"})
    assert answer.status_code == 429 and "Try again after" in answer.text


@pytest.mark.parametrize("typed", ["", "x", "\0@example.com", "x" * 10_000])
def test_what_is_no_address(client, db, typed):
    assert client.post(ASK, {"email": typed}).status_code == 422


@pytest.mark.parametrize("path", ["MQ/x-y/", "🙂/x/", "999999999999999999/a-b/"])
def test_links_that_never_were(client, ada, path):
    assert "was used" in client.get(f"{ASK}{path}", follow=True).text
