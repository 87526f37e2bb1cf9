"""Counted figures are counted again from nothing to the same, by themselves where that is quick."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from patrons import people
from patrons.figures import counting, reading
from patrons.models import Figures, LedgerEntry, Patron, Pledge, ProviderAccount

from .conftest import MIDSUMMER, moment

pytestmark = pytest.mark.django_db


def kept():
    return list(Figures.objects.values_list("currency", "month", "amount_minor", "patrons", "numbers"))


def test_again_from_nothing_is_the_same(spring, monkeypatch):
    counting.count(MIDSUMMER)
    first = kept()
    assert len(first) == 6
    Figures.objects.all().delete()
    # However many patrons are looked at in one go.
    monkeypatch.setattr(counting, "PATRONS_AT_ONCE", 2)
    counting.count(MIDSUMMER)
    assert kept() == first
    counting.count(MIDSUMMER)
    assert kept() == first


def test_what_is_not_there_any_more_goes(spring):
    counting.count(MIDSUMMER)
    Figures.objects.create(
        currency="USD", month="2020-01-01", amount_minor=1, patrons=1, at=moment(1, 1), upto=0, took_ms=0
    )
    counting.count(MIDSUMMER)
    assert reading.currencies() == ["EUR", "UAH"]


def test_a_refund_of_today_makes_a_month_of_then_smaller(book):
    paid = book.pay(book.pledge(500), moment(3, 10))
    counting.count(MIDSUMMER)
    assert reading.report("EUR", 0).months[0].amount.minor == 500
    book.give_back(paid, 200, moment(6, 14))
    counting.count(MIDSUMMER)
    assert reading.report("EUR", 0).months[0].amount.minor == 300


def test_two_patrons_who_become_one_are_one(book):
    pledges = [book.pledge(500), book.pledge(300)]
    for pledge in pledges:
        book.pay(pledge, moment(6, 1))
    people.merge(pledges[1].patron, pledges[0].patron, by=None)
    counting.count(MIDSUMMER)
    assert [(line.patrons, line.amount.minor) for line in reading.report("EUR", 0).months] == [(1, 800)]


def test_the_page_counts_by_itself_when_the_ledger_or_the_clock_went_on(book):
    now = timezone.now()
    assert counting.current(now) is None and not Figures.objects.exists()
    pledge = book.pledge(500)
    book.pay(pledge, now - timedelta(days=1))
    assert counting.current(now) == now
    # Nothing came: it is not counted again within five minutes.
    assert counting.current(now + timedelta(minutes=4)) == now
    assert counting.current(now + timedelta(minutes=6)) == now + timedelta(minutes=6)
    book.pay(pledge, now)
    later = now + timedelta(minutes=7)
    assert counting.current(later) == later and Figures.objects.get().upto == LedgerEntry.objects.latest("pk").pk


def test_where_counting_takes_long_the_page_waits_for_the_clock(book, monkeypatch):
    now = timezone.now()
    book.pay(book.pledge(500), now - timedelta(days=1))
    counting.count(now)
    Figures.objects.update(took_ms=counting.QUICK_MS + 1)
    book.pay(book.pledge(500), now)
    assert counting.current(now + timedelta(days=1)) == now
    call_command("count_figures")
    assert Figures.objects.latest("month").patrons == 2


def test_a_trial_alone_is_nothing(book):
    trial = ProviderAccount.objects.create(key="demo", label="Trial", is_live=False)
    book.pay(book.pledge(500, account=trial), timezone.now())
    assert counting.current() is None
    counting.count()
    assert not Figures.objects.exists()


def test_questions_grow_with_thousands_only(book, django_assert_max_num_queries):
    for number in (3, 27):
        for _ in range(number):
            book.pay(book.pledge(500), moment(6, 1))
        with django_assert_max_num_queries(7):
            counting.count(MIDSUMMER)
    assert Patron.objects.count() == Pledge.objects.count() == 30
