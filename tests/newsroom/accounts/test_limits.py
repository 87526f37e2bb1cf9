"""Guessing is limited for an account and a network, and honest people get in meanwhile."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.accounts.models import Attempt
from newsroom.audit.models import Event
from tests.factories import make_user

from .conftest import PASSWORD, give_app, sign_in, two_factors, wrong_tries


def test_strangers_are_stopped_and_told_until_when(client, ada):
    assert wrong_tries(client, ada, 10) == 10
    answer = sign_in(client, ada)
    assert answer.status_code == 429 and "Try again after" in answer.text
    assert Attempt.objects.count() == 10 and "sessionid" not in answer.cookies
    # The log has one line about all of them.
    assert Event.objects.get(verb="account.tries_failed").details == {"kind": "password", "number": 10}
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, ada).status_code == 302


def test_the_old_password_is_not_guessed_in_an_open_session(client, ada):
    two_factors(client, ada)
    new = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    for number in range(6):
        answer = client.post("/admin/password_change/", {"old_password": f"guess {number}", **new})
        assert answer.status_code == 200
    refused = client.post("/admin/password_change/", {"old_password": PASSWORD, **new}, follow=True)
    assert "Try again after" in refused.text
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    # What was right about the old one is no guess, whatever is wrong about the new one.
    for _each in range(10):
        client.post("/admin/password_change/", {"old_password": PASSWORD, **new, "new_password2": "another"})
    assert client.post("/admin/password_change/", {"old_password": PASSWORD, **new}).status_code == 302


def test_an_account_that_is_not_there_is_limited_alike(client, db):
    nobody = make_user("x@example.com")
    nobody.delete()
    wrong_tries(client, nobody, 10)
    assert sign_in(client, nobody).status_code == 429


def test_a_known_browser_is_not_locked_out_by_strangers(ada):
    own = Client()
    assert sign_in(own, ada).status_code == 302
    own.post("/admin/logout/")
    wrong_tries(Client(), ada, 12, REMOTE_ADDR="203.0.113.1")
    assert sign_in(Client(), ada, REMOTE_ADDR="203.0.113.1").status_code == 429
    assert sign_in(own, ada, REMOTE_ADDR="203.0.113.1").status_code == 302
    # A mark that somebody made up opens no second count.
    forged = Client()
    forged.cookies["device"] = "made-up:signature"
    assert sign_in(forged, ada).status_code == 429


def test_one_network_that_tries_many_accounts(db, client):
    people = [make_user(is_staff=True) for _each in range(3)]
    Attempt.objects.bulk_create(
        Attempt(kind="password", account=f"{number}", network=_network(), at=timezone.now()) for number in range(60)
    )
    assert sign_in(client, people[0]).status_code == 429
    assert sign_in(client, people[0], REMOTE_ADDR="203.0.113.1").status_code == 302


def _network() -> str:
    from newsroom.networks import network_of

    return network_of("127.0.0.1")


def test_codes_are_guessed_six_times(client, ada):
    secret = give_app(ada)
    sign_in(client, ada)
    statuses = [client.post("/admin/login/second/", {"code": "000000"}).status_code for _each in range(7)]
    assert statuses == [422] * 6 + [429]
    assert sign_in(client, ada, secret).status_code == 429


def test_a_day_has_an_end_too(client, ada):
    past = timezone.now() - timedelta(hours=3)
    from newsroom.accounts.attempts import key_of

    Attempt.objects.bulk_create(
        Attempt(kind="password", account=key_of(ada.email), network="", at=past) for _each in range(60)
    )
    assert sign_in(client, ada).status_code == 429


@pytest.mark.parametrize("typed", ["", "\0", "x" * 10_000, "🙂@example.com", "<script>@x", "x@" + "y" * 300])
def test_odd_addresses_get_a_sentence(client, db, typed):
    assert client.post("/admin/login/", {"username": typed, "password": PASSWORD}).status_code == 422
