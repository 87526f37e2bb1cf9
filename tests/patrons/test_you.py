"""A patron's own pages: for nobody else, with the verbs, and with the way out."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from patrons import visits
from patrons.models import LedgerEntry, Patron, Payment, Pledge, ProviderEvent, SupportDraft
from patrons.providers.base import Abilities, NotReady, Refused, Unreachable
from tests.factories import make_user

from .conftest import Obedient, make_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(provider, monkeypatch):
    monkeypatch.setattr("patrons.views.you.provider_for", lambda key: provider)
    monkeypatch.setattr("patrons.forgetting.provider_for", lambda key: provider)
    monkeypatch.setattr(
        Obedient, "abilities", Abilities(recurring=True, change_amount=True, pause=True, portal=True), raising=False
    )
    monkeypatch.setattr(Obedient, "shred", lambda self, payload: {"shredded": True}, raising=False)
    monkeypatch.setattr(Obedient, "portal_url", lambda self, known, back: f"{back}?portal", raising=False)
    return provider


def come_in(patron, client=None):
    client = client or Client()
    session = client.session
    session[visits.KEY] = [str(patron.public_id), 4_000_000_000]
    session.save()
    return client


@pytest.fixture
def olha(paid, provider):
    client = come_in(paid.patron)
    client.provider = provider
    return client


def post(client, pledge, verb, **data):
    return client.post(reverse("patron_change", args=[pledge.public_id, verb]), data)


def test_the_whole_way_in_by_mail(paid, client, mailoutbox, django_capture_on_commit_callbacks, provider):
    assert client.get("/support/you/").headers["Location"] == "/support/sign-in/"
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/support/sign-in/", {"email": paid.patron.email})
    assert "Look into your mail" in page.text
    link = next(line for line in mailoutbox[0].body.splitlines() if "/support/sign-in/" in line)
    path = "/support/" + link.partition("/support/")[2]
    for _scanner in range(3):
        assert "One more press" in client.get(path).text
        assert client.get("/support/you/").status_code == 302
    assert client.post(path).headers["Location"] == "/support/you/"
    page = client.get("/support/you/")
    assert "€5 monthly" in page.text and "The next payment is on 31 March 2026" in page.text
    assert "no-store" in page.headers["Cache-Control"] and "private" in page.headers["Cache-Control"]
    assert client.post(path).status_code == 410 == client.get(path).status_code
    client.post("/support/sign-out/")
    assert client.get("/support/you/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Write the address"), ("x", "no e-mail address"), ("<b>@x", "&lt;b&gt;@x"), ("a\0b", "ab")]
)
def test_what_is_no_address_gets_a_sentence_and_stays(client, db, typed, said):
    page = client.post("/support/sign-in/", {"email": typed})
    assert page.status_code == 422 and said in page.text and "<title>Error:" in page.text


def test_who_is_no_patron_reads_the_same(paid, client):
    pages = []
    for email in (paid.patron.email, "x@example.com"):
        page = client.post("/support/sign-in/", {"email": email})
        assert page.status_code == 200
        pages.append(re.sub(r'value="[^"]*"', "", page.text.replace(email, "")))
    assert pages[0] == pages[1]
    page = client.post("/support/sign-in/code/", {"email": "x@example.com", "code": "123456"})
    assert page.status_code == 422 and "not the one" in page.text


def test_amount_pause_resume_and_end(olha, paid, provider):
    assert post(olha, paid, "amount", amount="8,50").headers["Location"] == "/support/you/?done=amount"
    assert post(olha, paid, "pause", until="2999-01-31").status_code == 302
    page = olha.get("/support/you/?done=pause")
    assert "Paused until" in page.text and "2999" in page.text and "€8.50" in page.text
    post(olha, paid, "resume")
    assert "End your support?" in olha.get(reverse("patron_change", args=[paid.public_id, "cancel"])).text
    paid.refresh_from_db()
    assert paid.state == "active"
    post(olha, paid, "cancel")
    paid.refresh_from_db()
    assert (paid.state, paid.amount_minor) == ("canceling", 850)
    assert "It ends on" in olha.get("/support/you/").text


@pytest.mark.parametrize(
    ("verb", "data", "said"),
    [
        ("amount", {"amount": "ten"}, "“ten” is no amount"),
        ("amount", {"amount": "1.234"}, "more digits"),
        ("amount", {"amount": "9" * 15}, "too much"),
        ("amount", {}, "is no amount"),
        ("amount", {"amount": "0"}, "€0 is too little for one payment: write €2 or more."),
        ("amount", {"amount": "1.99"}, "too little"),
        ("amount", {"amount": "100000.01"}, "write to us about a larger gift"),
        ("pause", {"until": "tomorrow"}, "is no day"),
        ("pause", {"until": "2001-01-01"}, "in the past"),
        ("pause", {"until": "99999-01-01"}, "is no day"),
        ("resume", {}, "“active” by now"),
    ],
)
def test_bad_input_is_told_beside_the_pledge_and_stays(olha, paid, verb, data, said):
    page = post(olha, paid, verb, **data)
    assert page.status_code == 422 and said in page.text and "<title>Error:" in page.text
    for value in data.values():
        assert value in page.text
    assert 'id="amount-error"' in page.text or verb != "amount"
    assert olha.provider.asked == []


@pytest.mark.parametrize(("error", "status"), [(Refused("Not that card."), 422), (Unreachable(), 502)])
def test_a_provider_that_says_no_or_nothing(olha, paid, provider, error, status):
    provider.fails_with = error
    page = post(olha, paid, "cancel")
    assert page.status_code == status and ("Not that card." in page.text or "nothing is done twice" in page.text)


def test_another_card_is_changed_at_the_provider(olha, paid):
    assert olha.post(reverse("patron_card", args=[paid.public_id])).headers["Location"].endswith("/support/you/?portal")


def test_nobody_reaches_what_is_anothers(olha, paid, account):
    other = make_pledge(account, subscription_ref="sub_other")
    assert post(olha, other, "cancel").status_code == 404
    stranger = come_in(other.patron)
    payment = Payment.objects.get()
    assert olha.get(reverse("patron_receipt", args=[payment.public_id])).status_code == 200
    assert stranger.get(reverse("patron_receipt", args=[payment.public_id])).status_code == 404
    assert stranger.post(reverse("patron_card", args=[paid.public_id])).status_code == 404
    staff = Client()
    staff.force_login(make_user(is_staff=True, is_superuser=True))
    assert staff.get("/support/you/").status_code == 302
    Patron.objects.filter(pk=paid.patron_id).update(merged_into=other.patron_id)
    assert olha.get("/support/you/").status_code == 302


def test_every_address_asks_who_is_there(client, paid):
    for name, arguments in (
        ("patron_you", []), ("patron_download", []), ("patron_erase", []), ("patron_settings", []),
        ("patron_receipt", [paid.public_id]), ("patron_card", [paid.public_id]),
        ("patron_change", [paid.public_id, "cancel"]),
    ):  # fmt: skip
        for method in (client.get, client.post):
            assert method(reverse(name, args=arguments)).status_code in (302, 405), name
    paid.refresh_from_db()
    assert paid.state == "active"


def test_what_others_see_is_theirs_to_say_and_looked_at_again(olha, paid):
    patron = paid.patron
    Patron.objects.filter(pk=patron.pk).update(wall_approved_at=paid.created_at, wall_name="Old", visibility="public")
    page = olha.post("/support/you/settings/", {"visibility": "public", "wall_name": " New \0 name ", "name": "Olha K"})
    assert page.status_code == 302
    patron.refresh_from_db()
    assert (patron.wall_name, patron.wall_approved_at, patron.name) == ("New name", None, "Olha K")
    assert patron.no_mail_about == ["renewal", "topic"]
    for wrong in ({"visibility": "all"}, {"visibility": "public", "wall_name": "x" * 81}):
        assert olha.post("/support/you/settings/", wrong).status_code == 422


def test_all_that_is_kept_can_be_had(olha, paid):
    file = olha.get("/support/you/download/")
    assert "attachment" in file.headers["Content-Disposition"]
    found = json.loads(file.content)
    assert found["patron"]["email"] == paid.patron.email
    assert found["pledges"][0]["payments"][0]["amount"] == {"minor": 500, "currency": "EUR"}
    assert found["pledges"][0]["books"][0]["kind"] == "charge"


def test_forgotten_the_books_stay(olha, paid, account):
    patron = paid.patron
    ProviderEvent.objects.create(
        account=account, event_id="e", kind="k", pledge=paid, payload={"name": "Olha"}, sha256=""
    )
    SupportDraft.objects.create(said={"email": patron.email.upper()})
    other = SupportDraft.objects.create(said={"email": "other@example.com"})
    books = list(LedgerEntry.objects.values())
    assert "Shall we forget you?" in olha.get("/support/you/erase/").text
    assert Patron.objects.get(pk=patron.pk).erased_at is None
    assert "You are forgotten" in olha.post("/support/you/erase/").text
    patron.refresh_from_db()
    paid.refresh_from_db()
    assert (patron.email, patron.name, patron.email_key) == ("", "", f"erased:{patron.public_id}")
    assert paid.state == "ended" and list(LedgerEntry.objects.values()) == books
    assert SupportDraft.objects.get() == other
    assert ProviderEvent.objects.get().payload == {"shredded": True}
    assert olha.get("/support/you/").status_code == 302
    # The same address may come again, as somebody new.
    assert Patron.objects.create(email="reader1@example.com").pk != patron.pk
    assert Pledge.objects.get().patron_id == patron.pk and str(patron).startswith("Erased patron")


def test_who_cannot_be_ended_is_not_forgotten(olha, paid, provider):
    provider.fails_with = Unreachable()
    page = olha.post("/support/you/erase/")
    assert page.status_code == 502 and "Nothing was forgotten yet" in page.text
    assert Patron.objects.get(pk=paid.patron_id).email
    provider.fails_with = NotReady("no key")
    assert olha.post("/support/you/erase/").status_code == 502
