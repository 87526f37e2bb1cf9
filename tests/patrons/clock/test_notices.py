"""What patrons are told before it happens: a yearly payment, a card that ends; once each, and if they wish it."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from patrons import days, letters, notices
from patrons.models import Patron, Payment, Pledge, SentMail
from tests.patrons.conftest import make_pledge

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KYIV = ZoneInfo("Europe/Kyiv")


def going(account, **fields):
    pledge = make_pledge(account, **fields)
    said = {"state": "active", "period_end": NOON, "subscription_ref": f"sub_{pledge.pk}"}
    Pledge.objects.filter(pk=pledge.pk).update(**said)
    return pledge


@pytest.mark.django_db
def test_a_week_before_a_yearly_payment(account):
    going(account, interval="year")
    # The seventh day before begins at midnight in Kyiv; the clocks change in between.
    begins = datetime(2027, 3, 24, tzinfo=KYIV)
    assert notices.renewals(begins - SECOND) == 0
    assert [notices.renewals(begins + timedelta(hours=hour)) for hour in range(3)] == [1, 0, 0]
    # The next year is another payment.
    Pledge.objects.update(period_end=NOON.replace(year=2028))
    assert notices.renewals(datetime(2028, 3, 30, tzinfo=KYIV)) == 1


@pytest.mark.django_db
def test_who_is_not_told_of_a_payment(account, settings):
    unwilling = going(account, interval="year")
    Patron.objects.filter(pk=unwilling.patron_id).update(no_mail_about=["renewal"])
    going(account, interval="month")
    for state in ("canceling", "paused", "ended", "past_due"):
        Pledge.objects.filter(pk=going(account, interval="year").pk).update(state=state)
    Pledge.objects.filter(pk=going(account, interval="year").pk).update(subscription_ref="")
    for field in ({"source": "provider"}, {"transfer_code": "7KMA23PX"}):
        Pledge.objects.filter(pk=going(account, interval="year").pk).update(**field)
    assert notices.renewals(NOON - timedelta(days=1)) == 0
    settings.RENEWAL_NOTICE_DAYS = 30
    going(account, interval="year")
    assert notices.renewals(NOON - timedelta(days=30)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("expires", "told"),
    [("2027-02", 1), ("2027-03", 0), ("2027-04", 0), ("", 0), ("soon", 0), ("2020-01", 1)],
)
def test_a_card_that_ends_before_the_next_payment(account, expires, told):
    Pledge.objects.filter(pk=going(account).pk).update(card_expires=expires)
    assert notices.cards(NOON - timedelta(days=30)) == told
    assert notices.cards(NOON - timedelta(days=29)) == 0


@pytest.mark.django_db
def test_a_card_is_warned_of_when_the_payment_is_near_and_again_when_it_is_another(account, mailoutbox):
    Pledge.objects.filter(pk=going(account, interval="year").pk).update(card_expires="2026-12")
    assert notices.cards(NOON - timedelta(days=30, seconds=1)) == 0
    assert notices.cards(NOON - timedelta(days=30)) == 1
    Pledge.objects.update(card_expires="2027-01")
    assert notices.cards(NOON - timedelta(days=3)) == 1
    assert set(SentMail.objects.values_list("kind", flat=True)) == {"card_expires"}


def test_months_end_where_the_newsroom_is():
    assert days.end_of_month("2028-02") == datetime(2028, 2, 29, 23, 59, 59, tzinfo=KYIV)
    assert days.day_of(datetime(2027, 3, 27, 22, 30, tzinfo=UTC)).day == 28
    assert days.end_of_month("2028-13") is None


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_send_one_letter(account, mailoutbox):
    going(account, interval="year")
    problems, sent = [], []

    def work():
        try:
            sent.append(notices.renewals(NOON - timedelta(days=2)))
        except Exception as error:  # told by the assertion below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == [] and sorted(sent) == [0] * 7 + [1]
    assert len(mailoutbox) == 1 and SentMail.objects.count() == 1


@pytest.mark.django_db
def test_letters_are_in_the_patrons_own_language(account):
    from django.utils import translation

    pledge = going(account, interval="year")
    Patron.objects.filter(pk=pledge.patron_id).update(locale="uk")
    pledge.refresh_from_db()
    with translation.override("uk"):
        assert letters.renewal(pledge, NOON).button[1].startswith("/uk/support/you/")


def came(pledge, begins, ends, back=0):
    return Payment.objects.create(
        pledge=pledge, account=pledge.account, provider_ref=f"pay {begins}", amount_minor=500, currency="EUR",
        state="succeeded", occurred_at=begins, period_start=begins, period_end=ends, refunded_minor=back,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_refund_moves_no_day_on_which_a_payment_is_asked_for(account, mailoutbox, django_capture_on_commit_callbacks):
    pledge = going(account, interval="year")
    # The year after next was paid early, and given back whole: what is kept ends at NOON, and nothing is asked then.
    later = NOON.replace(year=2028)
    came(pledge, NOON.replace(year=2026), NOON)
    came(pledge, NOON, later, back=500)
    Pledge.objects.update(card_expires="2027-02")
    assert (notices.renewals(NOON - timedelta(days=1)), notices.cards(NOON - timedelta(days=1))) == (0, 0)
    # All of it was given back, and the provider asks again all the same.
    Payment.objects.update(refunded_minor=500)
    Pledge.objects.update(period_end=None, card_expires="")
    with django_capture_on_commit_callbacks(execute=True):
        assert notices.renewals(later - timedelta(days=1)) == 1
    assert "March 31, 2028" in mailoutbox[0].body or "31 March 2028" in mailoutbox[0].body
    Pledge.objects.update(card_expires="2028-02")
    assert notices.cards(later - timedelta(days=1)) == 1
