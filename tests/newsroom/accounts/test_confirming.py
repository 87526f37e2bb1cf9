"""Money, accounts and roles ask once more who it is, and what was typed is done afterwards."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from newsroom.accounts import roles
from newsroom.accounts.models import User
from newsroom.audit.models import Event
from tests.patrons.desk_records import Money

from .conftest import PASSWORD, code_of, give_app, stale, two_factors

NEW = {
    "email": "new@example.com", "name": "<b>Ніна</b> 🙂", "usable_password": "true",
    "password1": "correct horse battery", "password2": "correct horse battery",
}  # fmt: skip
ADD = "/admin/accounts/user/add/"


@pytest.fixture
def owner(client, ada):
    two_factors(client, ada)
    stale(client)
    return client


def test_nothing_typed_is_lost(owner, ada):
    asked = owner.post(ADD, NEW)
    assert asked.status_code == 200 and "Is it you?" in asked.text and not User.objects.filter(email=NEW["email"])
    assert "&lt;b&gt;Ніна&lt;/b&gt; 🙂" in asked.text
    wrong = owner.post(ADD, NEW | {"confirm_password": "wrong"})
    assert wrong.status_code == 422 and "not your password" in wrong.text and "new@example.com" in wrong.text
    assert owner.post(ADD, NEW | {"confirm_password": PASSWORD}).status_code == 302
    assert User.objects.get(email="new@example.com").name == NEW["name"]
    # For a while nothing is asked.
    assert "Is it you?" not in owner.post(ADD, NEW).text
    assert Event.objects.get(verb="account.confirmed").details == {"how": "password"}


def test_a_code_of_the_app_confirms(owner, ada):
    secret = give_app(ada)
    two_factors(owner, ada)
    stale(owner)
    assert "Use a code of your app" in owner.post(ADD, NEW).text
    assert owner.post(ADD, NEW | {"confirm_code": code_of(secret)}).status_code == 302


def test_guessing_is_limited_here_too(owner):
    statuses = [owner.post(ADD, NEW | {"confirm_password": "wrong"}).status_code for _each in range(7)]
    answer = owner.post(ADD, NEW | {"confirm_password": PASSWORD})
    assert statuses == [422] * 7 and "Try again after" in answer.text


def test_who_may_not_is_not_helped_by_confirming(client, staff):
    two_factors(client, staff("EDITOR"))
    stale(client)
    assert client.post(ADD, NEW | {"confirm_password": PASSWORD}).status_code == 403


PLACES = [
    "admin/accounts/user/{user}/change/", "admin/accounts/user/{user}/delete/", "admin/accounts/user/{user}/password/",
    "admin/accounts/user/{user}/sign-ins/", "admin/accounts/user/", "admin/auth/group/add/",
    "admin/auth/group/{group}/change/", "admin/account/second/app/", "admin/account/second/passkey/",
    "admin/account/second/codes/", "admin/account/factors/1/remove/",
    "admin/patrons/pledge/payment/<int:payment>/refund/", "admin/patrons/pledge/refund/<int:refund>/again/",
    "admin/patrons/pledge/<int:pledge>/do/cancel/", "admin/patrons/patron/<int:patron>/do/merge/",
    "admin/patrons/patron/<int:patron>/do/give/", "admin/patrons/patron/grant/<int:grant>/take-back/",
    "admin/patrons/bankstatement/<int:statement>/forget/", "admin/patrons/pledge/export/pledges/csv/",
    "admin/patrons/pledge/export/payments/csv/", "admin/patrons/patron/export/patrons/xlsx/",
    "admin/patrons/ledgerentry/export/ledger/csv/", "admin/patrons/provideraccount/add/",
    "admin/patrons/provideraccount/<int:account>/change/", "admin/patrons/pledge/import/<uuid:table>/confirm/",
]  # fmt: skip


def test_every_place_asks(owner, ada, staff):
    other, group = staff("WRITER"), Group.objects.get(name=roles.EDITOR)
    words = Money().words | {"{user}": other.pk, "{group}": group.pk}
    for place in PLACES:
        for word, value in words.items():
            place = place.replace(word, str(value))
        answer = owner.post(f"/{place}", {"confirm_me": "x"})
        assert answer.status_code == 200 and "Is it you?" in answer.text, place


def test_reading_asks_nothing(owner):
    assert "Is it you?" not in owner.get(reverse("admin:accounts_user_changelist")).text


def test_who_comes_back_to_the_page_of_codes_is_led_to_their_account(owner):
    answer = owner.get(reverse("recovery_codes"))
    assert (answer.status_code, answer.url) == (302, reverse("own_account"))
