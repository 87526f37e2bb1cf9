"""Deliveries in any order, repeated, late, by eight threads at once: the same books as told once in order."""

import random
import threading

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from patrons import deliveries
from patrons.models import LedgerEntry, Payment, Pledge, ProviderAccount, ProviderEvent

from .conftest import Scripted, day, make_pledge
from .lives import books, monthly, once


class Rewind(Exception):
    """Takes back all that was written."""


def told_in(order, build):
    """Return the books after the deliveries of a new pledge were taken in `order`, and leave nothing behind."""
    found = {}
    try:
        with transaction.atomic():
            account = ProviderAccount.objects.create(pk=77, key="scripted", label="Card")
            pledge = make_pledge(account, pk=770, interval="month" if build is monthly else "once")
            provider = Scripted(build(pledge))
            for number in order if order is not None else range(len(provider.told)):
                deliveries.take(account, provider, provider.envelope(number))
            found = books()
            raise Rewind
    except Rewind:
        return found


def orders(length):
    """Every delivery at least once, some again, in any order."""
    return st.lists(st.integers(0, length - 1), max_size=8).flatmap(
        lambda again: st.permutations([*range(length), *again])
    )


@pytest.mark.django_db
def test_in_order_the_books_are_right(account):
    pledge = make_pledge(account)
    provider = Scripted(monthly(pledge))
    for number in range(len(provider.told)):
        assert deliveries.take(account, provider, provider.envelope(number)).state == "done"
    by_kind = dict.fromkeys(LedgerEntry.objects.values_list("kind", flat=True), 0)
    for kind, minor in LedgerEntry.objects.values_list("kind", "amount_minor"):
        by_kind[kind] += minor
    assert by_kind == {
        "charge": 1800, "fee": -146, "refund": -500, "refund_back": 300, "dispute": -500, "dispute_fee": -1500,
        "dispute_won": 500,
    }  # fmt: skip
    pledge.refresh_from_db()
    assert (pledge.state, pledge.amount_minor, pledge.period_end, pledge.ended_at) == ("ended", 800, day(90), day(90))
    assert (pledge.grant.starts_at, pledge.grant.ends_at) == (day(0), day(90))
    first = Payment.objects.get(provider_ref__endswith="_1")
    assert (first.refunded_minor, first.refundable.minor) == (200, 300)
    assert sorted(Payment.objects.values_list("receipt_number", flat=True)) == [
        "2026-000001", "2026-000002", "2026-000003",
    ]  # fmt: skip
    changes = list(pledge.events.values_list("before", "after"))
    assert changes == [
        ("pending", "active"), ("active", "past_due"), ("past_due", "active"), ("active", "canceling"),
        ("canceling", "ended"),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("build", "length"), [(monthly, 18), (once, 6)])
def test_any_order_gives_the_same_books(build, length):
    in_order = told_in(None, build)

    @settings(max_examples=25)
    @given(orders(length))
    def same(order):
        assert told_in(order, build) == in_order

    same()


@pytest.mark.django_db
def test_what_comes_before_its_payment_waits_for_it(account):
    pledge = make_pledge(account)
    provider = Scripted(monthly(pledge))
    refund = deliveries.take(account, provider, provider.envelope(9))
    assert (refund.state, refund.waits_for) == ("waiting", f"payment:pay_{pledge.pk}_1")
    assert refund.next_try_at is not None and not LedgerEntry.objects.exists()
    deliveries.take(account, provider, provider.envelope(3))
    refund.refresh_from_db()
    assert refund.state == "done" and LedgerEntry.objects.count() == 3


@pytest.mark.django_db
def test_what_goes_wrong_is_kept_tried_again_and_at_last_given_up(account, monkeypatch, caplog):
    provider = Scripted(monthly(make_pledge(account)))
    monkeypatch.setattr("patrons.pledges.settle", lambda *args, **more: 1 // 0)
    event = deliveries.take(account, provider, provider.envelope(3))
    assert event.state == "failed" and not Payment.objects.exists()
    for _again in range(deliveries.TRIES_AT_MOST):
        deliveries.process(event, provider)
    event.refresh_from_db()
    assert (event.state, event.attempts) == ("dead", deliveries.TRIES_AT_MOST)
    assert "ZeroDivisionError" in event.error and not Payment.objects.exists()
    monkeypatch.undo()
    ProviderEvent.objects.update(state="failed")
    event.refresh_from_db()
    deliveries.process(event, provider)
    assert event.state == "done" and Payment.objects.get().state == "succeeded"


@pytest.mark.django_db(transaction=True)
def test_eight_threads_at_once_give_the_same_books():
    account = ProviderAccount.objects.create(key="scripted", label="Card")
    pledges = [make_pledge(account, interval="once" if number % 3 == 2 else "month") for number in range(6)]
    provider = Scripted([])
    for pledge in pledges:
        provider.told += (once if pledge.interval == "once" else monthly)(pledge)
    numbers = list(range(len(provider.told)))
    # A third comes twice, and each thread begins elsewhere.
    chance = random.Random(5)
    queue = [*numbers, *chance.sample(numbers, len(numbers) // 3)]
    chance.shuffle(queue)
    problems: list[Exception] = []

    def work():
        try:
            while queue:
                try:
                    number = queue.pop()
                except IndexError:
                    break
                deliveries.take(account, provider, provider.envelope(number))
        except Exception as error:  # told by the assertion below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    found = books()
    assert found["unheard"] == 0 and found["disagreements"] == []

    # The same once more, in order, by one.
    expected = in_order_again(account, pledges, provider, numbers)
    assert found == expected


def in_order_again(account, pledges, provider, numbers):
    from patrons import append_only
    from patrons.models import Discrepancy, Dispute, Grant, PledgeEvent, Refund

    append_only.remove(connection)
    for model in (LedgerEntry, PledgeEvent, Grant, Dispute, Refund, Payment, ProviderEvent, Discrepancy):
        model.objects.all().delete()
    append_only.install(connection)
    for pledge in pledges:
        Pledge.objects.filter(pk=pledge.pk).delete()
        pledge.save(force_insert=True)
    for number in numbers:
        deliveries.take(account, provider, provider.envelope(number))
    return books()
