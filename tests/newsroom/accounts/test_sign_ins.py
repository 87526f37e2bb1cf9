"""Where somebody is signed in: seen, and ended from elsewhere."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from newsroom.accounts import factors, sessions
from newsroom.accounts.models import SignIn
from newsroom.audit.models import Event
from tests.factories import make_user

from .conftest import PASSWORD, give_app, two_factors


@pytest.fixture
def here(ada):
    client = Client()
    two_factors(client, ada)
    return client


@pytest.fixture
def there(ada):
    client = Client()
    two_factors(client, ada)
    return client


def test_one_is_ended_at_once(here, there, ada):
    page = here.get("/admin/account/")
    assert page.text.count("End the sign-in of") == 1 and "this one" in page.text
    other = there.session[sessions.SIGN_IN]
    assert here.post(f"/admin/account/sign-ins/{other}/end/").status_code == 302
    assert there.get("/admin/").status_code == 302 and here.get("/admin/").status_code == 200


def test_nobody_ends_anothers(here, db):
    other = make_user(is_staff=True)
    client = Client()
    client.force_login(other)
    number = here.session[sessions.SIGN_IN]
    assert client.post(f"/admin/account/sign-ins/{number}/end/").status_code == 404
    assert client.post("/admin/account/sign-ins/999999999999999999999/end/").status_code == 404
    assert here.get("/admin/").status_code == 200


def test_all_others_are_ended(here, there):
    here.post("/admin/account/sign-ins/end-others/")
    assert there.get("/admin/").status_code == 302 and here.get("/admin/").status_code == 200


def test_a_new_password_ends_the_others_and_is_told(here, there, ada, django_capture_on_commit_callbacks):
    new = {"old_password": PASSWORD, "new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post("/admin/password_change/", new).status_code == 302
    assert there.get("/admin/").status_code == 302 and here.get("/admin/").status_code == 200
    assert [each.subject for each in mail.outbox] == ["Your password was changed"]
    assert SignIn.objects.filter(ended_at=None).count() == 1
    # Its session got a new name, and can still be ended.
    sessions.end_all(ada)
    assert here.get("/admin/").status_code == 302


@pytest.mark.parametrize("field", ["is_staff", "is_active"])
def test_who_leaves_is_signed_out(here, ada, field):
    setattr(ada, field, False)
    ada.save()
    assert SignIn.objects.filter(ended_at=None).count() == 0
    assert here.get("/admin/").status_code == 302


def test_signing_out_ends_it(here):
    here.post("/admin/logout/")
    assert SignIn.objects.get().ended_at


def test_being_seen_is_written_every_few_minutes(here, django_assert_num_queries):
    here.get("/admin/account/")
    before = SignIn.objects.get().seen_at
    here.get("/admin/account/")
    assert SignIn.objects.get().seen_at == before
    session = here.session
    session[sessions.SEEN] -= 301
    session.save()
    here.get("/admin/account/")
    assert SignIn.objects.get().seen_at > before


def test_the_page_asks_as_much_for_thirty_as_for_three(here, ada, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (3, 27):
        SignIn.objects.bulk_create(SignIn(user=ada, browser="Firefox") for _each in range(number))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            here.get("/admin/account/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_owner_ends_anothers_and_takes_factors_off(here, db, django_capture_on_commit_callbacks):
    other = make_user("bo@example.com", is_staff=True)
    give_app(other)
    factors.make_codes(other)
    client = Client()
    two_factors(client, other)
    address = reverse("admin:account_sign_ins", args=[other.pk])
    assert "Take all factors off" in here.get(address).text
    here.post(address, {"what": "end", "sign_in": str(client.session[sessions.SIGN_IN])})
    assert client.get("/admin/").status_code == 302
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        here.post(address, {"what": "take_off"})
    assert factors.of(other) == [] and factors.codes_left(other) is None
    assert mail.outbox[0].to == ["bo@example.com"]
    assert Event.objects.filter(verb="account.factors_taken_off", actor="Ada").exists()
    for wrong in ({"what": "end", "sign_in": "9" * 30}, {"what": "end", "sign_in": "x"}, {"what": "\0"}, {}):
        assert here.post(address, wrong).status_code == 302


def test_nobody_else_sees_anothers(ada, staff):
    client = Client()
    two_factors(client, staff("CHIEF_EDITOR"))
    assert client.get(reverse("admin:account_sign_ins", args=[ada.pk])).status_code == 403


def test_an_owner_takes_off_none_of_their_own_there(here, ada):
    give_app(ada)
    two_factors(here, ada)
    here.post(reverse("admin:account_sign_ins", args=[ada.pk]), {"what": "take_off"})
    assert factors.has_any(ada)


def test_the_last_owner_is_helped_by_the_machine(ada, capsys):
    give_app(ada)
    call_command("take_off_factors", "ADA@example.com")
    assert not factors.has_any(ada) and "taken off" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no account"):
        call_command("take_off_factors", "x@example.com")
