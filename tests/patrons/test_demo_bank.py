"""The demonstration bank: what is done there reaches the books, once, and nothing of it counts as money."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from patrons import changing, pledges
from patrons.changing import NotChanged
from patrons.models import LedgerEntry, Payment, Pledge, ProviderAccount
from patrons.money import Money
from patrons.providers import provider_for
from patrons.providers.base import NotReady, Refused, Subscription
from patrons.providers.demo import bank
from patrons.providers.demo.models import Charge, Mandate, Return, Visit
from tests.factories import make_user

from .demo import begin
from .test_you import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank_open(demo_bank, sent):
    """The bank, whose messages are applied when `listen` is called."""

    def listen(again=1):
        for event in sent * again:
            facts = provider_for("demo").facts(event["kind"], event["objects"] and event)
            pledges.apply(ProviderAccount.objects.get(), facts)
        sent.clear()

    return listen


@pytest.fixture
def active(bank_open) -> Pledge:
    pledge = begin()
    bank.pay(Visit.objects.get().pk)
    bank_open()
    pledge.refresh_from_db()
    return pledge


def left():
    return sum(LedgerEntry.objects.exclude(kind="fee").values_list("amount_minor", flat=True))


@pytest.mark.parametrize("minor", [0, -5, 10**13])
def test_the_bank_takes_no_amount_that_is_none(active, minor):
    known = Subscription(pledge=str(active.public_id), ref=active.subscription_ref)
    with pytest.raises(Refused, match="takes amounts above nothing"):
        provider_for("demo").change_amount(known, Money(minor, "EUR"), key="k")
    assert Mandate.objects.get().amount_minor == 500


def test_asked_twice_it_is_one_visit_and_paid_twice_one_charge(bank_open):
    begin(), begin()
    visit = Visit.objects.get()
    bank.pay(visit.pk), bank.pay(visit.pk)
    bank_open(again=3)
    assert (Charge.objects.count(), Mandate.objects.count(), left()) == (1, 1, 500)
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.subscription_ref) == ("active", Mandate.objects.get().ref)
    assert not LedgerEntry.objects.filter(is_live=True).exists()


def test_a_single_gift_has_no_subscription(bank_open):
    begin(interval="once")
    bank.pay(Visit.objects.get().pk)
    bank_open()
    assert Pledge.objects.get().state == "given" and not Mandate.objects.exists()


def test_a_declined_card_may_be_followed_by_a_good_one(bank_open):
    begin()
    visit = Visit.objects.get().pk
    bank.decline(visit)
    bank_open()
    assert Pledge.objects.get().state == "pending" and Pledge.objects.get().attempts.get().declines == 1
    bank.pay(visit)
    bank.decline(visit)
    bank_open()
    assert Pledge.objects.get().state == "active" and left() == 500


def test_renewal_failure_and_end(active, bank_open):
    number = Mandate.objects.get().pk
    states = []
    for act in (bank.renew, bank.fail_renewal, bank.renew, bank.end):
        act(number)
        bank_open(again=2)
        active.refresh_from_db()
        states.append(active.state)
    assert states == ["active", "past_due", "active", "ended"]
    assert Payment.objects.filter(state="succeeded").count() == 3 and left() == 1500


def test_staffs_and_patrons_verbs_are_done_there(active, bank_open):
    assert changing.change_amount(active, Money(900, "EUR")).amount_minor == 900
    until = timezone.now() + timedelta(days=40)
    assert changing.pause(active, until).state == "paused" and active.resume_at == until
    assert changing.resume(active).state == "active"
    assert changing.cancel(active).state == "canceling" and active.cancel_at == Mandate.objects.get().period_end
    assert changing.resume(active).state == "active" and active.cancel_at is None
    assert changing.cancel(active, at_once=True).state == "ended"
    bank_open(again=2)
    active.refresh_from_db()
    assert (active.state, active.amount_minor) == ("ended", 900)


def test_refunds_here_and_there_never_exceed_the_payment(active, bank_open):
    payment, staff = Payment.objects.get(), make_user()
    changing.refund(payment, Money(200, "EUR"), by=staff, reason="Asked")
    bank.give_back(payment.provider_ref)
    bank_open(again=2)
    assert left() == 0 and Return.objects.count() == 2
    with pytest.raises(NotChanged):
        changing.refund(payment, Money(1, "EUR"), by=staff, reason="Asked")


def test_what_the_bank_gave_back_unknown_to_us_is_refused_by_it(active):
    payment = Payment.objects.get()
    bank.give_back(payment.provider_ref)
    with pytest.raises(NotChanged, match="less than that left"):
        changing.refund(payment, Money(500, "EUR"), by=make_user(), reason="Asked")
    payment.refresh_from_db()
    assert payment.refunded_minor == 0


def test_one_key_is_done_once(active):
    payment, provider = Payment.objects.get(), provider_for("demo")
    asked = [provider.refund(payment.provider_ref, Money(100, "EUR"), ours="", key="k") for _again in range(3)]
    assert asked[0] == asked[1] == asked[2] and Return.objects.count() == 1


def test_a_look_at_the_bank_tells_all_that_no_message_told(bank_open, sent):
    begin()
    bank.pay(Visit.objects.get().pk)
    sent.clear()
    facts = list(provider_for("demo").poll(timezone.now() - timedelta(hours=1)))
    pledges.apply(ProviderAccount.objects.get(), facts)
    assert Pledge.objects.get().state == "active" and left() == 500
    assert list(provider_for("demo").poll(timezone.now())) == []


def test_it_is_closed_where_money_is_real(demo_bank, settings, db):
    assert provider_for("demo")
    live = ProviderAccount.objects.create(key="stripe", label="Card")
    with pytest.raises(NotReady, match="real money"):
        provider_for("demo")
    live.is_enabled = False
    live.save()
    assert provider_for("demo")
    settings.PATRONS_DEMO = False
    with pytest.raises(NotReady, match="PATRONS_DEMO"):
        provider_for("demo")


@pytest.mark.parametrize(
    ("day", "months", "expected"), [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"),
                                    ("2026-12-15", 1, "2027-01-15")],
)  # fmt: skip
def test_the_same_day_of_a_later_month(day, months, expected):
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert bank.later(moment, months).date().isoformat() == expected


@pytest.mark.parametrize("verb", ["pay", "slowly", "twice", "decline", "abandon", ""])
def test_each_button_leads_back_to_the_newspaper(client, bank_open, verb):
    begin()
    visit = Visit.objects.get()
    page = client.get(f"/demo-bank/pay/{visit.ref}/")
    assert "No money moves here" in page.text and "no-store" in page["Cache-Control"]
    answer = client.post(f"/demo-bank/pay/{visit.ref}/", {"do": verb})
    assert answer.url == (visit.back_url if verb in ("abandon", "") else visit.done_url)
    assert Charge.objects.filter(outcome="succeeded").exists() == (verb in ("pay", "slowly", "twice"))


@pytest.mark.parametrize("verb", ["renew", "fail", "refund", "end", "refund"])
def test_the_page_of_a_subscription(client, active, verb):
    url = provider_for("demo").portal_url(changing.Subscription("", Mandate.objects.get().ref), "")
    page = url.removeprefix("http://127.0.0.1:8000")
    assert client.post(page, {"do": verb}).status_code == 302
    assert "No money moves here" in client.get(page).text


def test_an_ended_subscription_is_not_renewed_in_a_sentence(client, active):
    mandate = Mandate.objects.get()
    bank.end(mandate.pk)
    answer = client.post(f"/demo-bank/subscription/{mandate.ref}/", {"do": "renew"})
    assert answer.status_code == 422 and "Only a subscription that goes on" in answer.text


def test_its_pages_are_not_there_while_it_is_closed(client, active, settings):
    settings.PATRONS_DEMO = False
    assert client.get(f"/demo-bank/pay/{Visit.objects.get().ref}/").status_code == 404
    assert client.get(f"/demo-bank/subscription/{Mandate.objects.get().ref}/").status_code == 404


def test_each_end_is_told_by_mail_at_once_and_once(active, bank_open, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _again in range(2):
            changing.cancel(active)
            bank_open(again=2)
            active.refresh_from_db()
            day = active.cancel_at
            if not _again:
                changing.resume(active)
    assert active.state == "canceling"
    letter, _again = [each for each in mailoutbox if "ends on" in each.subject]
    assert str(day.year) in letter.subject and "Nothing more is asked for" in letter.body


def test_another_card_mends_what_was_refused_and_leads_back(client, active, bank_open):
    mandate = Mandate.objects.get()
    known = Subscription(pledge=str(active.public_id), ref=active.subscription_ref)
    address = provider_for("demo").portal_url(known, "http://testserver/support/you/")
    path = address.partition("/demo-bank/")[2]
    page = client.get(f"/demo-bank/{path}")
    assert 'href="http://testserver/support/you/"' in page.text and "Give another card" in page.text
    elsewhere = client.get(f"/demo-bank/{path}".replace("testserver", "evil.example"))
    assert "evil.example" not in elsewhere.text.split("<main>")[1].split("<form")[0]
    bank.fail_renewal(mandate.pk)
    bank_open()
    active.refresh_from_db()
    assert active.state == "past_due"
    assert client.post(f"/demo-bank/{path}", {"do": "new_card"})["Location"] == f"/demo-bank/{path}"
    bank_open()
    active.refresh_from_db()
    mandate.refresh_from_db()
    assert active.state == "active" and Payment.objects.filter(state="succeeded").count() == 2
    assert active.period_end == mandate.period_end
    # With nothing to pay it is a card, and no money.
    client.post(f"/demo-bank/{path}", {"do": "new_card"})
    assert Charge.objects.filter(outcome="succeeded").count() == 2
    bank.end(mandate.pk)
    assert client.post(f"/demo-bank/{path}", {"do": "new_card"}).status_code == 422


def test_page_and_bank_name_one_day_after_money_went_back(client, active, bank_open):
    bank.give_back(Charge.objects.get().ref)
    bank_open()
    day = Mandate.objects.get().period_end
    shown = date_format(localtime(day), "DATE_FORMAT")
    assert "Next payment" in (page := client.get(f"/demo-bank/subscription/{active.subscription_ref}/").text)
    assert shown in page and f"The next payment is on {shown}." in come_in(active.patron).get("/support/you/").text
