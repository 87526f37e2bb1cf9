"""Signing in: the two steps, what each refusal says, and what is kept of it."""

import pytest
from django.core import mail
from django.test import Client

from newsroom.accounts import devices, factors
from newsroom.accounts.models import SignIn
from newsroom.audit.models import Event

from .conftest import PASSWORD, code_of, give_app, sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def test_the_password_alone_opens_nothing(client, ada):
    secret = give_app(ada)
    answer = client.post(
        "/admin/login/", {"username": "ADA@example.com", "password": PASSWORD, "next": "/admin/audit/"}
    )
    assert answer.headers["Location"] == "/admin/login/second/"
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    before = client.session.session_key
    answer = client.post("/admin/login/second/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/admin/audit/"
    assert client.session.session_key != before and client.get("/admin/").status_code == 200
    assert Event.objects.get(verb="account.signed_in").details["how"] == "code"


def test_a_code_is_good_once(ada):
    secret = give_app(ada)
    code = code_of(secret)
    assert factors.accepts_code(ada, f"{code[:3]} {code[3:]}")
    assert not factors.accepts_code(ada, code)
    assert not factors.accepts_code(ada, code_of(secret, 5))
    assert factors.accepts_code(ada, code_of(secret, 1)) and not factors.accepts_code(ada, code)


@pytest.mark.parametrize("typed", ["", "x" * 10_000, "\0", "１２３４５６", "🙂", "<b>", "-1"])
def test_what_is_no_code_is_refused(client, ada, typed):
    give_app(ada)
    sign_in(client, ada)
    answer = client.post("/admin/login/second/", {"code": typed, "recovery": typed})
    assert answer.status_code == 422 and "That code is not right" in answer.text


def test_secrets_are_not_readable_in_the_database(ada):
    secret = give_app(ada)
    factors.make_codes(ada)
    kept = str(list(factors.Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept and len(kept) > 200


def test_a_recovery_code_opens_once_and_tells(client, ada, django_capture_on_commit_callbacks):
    give_app(ada)
    code = factors.make_codes(ada)[3]
    sign_in(client, ada)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/admin/login/second/", {"recovery": code.replace(" ", "-")}).status_code == 302
    assert client.get("/admin/").status_code == 200 and factors.codes_left(ada) == 9
    assert "A recovery code was used" in [each.subject for each in mail.outbox]
    other = Client()
    sign_in(other, ada)
    assert other.post("/admin/login/second/", {"recovery": code}).status_code == 422


def test_an_address_without_an_account_gets_the_same_answer(client, ada, staff):
    reader = staff("WRITER")
    reader.is_staff = False
    reader.save()
    answers = set()
    for email, password in (("ada@example.com", "x"), ("nobody@example.com", "x"), (reader.email, PASSWORD)):
        answer = client.post("/admin/login/", {"username": email, "password": password})
        answers.add((answer.status_code, answer.text.partition("</form>")[0].count("do not fit each other")))
        assert f'value="{email}"' in answer.text
    assert answers == {(422, 1)}


def test_a_right_password_of_before_is_worth_nothing_after_a_change(client, ada):
    secret = give_app(ada)
    sign_in(client, ada)
    ada.set_password("quite another password")
    ada.save()
    assert client.post("/admin/login/second/", {"code": code_of(secret)}).headers["Location"] == "/admin/login/"


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "x" * 3000]
)
def test_it_leads_nowhere_else(client, staff, to):
    user = staff("WRITER")
    answer = client.post("/admin/login/", {"username": user.email, "password": PASSWORD, "next": to})
    assert answer.status_code == 302 and answer.headers["Location"] == "/admin/"


def test_a_new_browser_is_told_of_and_a_known_one_is_not(ada, django_capture_on_commit_callbacks):
    ada.language = "uk"
    ada.save()
    secret = give_app(ada)
    first, second = Client(), Client()
    subjects = []
    for client, ahead in ((first, 0), (second, 1)):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/admin/login/", {"username": ada.email, "password": PASSWORD}, headers={"user-agent": FIREFOX})
            client.post("/admin/login/second/", {"code": code_of(secret, ahead)}, headers={"user-agent": FIREFOX})
        subjects.append([each.body for each in mail.outbox])
    assert subjects[0] == [] and len(subjects[1]) == 1 and "Firefox" in subjects[1][0]
    factors.Authenticator.objects.all().delete()
    second.post("/admin/logout/")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(second, ada)
        assert mail.outbox == []
        second.post("/admin/logout/")
        sign_in(second, ada, REMOTE_ADDR="203.0.113.9")
    assert len(mail.outbox) == 1


def test_what_is_kept_names_no_machine(client, ada):
    sign_in(client, ada, REMOTE_ADDR="198.51.100.23", headers={"user-agent": FIREFOX})
    row = SignIn.objects.get()
    assert (row.browser, row.system, row.how) == ("Firefox", "Linux", "password")
    assert "198.51" not in str(SignIn.objects.values()) and len(row.network) == 64 and len(row.device) == 64


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome", "Android"),
        ("<script>\0" * 500, "", ""),
    ],
)
def test_browsers_have_names(agent, browser, system):
    assert devices.read(agent) == (browser, system)


def test_the_cookies_are_guarded(client, ada, settings):
    settings.HTTPS = True
    answer = sign_in(client, ada)
    cookie = answer.cookies["__Host-device"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["domain"] and client.session.get_expiry_age() <= 14 * 24 * 3600


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/login/forgotten/", "/admin/account/second/app/"])
def test_the_door_has_the_strict_policy(client, ada, settings, address):
    client.force_login(ada)
    if "login" in address:
        client.post("/admin/logout/")
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200 and "unsafe" not in policy and "script-src 'self';" in policy
    assert " style=" not in answer.text and "no-store" in answer.headers["Cache-Control"]
