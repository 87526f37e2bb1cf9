"""A patron's own pages: for nobody else, with the verbs, and with the way out."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from patrons import visits
from patrons.models import (
    Grant,
    LedgerEntry,
    Patron,
    Payment,
    Pledge,
    ProviderAccount,
    ProviderEvent,
    SupportDraft,
    Tier,
    TierPrice,
)
from patrons.providers.base import Abilities, NotReady, Refused, Unreachable
from tests.factories import make_user

from .conftest import Obedient, day, make_pledge

pytestmark = pytest.mark.django_db
AHEAD = timezone.localdate() + timedelta(days=100)


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
    assert post(olha, paid, "amount", amount="8,50").headers["Location"].startswith("/support/you/?done=amount")
    assert post(olha, paid, "pause", until=AHEAD.isoformat()).status_code == 302
    page = olha.get("/support/you/?done=pause")
    assert "Paused until" in page.text and str(AHEAD.year) in page.text and "€8.50" in page.text
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
        ("amount", {"amount": "1.2345"}, "at most 2 digits"),
        ("amount", {"amount": "9" * 15}, "€100,000 or less, and write to us"),
        ("amount", {}, "Amount: Enter an amount"),
        ("amount", {"amount": "1,000"}, "may mean thousands"),
        ("pause", {}, "Go on from: Choose the day"),
        ("amount", {"amount": "0"}, "€0 is too little for one payment: write €2 or more."),
        ("amount", {"amount": "1.99"}, "too little"),
        ("amount", {"amount": "100000.01"}, "€100,000 or less, and write to us"),
        ("pause", {"until": "tomorrow"}, "is no day"),
        ("pause", {"until": "2001-01-01"}, "in the past"),
        ("pause", {"until": "99999-01-01"}, "is no day"),
        ("pause", {"until": "1800-01-01"}, "The year 1800 cannot be meant"),
        ("pause", {"until": "9999-12-31"}, "too far away"),
        ("pause", {"until": "2999-12-31"}, "a year at most"),
        ("resume", {}, "goes on already"),
    ],
)
def test_bad_input_is_told_beside_the_pledge_and_stays(olha, paid, verb, data, said):
    page = post(olha, paid, verb, **data)
    assert page.status_code == 422 and said in page.text and "<title>Error:" in page.text
    for value in data.values():
        assert value in page.text
    assert 'id="amount-error-1"' in page.text or verb != "amount"
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


def test_what_is_ticked_is_written_about(olha, paid):
    Patron.objects.filter(pk=paid.patron_id).update(no_mail_about=["topic"])
    page = olha.get("/support/you/").text
    assert "Write to me" in page and "do without" not in page
    assert 'name="mail_renewal" checked' in page and 'name="mail_topic">' in page
    olha.post("/support/you/settings/", {"visibility": "secret", "mail_topic": "on"})
    assert Patron.objects.get(pk=paid.patron_id).no_mail_about == ["renewal"]


def test_what_has_ended_stands_after_what_goes_on_and_offers_the_way_back(olha, paid, account, demo_bank):
    post(olha, paid, "cancel")
    later = make_pledge(account, 1250, patron=paid.patron, interval="year", subscription_ref="sub_later")
    Pledge.objects.filter(pk=later.pk).update(state="ended", ended_at=day(3))
    text = olha.get("/support/you/").text
    assert text.index("€5 monthly") < text.index("What has ended") < text.index("€12.50 yearly")
    address = f"/support/you/{later.public_id}/again/"
    assert address in text
    # The public form is the same for everybody: this one knows the address, so that nobody becomes two patrons.
    tier = TierPrice.objects.create(tier=later.tier, currency="EUR", interval="year", amount_minor=5_000).tier
    Tier.objects.filter(pk=tier.pk).update(status="live")
    ProviderAccount.objects.create(key="demo", label="Bank", is_live=False)
    form = olha.get(address)
    assert form.status_code == 200 and "no-store" in form["Cache-Control"]
    said = form.context["said"]
    assert (said["email"], said["name"], said["often"]) == (paid.patron.email, "Olha", "year")
    assert (said["tier_year"], said["amount_year"]) == ("other", "12.50")
    assert Client().get(address).url == "/support/sign-in/"
    assert olha.get(f"/support/you/{paid.public_id}/again/").status_code == 404


def test_what_has_ended_is_refused_in_a_sentence(olha, paid):
    Pledge.objects.filter(pk=paid.pk).update(state="ended")
    page = post(olha, paid, "cancel")
    assert page.status_code == 422 and page.text.count("this pledge has ended") == 1


@pytest.mark.parametrize(("verb", "name"), [("amount", "amount"), ("pause", "until")])
def test_what_is_wrong_stands_beside_its_field_which_is_open(olha, paid, verb, name):
    text = post(olha, paid, verb, **{name: ""}).text
    (open_part,) = re.findall(r"<details open>.*?</details>", text, re.DOTALL)
    assert 'role="alert"' in open_part and f'name="{name}"' in open_part and 'aria-invalid="true"' in open_part
    assert text.count('role="alert"') == 1


def test_a_refusal_of_the_provider_stands_beside_the_amount_too(olha, paid, provider):
    provider.fails_with = Refused("Too little.")
    text = post(olha, paid, "amount", amount="3").text
    assert "Amount: Too little." in re.findall(r"<details open>.*?</details>", text, re.DOTALL)[0]


def test_everybody_reads_how_many_letters_are_sent_and_head_is_like_get(client, paid):
    assert "At most 4 letters an hour" in client.post("/support/sign-in/", {"email": "x@example.com"}).text
    assert client.head("/support/sign-in/" + "x" * 30 + "/").status_code == 410


def test_what_turns_text_round_is_not_kept(olha, paid):
    olha.post("/support/you/settings/", {"visibility": "public", "wall_name": "A\u202eb\0\u2066", "name": "\u200fOlha"})
    paid.patron.refresh_from_db()
    assert (paid.patron.wall_name, paid.patron.name) == ("Ab", "Olha")


def test_what_is_not_there_is_told_to_nobody_else(olha, paid):
    missing = olha.get("/support/you/receipts/00000000-0000-0000-0000-000000000000/")
    assert missing.status_code == 404 and "private" in missing["Cache-Control"]
    assert "no-store" in missing["Cache-Control"]


def test_the_receipts_say_how_much_went_back(olha, paid):
    Payment.objects.update(refunded_minor=150)
    assert "€1.50 of it given back" in olha.get("/support/you/").text


def test_the_sign_in_leads_back_to_the_topic(client, paid, mailoutbox, django_capture_on_commit_callbacks):
    way = client.post("/support/you/topics/12/vote/")["Location"]
    assert way == "/support/sign-in/?to=topics-12"
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/support/sign-in/", {"email": paid.patron.email, "to": "topics-12"})
    link = next(line for line in mailoutbox[0].body.splitlines() if "/support/sign-in/" in line)
    path = "/support/" + link.partition("/support/")[2]
    assert client.post(path)["Location"] == "/support/you/topics/#topic-12"
    for wrong in ("topics-x", "topics-1%23", "x-1", "topics-" + "9" * 30):
        assert client.get(f"/support/sign-in/?to={wrong}")["Location"] == "/support/you/"


def test_a_form_of_a_pledge_that_was_ended_meanwhile_says_so(olha, paid):
    post(olha, paid, "cancel")
    page = post(olha, paid, "amount", amount="20")
    assert page.status_code == 422 and page.text.count("this pledge was ended") == 1


def test_what_went_back_moves_no_payment(olha, paid):
    Payment.objects.update(refunded_minor=500)
    Pledge.objects.update(period_end=None)
    assert "The next payment is on 31 March 2026." in olha.get("/support/you/").text


def test_what_was_given_once_says_until_when_it_counts(olha, paid):
    Pledge.objects.update(interval="once", state="given")
    Grant.objects.update(ends_at=day(31))
    assert "It makes you a patron of the tier Friend until 1 April 2026" in olha.get("/support/you/").text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "x" * 300}, "has 300 characters"), ({"visibility": "public", "wall_name": ""}, "Write the name"),
        ({"wall_name": "Olha, olha-shop.com"}, "leave out the address"), ({"wall_name": "o@x.org"}, "leave out"),
        ({"wall_name": "https://x.y"}, "leave out the address"), ({"wall_name": "x" * 81}, "at most 80"),
    ],
)  # fmt: skip
def test_names_that_cannot_stand_are_said_and_stay_typed(olha, paid, data, said):
    page = olha.post("/support/you/settings/", {"visibility": "private", "wall_name": "", "name": "Olha K"} | data)
    paid.patron.refresh_from_db()
    assert page.status_code == 422 and said in page.text and paid.patron.name == "Olha"
    assert all(f'value="{typed}"' in page.text for typed in data.values())
    assert 'value="public" checked' in page.text or "visibility" not in data
    for fine in ("Олена К.", "St. Andrew’s", "No. 7", "Dr.Who"):
        assert olha.post("/support/you/settings/", {"visibility": "public", "wall_name": fine}).status_code == 302


def test_an_amount_that_is_none_is_told_as_in_the_form(olha, paid):
    assert "or more, in figures." in post(olha, paid, "amount", amount="-5").text


@pytest.mark.parametrize("rest", ["receipts/NOPE", "receipts/NOPE/", "nothing/", "x" * 3000, "%00/", "%D1%8F"])
@pytest.mark.parametrize("prefix", ["", "/uk"])
def test_an_address_that_leads_nowhere_is_kept_by_nobody_and_tells_a_stranger_nothing(client, paid, prefix, rest):
    stranger = client.get(f"{prefix}/support/you/{rest}", follow=True)
    assert stranger.status_code == 404
    assert "private" in stranger["Cache-Control"] and "no-store" in stranger["Cache-Control"]
    assert f'href="{prefix}/support/you/"' in stranger.text and "Set-Cookie" not in stranger.headers
    come_in(paid.patron, client)
    assert client.get(f"{prefix}/support/you/{rest}", follow=True).status_code == 404


def test_a_slash_that_was_forgotten_is_added(client, paid):
    answer = client.get("/support/you/erase")
    assert answer.status_code in (301, 302) and answer.url == "/support/you/erase/"
