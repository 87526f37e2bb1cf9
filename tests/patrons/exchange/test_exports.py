"""Lists go out as they are filtered, to whoever may, and the log says how many, not whose."""

import csv
import io
import zipfile

import pytest
from django.utils import timezone

from newsroom.audit.models import Event
from patrons.models import Patron
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.patrons.conftest import make_pledge

pytestmark = pytest.mark.django_db
BASE = "/admin/patrons"


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_pledges_and_their_payments_as_the_list_is_filtered(staff, paid, account):
    make_pledge(account)
    assert "pledge/export/pledges/csv/?state=active" in staff.get(f"{BASE}/pledge/?state=active").text
    rows = table(staff.post(f"{BASE}/pledge/export/pledges/csv/?state=active"))
    assert [(row["pledge"], row["amount"], row["smallest units"], row["currency"], row["state"]) for row in rows] == [
        (str(paid.public_id), "5.00", "500", "EUR", "active")
    ]
    assert len(table(staff.post(f"{BASE}/pledge/export/pledges/csv/"))) == 2
    assert len(table(staff.post(f"{BASE}/pledge/export/payments/csv/?state=active"))) == 1
    assert table(staff.post(f"{BASE}/pledge/export/payments/csv/?state=pending")) == []
    assert [row["kind"] for row in table(staff.post(f"{BASE}/ledgerentry/export/ledger/csv/"))] == ["charge"]
    found = table(staff.post(f"{BASE}/patron/export/patrons/csv/?q={paid.patron.email}"))
    assert [row["e-mail"] for row in found] == [paid.patron.email]


def test_a_patron_who_calls_herself_a_formula(staff, paid):
    Patron.objects.update(name='=HYPERLINK("http://evil.example")')
    for form in ("csv", "xlsx"):
        body = b"".join(staff.post(f"{BASE}/patron/export/patrons/{form}/").streaming_content)
        if form == "xlsx":
            body = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml")
        assert b"'=HYPERLINK" in body and b"<f>" not in body


def test_the_log_says_how_many_and_not_whose(staff, paid):
    table(staff.post(f"{BASE}/patron/export/patrons/csv/?q={paid.patron.email}"))
    event = Event.objects.get(verb="patrons.exported")
    assert event.details == {"what": "patrons", "form": "csv", "rows": 1, "filtered": True}
    assert paid.patron.email not in str(list(Event.objects.values()))


@pytest.mark.parametrize("role", ["editor", "chief", "writer"])
def test_nobody_else_takes_them(signed_in, paid, role):  # noqa: F811
    client = signed_in(role)
    for address in ("pledge/export/pledges/csv/", "patron/export/patrons/xlsx/", "ledgerentry/export/ledger/csv/"):
        assert client.post(f"{BASE}/{address}").status_code == 403


def test_only_what_there_is_and_only_by_a_button(staff):
    for address in ("pledge/export/secrets/csv/", "patron/export/pledges/csv/"):
        assert "attachment" not in staff.post(f"{BASE}/{address}", follow=True).headers.get("Content-Disposition", "")
    assert staff.post(f"{BASE}/pledge/export/pledges/pdf/").status_code == 404
    assert staff.get(f"{BASE}/pledge/export/pledges/csv/").status_code == 405


@pytest.mark.parametrize("number", [3, 30])
def test_as_many_questions_for_few_as_for_many(staff, account, number, django_assert_max_num_queries):
    for each in range(number):
        make_pledge(account, subscription_ref=f"s{each}")
    with django_assert_max_num_queries(18):
        assert len(table(staff.post(f"{BASE}/pledge/export/pledges/csv/"))) == number


def test_with_what_brought_them(staff, account):
    from patrons.models import Campaign
    from tests.factories import make_article

    winter = Campaign.objects.create(name="Winter", amount_minor=5, currency="EUR", starts_at=timezone.now())
    make_pledge(account, article=make_article(headline="Snow at the border", published=True), campaign=winter)
    draft = make_pledge(account, article=make_article(headline="A secret draft"))
    make_pledge(account)
    rows = table(staff.post(f"{BASE}/pledge/export/pledges/csv/"))
    brought = {(row["article"], row["campaign"]) for row in rows}
    assert brought == {("Snow at the border", "Winter"), (f"Article {draft.article_id}, not public", ""), ("", "")}


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense", "interval=day", "tier=x", "tier=999", "through=9", "currency=XXX", "gift=some", "article=x",
        "created_at_from=31.02.2026", "created_at_to=soon",
        "created_at_from=2026-01-01&created_at_to=99999-01-01", "colour=red",
    ],
)  # fmt: skip
def test_what_a_filter_cannot_read_takes_nobody_along(staff, paid, query):
    page = staff.get(f"{BASE}/pledge/?{query}", follow=True)
    if query != "colour=red":
        assert "Nothing is shown." in page.text and not page.context["cl"].result_list
        assert page.text.count("Nothing is shown.") == 1
    answer = staff.post(f"{BASE}/pledge/export/pledges/csv/?{query}")
    assert answer.status_code == 302 or table(answer) == []
    if query != "colour=red":
        assert table(staff.post(f"{BASE}/pledge/export/payments/csv/?{query}")) == []


def test_other_lists_too_and_days_in_both_ways(staff, paid, account):
    for where, query in (("patron", "wall=x"), ("patron", "visibility=x"), ("discrepancy", "settled=x")):
        page = staff.get(f"{BASE}/{where}/?{query}")
        assert "Nothing is shown." in page.text and not page.context["cl"].result_list
    assert table(staff.post(f"{BASE}/patron/export/patrons/csv/?visibility=x")) == []
    begun = timezone.localtime(paid.created_at)
    for day in (f"{begun:%Y-%m-%d}", f"{begun:%d.%m.%Y}"):
        query = f"created_at_from={day}&created_at_to={day}"
        assert len(table(staff.post(f"{BASE}/pledge/export/pledges/csv/?{query}"))) == 1
        assert f'value="{day}"' in staff.get(f"{BASE}/pledge/?{query}").text
    assert len(table(staff.post(f"{BASE}/pledge/export/pledges/csv/?created_at_from=&state="))) == 1
