"""People at the door, with two factors required as is usual."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.test import Client

from newsroom.accounts import factors, roles, sessions
from newsroom.accounts.models import Attempt
from tests.factories import make_user

PASSWORD = "a long password"


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_TWO_FACTORS = "required"


@pytest.fixture
def ada(db):
    """An owner."""
    return make_user("ada@example.com", name="Ada", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(db):
    """Somebody of a role."""

    def of(role: str):
        user = make_user(is_staff=True)
        user.groups.add(Group.objects.get(name=getattr(roles, role)))
        return user

    return of


def code_of(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def give_app(user) -> str:
    """Set up an app for `user`, without the pages; return its key."""
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.session = Client().session
    secret = generate_totp_secret()
    # Of the half minute before: the present one is free for the test.
    assert factors.add_app(user, secret, code_of(secret, -1), request)
    return secret


def sign_in(client, user, secret: str = "", **extra):
    """Through the pages, as a person does."""
    answer = client.post("/admin/login/", {"username": user.email, "password": PASSWORD}, **extra)
    if secret:
        answer = client.post("/admin/login/second/", {"code": code_of(secret)}, **extra)
    return answer


def two_factors(client, user) -> None:
    """A client that is in with both."""
    client.force_login(user)
    session = client.session
    session[sessions.SECOND] = sessions.SHOWN
    session.save()


def stale(client) -> None:
    """The last confirmation was long ago."""
    session = client.session
    session[sessions.SURE] = 0
    session.save()


def wrong_tries(client, user, number: int, **extra):
    for _each in range(number):
        client.post("/admin/login/", {"username": user.email, "password": "wrong"}, **extra)
    return Attempt.objects.count()
