"""A receipt as a page and as a file: the same words, whatever alphabet a name is in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.site.models import SiteSettings
from patrons import receipt_file, visits
from patrons.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(paid) -> Payment:
    return paid.payments.get()


@pytest.fixture
def olha(paid) -> Client:
    client = Client()
    session = client.session
    session[visits.KEY] = [str(paid.patron.public_id), 4_000_000_000]
    session.save()
    return client


def letters_of(pdf: bytes) -> set[str]:
    """Return the letters that a PDF has glyphs for, by its tables of which glyph is which letter."""
    tables = b"".join(re.findall(rb"beginbfchar\n(.*?)endbfchar", pdf, re.S))
    return {bytes.fromhex(code.decode()).decode("utf-16-be") for code in re.findall(rb"<\w{4}> <(\w+)>", tables)}


def test_the_file_is_a_pdf_of_one_page_and_the_same_each_time(olha, payment):
    address = reverse("patron_receipt_pdf", args=[payment.public_id])
    one, two = olha.get(address), olha.get(address)
    assert one.headers["Content-Type"] == "application/pdf" and one.content.startswith(b"%PDF-")
    assert one.content == two.content and one.content.count(b"/Type /Page\n") == 1
    assert f'filename="{payment.receipt_number}.pdf"' in one.headers["Content-Disposition"]
    assert "no-store" in one.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["Олена Їжакевич", "Łucja Gąska", "Ђорђе", "مريم", "😀", "<b>&", "x" * 120, ""])
def test_every_name_is_drawn(payment, name):
    payment.receipt_name = name
    drawn = letters_of(receipt_file.pdf(payment))
    if name in ("Олена Їжакевич", "Łucja Gąska", "Ђорђе"):
        assert set(name) <= drawn


def test_page_and_file_say_who_receives(olha, payment):
    SiteSettings.objects.update_or_create(pk=1, defaults={"receipt_issuer": "Lantern Media NGO\nVilna 7, Odesa"})
    page = olha.get(reverse("patron_receipt", args=[payment.public_id]))
    assert "Lantern Media NGO<br>Vilna 7, Odesa" in page.text and "€5" in page.text
    assert reverse("patron_receipt_pdf", args=[payment.public_id]) in page.text


def test_it_is_nobody_elses(client, payment):
    assert client.get(reverse("patron_receipt_pdf", args=[payment.public_id])).status_code == 302
    other = Client()
    session = other.session
    session[visits.KEY] = ["00000000-0000-4000-8000-000000000000", 4_000_000_000]
    session.save()
    assert other.get(reverse("patron_receipt_pdf", args=[payment.public_id])).status_code == 302
