"""An announced transfer: its reference, where to send it, the mail, and standing orders that do not come."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from patrons import changing, codes, matching, pledging, transfers
from patrons.limits import TooMany
from patrons.models import BankAccount, BankLine, Grant, Payment, Pledge, PledgeEvent, ProviderAccount, Tier, TierPrice
from patrons.money import Money
from patrons.pledging import Wish
from patrons.providers.base import Abilities

from .conftest import IBAN

pytestmark = pytest.mark.django_db


def came(pledge, days_ago=0, minor=None, mark=None):
    """A transfer with the pledge's reference came some days ago."""
    amount = Money(minor or pledge.amount_minor, pledge.currency)
    day = timezone.localdate() - timedelta(days=days_ago)
    mark = mark or f"{pledge.pk} {days_ago} {amount}"
    line = matching.write_down(pledge.account, day, amount, text=pledge.code_shown, form_mark=mark)
    pledge.refresh_from_db()
    return line


def test_it_is_announced_once_with_a_reference_and_a_mail(announce, bank, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pledge = announce()
        pledging.begin(
            pledging.Wish(email="form-0@example.com", amount=pledge.amount, interval="month", account=bank),
            form_mark="form-0",
        )
    assert pledge.state == "awaiting" and codes.is_right(pledge.transfer_code)
    assert Pledge.objects.get().transfer_code == pledge.transfer_code and not Payment.objects.exists()
    assert list(PledgeEvent.objects.values_list("verb", "after")) == [("begun", "pending"), ("state", "awaiting")]
    (letter,) = mail.outbox
    assert pledge.code_shown in letter.body and "DE89 3704 0044 0532 0130 00" in letter.body and "€12" in letter.body


def test_the_page_says_where_to_send_it(announce, client):
    pledge = announce()
    page = client.get(f"/support/thanks/{pledge.public_id}/")
    for words in (pledge.code_shown, "The Lantern e.V.", "COBADEFFXXX", f'data-copied="{IBAN}"', "every month"):
        assert words in page.text
    assert page["Cache-Control"] == "private, no-store"
    hryvnias = announce(50_000, "once", "UAH")
    page = client.get(f"/uk/support/thanks/{hryvnias.public_id}/")
    assert "26001234567890" in page.text and IBAN not in page.text and "ГО Ліхтар" in page.text


def test_without_an_account_in_the_currency_the_page_sends_on(announce, client):
    pledge = announce()
    BankAccount.objects.all().delete()
    page = client.get(f"/support/thanks/{pledge.public_id}/")
    assert "no bank account in this currency" in page.text and pledge.code_shown not in page.text


def test_what_came_is_booked_as_it_came_and_makes_a_patron(announce):
    pledge = announce()
    line = came(pledge, days_ago=3, minor=1350)
    assert line.state == "booked" and pledge.state == "active"
    payment = Payment.objects.get()
    assert payment.amount == Money(1350, "EUR") and payment.receipt_number
    assert Grant.objects.valid().get().pledge == pledge
    assert pledge.amount_minor == 1200


def test_a_standing_order_is_late_early_and_twice(announce):
    pledge = announce()
    for days in (95, 62, 40, 33):
        came(pledge, days_ago=days)
    spans = [(row.period_start, row.period_end) for row in Payment.objects.order_by("occurred_at")]
    # Each follows on the one before: late by some days, early, and twice in a month.
    assert all(one[1] == two[0] for one, two in zip(spans, spans[1:], strict=False))
    later = came(pledge, days_ago=0, minor=1)
    assert later.payment.period_start == spans[-1][1]


def test_after_a_long_silence_time_begins_anew(announce):
    pledge = announce()
    came(pledge, days_ago=200)
    line = came(pledge, days_ago=10)
    assert line.payment.period_start == line.payment.occurred_at


def test_a_standing_order_that_does_not_come_lapses_and_comes_back(announce):
    pledge = announce()
    came(pledge, days_ago=40)
    assert transfers.lapse_transfers() == 0
    now = timezone.now() + timedelta(days=10)
    assert transfers.lapse_transfers(now) == 1 and transfers.lapse_transfers(now) == 0
    pledge.refresh_from_db()
    assert pledge.state == "lapsed" and pledge.ended_at == now
    assert not Grant.objects.valid(now).exists()
    Pledge.objects.update(told_at=timezone.now() - timedelta(days=1))
    came(pledge, days_ago=1)
    assert pledge.state == "active" and pledge.ended_at is None and Grant.objects.valid().exists()


def test_what_was_announced_and_forgotten_is_let_go_and_may_still_come(announce):
    pledge = announce(interval="once")
    Pledge.objects.update(created_at=timezone.now() - timedelta(days=61))
    assert transfers.lapse_transfers() == 1
    pledge.refresh_from_db()
    assert pledge.state == "abandoned"
    came(pledge)
    assert pledge.state == "given"


def test_a_patron_may_end_it_and_what_was_paid_for_is_had(announce):
    pledge = announce()
    came(pledge, days_ago=3)
    changing.cancel(pledge)
    pledge.refresh_from_db()
    assert pledge.state == "ended" and Grant.objects.valid().exists()
    assert came(pledge, days_ago=1).state == "booked" and pledge.state == "ended"


def test_staff_write_down_what_they_sent_back(announce):
    pledge = announce(interval="once")
    payment = came(pledge).payment
    changing.refund(payment, Money(200, "EUR"), by=None, reason="too much")
    payment.refresh_from_db()
    assert payment.refunded_minor == 200 and payment.entries.get(kind="refund").amount_minor == -200


def test_the_same_transfer_typed_twice_is_one(announce):
    pledge = announce()
    assert came(pledge, mark="form").pk == came(pledge, mark="form").pk
    assert Payment.objects.count() == 1
    again = came(pledge, mark="another form")
    assert (again.state, again.found) == ("waiting", "twice") and Payment.objects.count() == 1


def test_another_currency_and_no_code_wait(announce, bank):
    pledge = announce()
    day = timezone.localdate()
    line = matching.write_down(bank, day, Money(50_000, "UAH"), text=pledge.transfer_code, form_mark="1")
    assert (line.state, line.found, line.pledge) == ("waiting", "currency", pledge)
    line = matching.write_down(bank, day, Money(500, "EUR"), text="for you", form_mark="2")
    assert (line.state, line.pledge) == ("waiting", None)
    assert not BankLine.objects.filter(state="booked").exists()


def test_the_welcome_letter_names_what_came(announce, bank, client, django_capture_on_commit_callbacks):
    tier = Tier.objects.create(slug="big", name="Big", status="live")
    TierPrice.objects.create(tier=tier, currency="EUR", interval="once", amount_minor=15_000)
    once, monthly = announce(15_000, "once"), announce(1200)
    Pledge.objects.filter(pk=once.pk).update(tier=tier)
    for pledge, amount in ((once, Money(3000, "USD")), (monthly, Money(1350, "EUR"))):
        line = matching.write_down(bank, timezone.localdate(), amount, text="", form_mark=f"{pledge.pk}")
        with django_capture_on_commit_callbacks(execute=True):
            matching.match(line, Pledge.objects.get(pk=pledge.pk))
    welcomed = {letter.to[0]: letter.body for letter in mail.outbox if "Thank you for supporting" in letter.subject}
    of_once, of_monthly = (welcomed[f"form-{number}@example.com"] for number in (0, 1))
    assert "You gave $30 once" in of_once and "150" not in of_once and "Big" not in of_once
    assert "You give €12 every month" in of_monthly and "What came this time is €13.50." in of_monthly
    page = client.get(f"/support/thanks/{once.public_id}/").text
    assert "$30 once" in page and "150" not in page and "Big" not in page
    assert Grant.objects.get(pledge=once).tier is None


def test_where_no_card_can_be_tried_out_only_floods_are_stopped(bank, provider, settings):
    settings.CHECKOUTS_AN_HOUR_PER_NETWORK, settings.TRANSFERS_AN_HOUR_PER_NETWORK = 1, 2
    card = ProviderAccount.objects.create(key="stripe", label="Card")

    def begin(account, number):
        wish = Wish(email=f"r{number}@example.com", amount=Money(500, "EUR"), interval="once", account=account)
        return pledging.begin(wish, form_mark=f"f{number}", network="net")

    begin(card, 1)
    with pytest.raises(TooMany, match="or by bank transfer"):
        begin(card, 2)
    provider.abilities = Abilities(cards=False)
    begin(bank, 3), begin(bank, 4)
    with pytest.raises(TooMany, match="Many transfers were announced"):
        begin(bank, 5)
    provider.abilities = Abilities()
    bank.is_enabled = False
    bank.save()
    with pytest.raises(TooMany, match="try again later.$"):
        begin(card, 6)
