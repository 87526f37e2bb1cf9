"""The pages of an import: a file, its columns, what would happen, and then what happened."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsroom.audit.models import Event
from patrons.models import Import, Pledge
from tests.articles.admin.conftest import signed_in  # noqa: F401

pytestmark = pytest.mark.django_db
BEGIN = "/admin/patrons/pledge/import/"
TEXT = "Who,How much,Until\nolha@example.com,€5,2999-12-31\nnobody,€5,2999-12-31\n<b>x</b>,€5,2999-12-31\n"


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


def upload(client, account, text=TEXT):
    file = SimpleUploadedFile("old.csv", text.encode())
    return client.post(BEGIN, {"account": account.pk, "file": file}, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_from_a_file_to_pledges(staff, account):
    page = upload(staff, account)
    sheet = Import.objects.get()
    assert "What the columns are" in page.text and "Who (olha@example.com)" in page.text
    columns = reverse("admin:patrons_pledge_import_columns", args=[sheet.public_id])
    assert "which column is the e-mail" in said(staff.post(columns, {"column_amount": "1"}, follow=True))
    assert "chosen for two" in said(staff.post(columns, {"column_email": "0", "column_name": "0"}, follow=True))
    chosen = {"column_email": "0", "column_amount": "1", "column_paid_until": "2", "column_tier": "99"}
    page = staff.post(columns, chosen, follow=True)
    assert "Bring 1 line in" in page.text and "“nobody” is no e-mail address." in page.text
    assert "<b>x</b>" not in page.text and not Pledge.objects.exists()
    confirm = reverse("admin:patrons_pledge_import_confirm", args=[sheet.public_id])
    page = staff.post(confirm, follow=True)
    assert "/pledge/" in page.text and Pledge.objects.get().source == "import"
    assert "nothing is done twice" in said(staff.post(confirm, follow=True)) and Pledge.objects.count() == 1
    assert "stay as they are" in said(staff.post(columns, chosen, follow=True))
    rows = staff.get(reverse("admin:patrons_pledge_import_refused", args=[sheet.public_id]))
    text = b"".join(rows.streaming_content).decode("utf-8-sig")
    assert [row[-2] for row in csv.reader(io.StringIO(text))][1:] == ["3", "4"]
    assert Event.objects.get(verb="patrons.imported").details["rows"] == 1
    assert "olha@example.com" not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    "data", [{}, {"account": "x" * 5000}, {"account": "99999999999999999999"}, {"account": "1", "file": "no file"}]
)
def test_what_is_missing_is_said(staff, account, data):
    page = staff.post(BEGIN, data)
    assert page.status_code == 422 and "Choose a file" in page.text


def test_no_table_is_said(staff, account):
    assert "own file" in upload(staff, account, "PK\x03\x04").text and not Import.objects.exists()


def test_addresses_that_lead_nowhere(staff, account):
    upload(staff, account)
    address = reverse("admin:patrons_pledge_import_table", args=[Import.objects.get().public_id])
    for query in ("after=99999999999999999999", "after=-1", "verdict=%00", "verdict=x&after=x"):
        assert staff.get(f"{address}?{query}").status_code == 200
    assert staff.get(f"{BEGIN}00000000-0000-4000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize("number", [3, 30])
def test_as_many_questions_for_few_lines_as_for_many(staff, account, number, django_assert_max_num_queries):
    upload(staff, account, "email,amount,paid until\n" + "x,1,2\n" * number)
    sheet = Import.objects.get()
    staff.post(reverse("admin:patrons_pledge_import_columns", args=[sheet.public_id]), {"column_email": "0"})
    with django_assert_max_num_queries(20):
        staff.get(reverse("admin:patrons_pledge_import_table", args=[sheet.public_id]))
