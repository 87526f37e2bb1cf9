"""Every way in which our books and a provider's may differ is found once, named, and mended by nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from patrons import deliveries, pledges, reconciling
from patrons.models import Comparison, Discrepancy, LedgerEntry, Payment, Pledge, ProviderAccount, ProviderEvent
from patrons.money import Money
from patrons.providers.base import Abilities, Unreachable
from patrons.providers.facts import DisputeFact, PaymentFact, RefundFact, SubscriptionFact
from patrons.reconciling import NotTaken
from patrons.written_facts import read, written
from tests.patrons.conftest import Scripted, day, make_pledge
from tests.patrons.lives import books, monthly, once

pytestmark = pytest.mark.django_db
FIVE = Money(500, "EUR")


class Bookkeeper(Scripted):
    """A provider whose books are a list of facts."""

    abilities = Abilities(webhooks=True)

    def __init__(self, facts=()):
        super().__init__([])
        self.books, self.asked_since, self.breaks = list(facts), [], None

    def poll(self, since):
        self.asked_since.append(since)
        yield from self.books
        if self.breaks:
            raise self.breaks


@pytest.fixture
def bank(monkeypatch):
    made = Bookkeeper()
    monkeypatch.setattr(reconciling, "provider_for", lambda key: made)
    return made


@pytest.fixture
def agreed(paid, bank):
    """A pledge on which both agree."""
    Pledge.objects.update(created_at=day(0))
    bank.books = [
        SubscriptionFact(at=day(1), subscription="sub_paid", told="active", amount=FIVE),
        PaymentFact(at=day(0), subscription="sub_paid", payment="pay_1", outcome="succeeded", amount=FIVE),
    ]
    return paid


def found():
    rows = Discrepancy.objects.filter(settled_at=None).order_by("pk")
    return [(row.kind, row.subject, row.ours, row.theirs) for row in rows]


def test_whole_lives_that_both_know_agree(account, bank):
    for build, interval in ((monthly, "month"), (once, "once")):
        pledge = make_pledge(account, interval=interval)
        told = Scripted(build(pledge))
        for number in range(len(told.told)):
            deliveries.take(account, told, Scripted.envelope(told, number).__class__(
                event_id=f"{pledge.pk} {number}", kind="told", payload={"number": number}))  # fmt: skip
    last = {}
    for fact in [fact for build, pledge in zip((monthly, once), Pledge.objects.order_by("pk"), strict=True)
                 for told in build(pledge) for fact in told]:  # fmt: skip
        last[reconciling.subject_of(fact)] = fact
    bank.books = list(last.values())
    before = books()
    done = reconciling.reconcile(account)
    assert (done.state, found(), done.looked_at) == ("done", [], len(last))
    assert books() == before


def test_agreement_moves_how_far_it_is_compared(agreed, account, bank):
    before = timezone.now()
    done = reconciling.reconcile(account)
    account.refresh_from_db()
    assert (done.state, done.looked_at, done.found, found()) == ("done", 2, 0, [])
    assert account.reconciled_until >= before
    assert reconciling.last_night(account) == account.reconciled_until - timedelta(days=3)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"payment": "pay_2"}, [("missing_here", "payment:pay_2", "nothing", "€5"),
                                ("missing_there", "payment:pay_1", "€5", "nothing")]),
        ({"amount": Money(600, "EUR")}, [("amount", "payment:pay_1", "€5", "€6")]),
        ({"amount": Money(500, "USD")}, [("amount", "payment:pay_1", "€5", "$5")]),
        ({"outcome": "failed"}, [("state", "payment:pay_1", "succeeded", "failed")]),
        ({"fee": Money(40, "EUR")}, [("fee", "payment:pay_1", "nothing", "€0.40")]),
        ({"live": False}, [("live", "payment:pay_1", "True", "False")]),
    ],
)  # fmt: skip
def test_a_payment_that_differs(agreed, account, bank, change, expected):
    bank.books[1] = replace(bank.books[1], **change)
    before = books()
    for _twice in range(2):
        reconciling.reconcile(account)
        assert found() == expected
    assert books() | {"disagreements": 0} == before | {"disagreements": 0}
    assert not Discrepancy.objects.exclude(pledge=agreed).exists()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"told": "past_due"}, [("state", "subscription:sub_paid", "active", "past_due")]),
        ({"amount": Money(900, "EUR")}, [("amount", "subscription:sub_paid", "€5", "€9")]),
        ({"subscription": "sub_other"}, [("missing_here", "subscription:sub_other", "nothing", "active"),
                                         ("missing_there", "subscription:sub_paid", "active", "nothing")]),
    ],
)  # fmt: skip
def test_a_subscription_that_differs(agreed, account, bank, change, expected):
    bank.books[0] = replace(bank.books[0], **change)
    reconciling.reconcile(account)
    assert found() == expected


def test_refunds_and_disputes_that_were_never_told(agreed, account, bank):
    bank.books += [
        RefundFact(at=day(2), refund="re_1", payment="pay_1", outcome="succeeded", amount=Money(100, "EUR")),
        DisputeFact(at=day(3), dispute="dp_1", payment="pay_1", became="open", amount=FIVE),
    ]
    reconciling.reconcile(account)
    assert [one[:2] for one in found()] == [("missing_here", "refund:re_1"), ("missing_here", "dispute:dp_1")]
    assert {row.pledge_id for row in Discrepancy.objects.all()} == {agreed.pk}


def test_what_is_on_its_way_is_no_discrepancy(agreed, account, bank):
    young = timezone.now() - timedelta(minutes=14)
    bank.books.append(replace(bank.books[1], payment="pay_2", at=young))
    reconciling.reconcile(account)
    assert found() == []
    bank.books[-1] = replace(bank.books[-1], at=young - timedelta(minutes=2))
    reconciling.reconcile(account)
    assert [one[0] for one in found()] == ["missing_here"]


def test_what_agrees_again_is_closed_and_stays_to_be_read(agreed, account, bank):
    said = bank.books[1]
    bank.books[1] = replace(said, amount=Money(600, "EUR"))
    reconciling.reconcile(account)
    bank.books[1] = said
    done = reconciling.reconcile(account)
    row = Discrepancy.objects.get()
    assert row.settled_at and row.settled_by == "" and "compared again" in row.note and done.closed == 1
    bank.books[1] = replace(said, amount=Money(600, "EUR"))
    reconciling.reconcile(account)
    assert Discrepancy.objects.count() == 2


@pytest.mark.parametrize("problem", [Unreachable("x"), ZeroDivisionError()])
def test_a_look_that_breaks_off_does_not_count(agreed, account, bank, problem):
    bank.breaks = problem
    bank.books.append(replace(bank.books[1], payment="pay_2"))
    done = reconciling.reconcile(account)
    account.refresh_from_db()
    assert done.state == "failed" and done.error and account.reconciled_until is None
    # Nor is what it did not get to see called missing.
    assert [one[0] for one in found() if one[0] == "missing_there"] == []


def test_a_night_looks_at_its_own_time_only(agreed, account, bank):
    bank.books = []
    reconciling.reconcile(account, since=day(0) + timedelta(seconds=1))
    assert found() == [] and bank.asked_since == [day(0) + timedelta(seconds=1)]
    reconciling.reconcile(account, since=day(0))
    assert [one[1] for one in found()] == ["payment:pay_1"]


def test_staff_take_over_what_was_lost(agreed, account, bank, django_user_model):
    by = django_user_model.objects.create(email="staff@example.com")
    bank.books.append(
        PaymentFact(
            at=day(30), subscription="sub_paid", payment="pay_2", outcome="succeeded", amount=FIVE,
            fee=Money(40, "EUR"), period_start=day(30), period_end=day(60),
        )
    )  # fmt: skip
    reconciling.reconcile(account)
    row = reconciling.take_over(Discrepancy.objects.get(), by=by)
    assert row.settled_at and row.settled_by == str(by)
    cause = ProviderEvent.objects.get(kind="comparison.taken_over")
    assert set(LedgerEntry.objects.filter(cause=cause).values_list("kind", "amount_minor")) == {
        ("charge", 500), ("fee", -40),
    }  # fmt: skip
    agreed.refresh_from_db()
    assert agreed.period_end == day(60) and cause.pledge == agreed
    with pytest.raises(NotTaken, match="nothing to take over"):
        reconciling.take_over(row, by=by)
    # Processed again at the desk it is the same as before, and asks no provider.
    before = books()
    assert deliveries.replay(cause, bank).state == "done" and books() == before
    reconciling.reconcile(account)
    assert found() == []


def test_what_our_books_deny_is_not_taken_over(agreed, account, bank):
    bank.books[1] = replace(bank.books[1], amount=Money(600, "EUR"))
    bank.books.append(replace(bank.books[1], payment="pay_9", subscription="sub_strange"))
    reconciling.reconcile(account)
    before = books()
    with pytest.raises(NotTaken, match="€5 here, €6 there"):
        reconciling.take_over(Discrepancy.objects.get(kind="amount"), by=None)
    with pytest.raises(NotTaken, match="subscription:sub_strange"):
        reconciling.take_over(Discrepancy.objects.get(kind="missing_here"), by=None)
    assert books() == before and not ProviderEvent.objects.exists()


def test_asked_for_twice_it_is_one_and_the_clock_does_it(agreed, account, bank):
    first, new = reconciling.ask(account)
    again, not_new = reconciling.ask(account)
    assert first == again and new and not not_new
    three = timezone.now().replace(hour=23)
    assert reconciling.go_on(three) == 1 and reconciling.go_on(three) == 0
    first.refresh_from_db()
    assert first.state == "done"


def test_one_that_was_cut_off_is_given_up_and_begun_anew(agreed, account, bank):
    now = timezone.now()
    Comparison.objects.create(
        account=account, state="running", asked_at=now - timedelta(days=2), alive_at=now - timedelta(minutes=31)
    )
    night = now.replace(hour=12) + timedelta(days=1)
    assert reconciling.go_on(night) == 1
    assert list(Comparison.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "done"]


def test_a_provider_that_keeps_no_books_of_ours_is_not_compared(account, bank):
    bank.abilities = Abilities()
    assert reconciling.go_on(timezone.now() + timedelta(days=1)) == 0


def test_the_command_says_what_came_of_it(agreed, account, bank, capsys):
    bank.books.append(replace(bank.books[1], payment="pay_2"))
    call_command("reconcile_patrons", "--account", "scripted", "--all")
    assert "3 looked at, 1 new, 0 agree again, 1 open" in capsys.readouterr().out
    bank.breaks = Unreachable()
    with pytest.raises(CommandError, match="Not every"):
        call_command("reconcile_patrons", "--since", "2026-02-01")
    with pytest.raises(CommandError, match="No account"):
        call_command("reconcile_patrons", "--account", "x")


def test_facts_come_back_as_they_were_written(account):
    for fact in [fact for told in monthly(make_pledge(account)) for fact in told]:
        assert read(written(fact)) == fact


def test_names_that_others_wrote_break_nothing(agreed, account, bank):
    bank.books += [
        replace(bank.books[1], payment="p", pledge="'; --"),
        RefundFact(at=day(1), refund="r", payment="pay_1", outcome="succeeded", amount=FIVE, ours="x" * 300),
    ]
    assert reconciling.reconcile(account).state == "done" and len(found()) == 2


@pytest.mark.parametrize("number", [3, 150])
def test_a_handful_is_asked_for_at_once(account, bank, number, django_assert_max_num_queries):
    pledge = make_pledge(account, subscription_ref="s")
    bank.books = [
        PaymentFact(at=day(0), subscription="s", payment=f"p{each}", outcome="succeeded", amount=FIVE)
        for each in range(number)
    ]
    pledges.apply(account, bank.books)
    assert Payment.objects.count() == number and pledge
    with django_assert_max_num_queries(40):
        assert reconciling.reconcile(account).found == 0
    assert ProviderAccount.objects.get().reconciled_until
