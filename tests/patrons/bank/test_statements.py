"""Statements: what would happen, what did, once whatever is uploaded twice, and taken back."""

import threading
from datetime import date, timedelta
from time import process_time

import pytest
from django.db import connections
from django.utils import timezone

from patrons import codes, matching, privacy, statements
from patrons.models import (
    BankLine,
    BankStatement,
    Grant,
    LedgerEntry,
    Patron,
    Payment,
    Pledge,
    ProviderAccount,
    Refund,
)
from patrons.money import Money
from patrons.people import NotDone

from ..conftest import make_pledge
from .conftest import csv

pytestmark = pytest.mark.django_db
DAY = (timezone.localdate() - timedelta(days=5)).isoformat()


def booked(bank, data, name="june.csv"):
    statement = statements.upload(bank, name, data)
    statements.keep(statement)
    while statements.book_some(statement):
        pass
    statement.refresh_from_db()
    return statement


def near_to(code):
    """The code with a slip in it."""
    # A letter for a letter: a word of letters alone would not be taken for a code.
    other = next(each for each in ("23" if code[3].isdigit() else "AC") if each != code[3])
    return code[:3] + other + code[4:]


def test_a_dry_run_says_what_each_line_would_do_and_does_nothing(bank, announce):
    pledge, other = announce(), announce(50_000, "once", "UAH")
    data = csv(
        (DAY, "12.00", "EUR", "Olha", f"Spende {pledge.code_shown.lower()}"),
        (DAY, "12.00", "EUR", "Ivan", f"for {near_to(pledge.transfer_code)}"),
        (DAY, "12.00", "EUR", "Ivan", f"two codes {pledge.transfer_code} {other.transfer_code}"),
        (DAY, "5.00", "EUR", "Ivan", other.transfer_code),
        (DAY, "5.00", "EUR", "Ivan", "Rent"),
        (DAY, "-5.00", "EUR", "Us", pledge.transfer_code),
        ("soon", "5.00", "EUR", "Us", ""),
    )
    tried = statements.try_out(statements.upload(bank, "june.csv", data))
    assert tried.counts == {"code": 1, "perhaps": 2, "currency": 1, "nothing": 1, "out": 1, "unread": 1}
    assert tried.judged[0].pledge == tried.judged[1].pledge == pledge.pk
    assert not BankLine.objects.exists() and not Payment.objects.exists()


def test_what_has_a_code_is_booked_and_the_rest_waits(bank, announce):
    pledge = announce()
    statement = booked(bank, csv((DAY, "15.50", "EUR", "A", pledge.transfer_code), (DAY, "1", "EUR", "B", "Hello")))
    assert (statement.state, statement.text) == ("done", "")
    assert sorted(BankLine.objects.values_list("state", "payer")) == [("booked", "A"), ("waiting", "B")]
    assert Payment.objects.get().amount == Money(1550, "EUR")
    assert LedgerEntry.objects.get().months == 1
    pledge.refresh_from_db()
    assert pledge.state == "active"


def test_a_file_uploaded_twice_and_days_that_overlap_are_booked_once(bank, announce):
    code = announce(interval="once").transfer_code
    rows = [(DAY, "5.00", "EUR", "A", code), (DAY, "5.00", "EUR", "A", code), (DAY, "6.00", "EUR", "A", code)]
    booked(bank, csv(*rows[:2]))
    assert booked(bank, csv(*rows[:2])).counts == {"known": 2}
    assert booked(bank, csv(*rows)).counts == {"known": 2, "code": 1}
    assert sorted(Payment.objects.values_list("amount_minor", flat=True)) == [500, 500, 600]


def test_the_same_money_in_another_shape_of_file_waits_for_a_look(bank, announce):
    code = announce(interval="once").transfer_code
    booked(bank, csv((DAY, "5.00", "EUR", "A", code)))
    again = csv((DAY, "5.00", "EUR", f"To you {code}"), head="Date,Amount,Currency,Description")
    assert booked(bank, again).counts == {"twice": 1}
    assert Payment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_people_book_the_same_lines_at_once(bank, announce):
    code_lines = [(DAY, f"{number}.00", "EUR", "A", announce().transfer_code) for number in range(1, 6)]
    mine, other = (statements.upload(bank, name, csv(*code_lines)) for name in ("a.csv", "b.csv"))
    problems = []

    def work(number):
        try:
            statement = BankStatement.objects.get(pk=(mine if number % 2 else other).pk)
            statements.keep(statement)
            while statements.book_some(statement):
                pass
        except Exception as error:  # told by the assertion below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert BankLine.objects.filter(state="booked").count() == Payment.objects.count() == 5
    assert sum(LedgerEntry.objects.values_list("amount_minor", flat=True)) == 1500
    assert set(BankLine.objects.values_list("times", flat=True)) == {1}


def test_corrected_columns_are_remembered_for_the_next_file(bank):
    head = "Date,Amount,Currency,Name,Details,Our words"
    statement = statements.upload(bank, "june.csv", csv((DAY, "5", "EUR", "A", "x", "y"), head=head))
    layout = statements.from_data(statement.layout)
    layout.columns["text"] = 5
    statements.read_as(statement, layout)
    assert statements.upload(bank, "draft.csv", csv(head=head)).layout["columns"]["text"] == 4
    statements.keep(statement)
    assert statements.upload(bank, "july.csv", csv((DAY, "6", "EUR", "A", "x", "y"), head=head)).layout == (
        layout.as_data()
    )


def test_a_file_without_a_line_that_can_be_read_is_not_booked(bank):
    statement = statements.upload(bank, "june.csv", csv(("soon", "5", "EUR", "A", "x")))
    with pytest.raises(NotDone):
        statements.keep(statement)
    statement.refresh_from_db()
    assert statement.state == "draft" and statement.text


def test_files_that_nobody_booked_are_forgotten(bank):
    statements.upload(bank, "june.csv", csv((DAY, "5", "EUR", "A", "x")))
    BankStatement.objects.update(uploaded_at=timezone.now() - timedelta(days=8))
    statements.upload(bank, "july.csv", csv((DAY, "5", "EUR", "A", "x")))
    assert BankStatement.objects.get().name == "july.csv"


@pytest.fixture
def waiting(bank) -> BankLine:
    booked(bank, csv((DAY, "5.00", "EUR", "Olha", "thanks")))
    return BankLine.objects.get()


def test_a_match_by_hand_taken_back_and_made_anew(waiting, announce):
    wrong, right = announce(), announce(interval="once")
    matching.match(waiting, wrong)
    wrong.refresh_from_db()
    assert wrong.state == "active"
    with pytest.raises(NotDone, match="in the meantime"):
        matching.match(waiting, right)
    with pytest.raises(NotDone, match="Say why"):
        matching.take_back(waiting, reason=" ")
    matching.take_back(waiting, reason="another Olha")
    wrong.refresh_from_db()
    assert (wrong.state, Grant.objects.valid().count()) == ("awaiting", 0)
    assert Refund.objects.get().reason == "Matched by mistake: another Olha"
    matching.match(waiting, right)
    right.refresh_from_db()
    assert right.state == "given"
    # Nothing was taken out of the books; what is in them comes to what came.
    assert sorted(LedgerEntry.objects.values_list("kind", "amount_minor")) == [
        ("charge", 500), ("charge", 500), ("refund", -500),
    ]  # fmt: skip
    assert len(set(Payment.objects.values_list("provider_ref", flat=True))) == 2


def test_what_was_given_back_in_part_is_not_taken_back(waiting, announce):
    from patrons import changing

    pledge = announce(interval="once")
    matching.match(waiting, pledge)
    changing.refund(waiting.payment, Money(100, "EUR"), by=None, reason="asked")
    with pytest.raises(NotDone, match="given back"):
        matching.take_back(waiting, reason="x")
    waiting.refresh_from_db()
    assert waiting.state == "booked"


def test_a_transfer_of_somebody_without_a_pledge_is_a_single_gift(waiting):
    patron = Patron.objects.create(email="olha@example.com", name="Olha")
    matching.match_patron(waiting, patron)
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.source, pledge.amount_minor, pledge.interval) == ("given", "staff", 500, "once")
    Patron.objects.update(erased_at=timezone.now())
    patron.refresh_from_db()
    with pytest.raises(NotDone, match="erased"):
        matching.match_patron(waiting, patron)


def test_a_pledge_of_another_provider_is_not_paid_by_transfer(waiting):
    card = make_pledge(ProviderAccount.objects.create(key="stripe", label="Card"))
    with pytest.raises(NotDone, match="in another way"):
        matching.match(waiting, card)
    assert not Payment.objects.exists()


def test_put_aside_and_taken_up_again(waiting):
    with pytest.raises(NotDone, match="Say why"):
        matching.ignore(waiting, reason="")
    assert matching.ignore(waiting, reason="our own").state == "ignored"
    assert matching.take_back(waiting, reason="it is not").state == "waiting"


def test_a_patron_sees_their_transfers_and_is_forgotten_in_them(waiting, announce):
    pledge = announce(interval="once")
    matching.match(waiting, pledge)
    (told,) = privacy.everything_about(pledge.patron)["transfers"]
    assert told["payer"] == "Olha" and told["amount_minor"] == 500
    privacy.erase(pledge.patron)
    waiting.refresh_from_db()
    assert (waiting.payer, waiting.text, waiting.amount_minor) == ("", "", 500)


def test_ten_thousand_lines_are_looked_at_in_some_seconds(bank, announce, django_assert_max_num_queries):
    code = announce().transfer_code
    rows = [(DAY, f"{number}.00", "EUR", "A", f"Invoice {number} of June, B7{number}") for number in range(1, 10_000)]
    statement = statements.upload(bank, "year.csv", csv(*rows, (DAY, "3.00", "EUR", "A", code)))
    # The time of this process alone: others may be at work on the same machine.
    begun = process_time()
    with django_assert_max_num_queries(200):
        statements.keep(statement)
    assert statements.book_some(statement) == 0
    assert process_time() - begun < 20
    assert BankLine.objects.count() == 10_000 and Payment.objects.count() == 1
    assert codes.is_right(code)


def test_a_day_that_cannot_be_is_not_booked(bank, announce):
    code, today = announce().transfer_code, timezone.localdate()
    days = [date(2099, 1, 1), today + timedelta(days=2), date(1989, 12, 31), date(9999, 12, 31), date(3, 1, 1)]
    rows = [(f"{day.year:04}-{day:%m-%d}", "12.00", "EUR", "Olha", code) for day in days]
    allowed = (today + timedelta(days=1)).isoformat()
    statement = statements.upload(bank, "june.csv", csv(*rows, (allowed, "12.00", "EUR", "Olha", code)))
    tried = statements.try_out(statement)
    assert [getattr(each.line, "what", "") for each in tried.judged] == ["future", "future", "old", "future", "old", ""]
    statements.keep(statement)
    assert BankLine.objects.get().day.isoformat() == allowed
