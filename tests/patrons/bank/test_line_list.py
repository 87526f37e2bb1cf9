"""The list of transfers: found by what the bank wrote, by day and by amount, and put aside many at once."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from newsroom.audit.models import Event
from patrons.models import BankLine
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:patrons_bankline_changelist")


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


@pytest.fixture
def lines(bank):
    rows = [
        ("Olha Petrenko", "Rent for May", "TX-77", 1250, "EUR", date(2026, 5, 3)),
        ("ІВАН Франко", "Дякую", "", 50_000, "UAH", date(2026, 6, 30)),
        ("A&B <b>", "100% off_", "", 1250, "JPY", date(2026, 7, 1)),
    ]
    return [
        BankLine.objects.create(
            account=bank, payer=payer, text=text, bank_ref=ref, amount_minor=minor, currency=currency, day=day,
            fingerprint=payer,
        )
        for payer, text, ref, minor, currency, day in rows
    ]  # fmt: skip


def found(client, **query):
    page = client.get(LIST, query)
    assert page.status_code == 200
    return "".join(sorted(line.payer[0] for line in page.context["cl"].result_list))


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("olha", "O"), ("франко", "І"), ("petr MAY", "O"), ("tx-77", "O"), ("100%", "A"), ("12.50", "O"),
        ("12,5", "O"), ("1250", "A"), ("500", "І"), ("2026-06-30", "І"), ("30.06.2026", "І"), ("nobody", ""),
        ("🙂", ""), ("\0", ""), ("x" * 10_000, ""), ("9" * 40, ""), ("0001-01-01", ""), ("'\"%_*[", ""),
    ],
)  # fmt: skip
def test_searched(staff, lines, typed, who):
    assert found(staff, q=typed) == who


def test_narrowed_down_by_day_and_amount(staff, lines):
    assert found(staff, day_from="2026-06-30") == "AІ"
    assert found(staff, day_from="03.05.2026", day_to="2026-06-30") == "OІ"
    assert found(staff, amount_minor_from="12.50", amount_minor_to="400") == "O"
    assert found(staff, amount_minor_from="400") == "AІ"
    for query, said in (
        ({"day_from": "soon"}, "is no day"),
        ({"day_from": "1800-01-01"}, "The year 1800 cannot be meant: choose one from 1900"),
        ({"amount_minor_to": "much"}, "is no amount"),
        ({"day_from": "2026-06-30", "day_to": "03.05.2026"}, "2026-06-30 is later than 2026-05-03"),
        ({"statement": "x"}, "knows no “x”"),
    ):
        page = staff.get(LIST, query)
        assert said in page.text and not page.context["cl"].result_list


def test_many_are_put_aside_with_one_reason(staff, lines):
    BankLine.objects.filter(pk=lines[2].pk).update(state="booked")
    ticked = {"action": "put_aside", "index": "0", "_selected_action": [line.pk for line in lines]}
    asked = staff.post(LIST, ticked)
    assert "Put these transfers aside?" in asked.text and "Olha Petrenko" in asked.text
    assert "<b>" not in asked.text.split("A&amp;B")[1][:20]
    without = staff.post(LIST, ticked | {"apply": "1", "reason": " "})
    assert without.status_code == 422 and "Say why" in without.text
    assert not BankLine.objects.filter(state="ignored").exists()
    done = staff.post(LIST, ticked | {"apply": "1", "reason": "Rent"}, follow=True)
    assert "Put aside: 2. Settled already: 1." in " ".join(map(str, done.context["messages"]))
    assert list(BankLine.objects.filter(state="ignored").values_list("reason", flat=True)) == ["Rent", "Rent"]
    assert Event.objects.filter(verb="transfer.ignored").count() == 2


def test_who_only_looks_puts_nothing_aside(client, lines):
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_bankline"))
    client.force_login(user)
    assert "put_aside" not in client.get(LIST).text
    client.post(LIST, {"action": "put_aside", "_selected_action": [lines[0].pk], "apply": "1", "reason": "x"})
    assert not BankLine.objects.filter(state="ignored").exists()
