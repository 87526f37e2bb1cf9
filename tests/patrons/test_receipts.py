"""A receipt as a page and as a file: the same words, whatever alphabet a name is in."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from newsroom.site.models import SiteSettings
from patrons import pledges, receipt_file, receipts, visits
from patrons.models import Gift, Payment, Tier, TierPrice
from patrons.money import Money
from patrons.providers import facts

from .conftest import NOON, day, make_pledge

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


def test_it_stays_as_it_was_issued(olha, paid, account, payment):
    """Neither another amount nor another name changes what was paid for, in whichever language it is read."""
    Tier.objects.update(translations={"uk": {"name": "Друг"}})
    pledges.apply(account, [paying("pay_2", 500)])
    dear = Tier.objects.create(slug="patron", name="Patron", status="live")
    TierPrice.objects.create(tier=dear, currency="EUR", interval="month", amount_minor=1200)
    change = facts.SubscriptionFact(
        at=day(1), subscription="sub_paid", told=facts.Told.ACTIVE, amount=Money(1200, "EUR")
    )
    pledges.apply(account, [change])
    Tier.objects.update(name="Renamed", translations={"uk": {"name": "Інакше"}})
    page = olha.get(reverse("patron_receipt", args=[payment.public_id])).text
    assert "Friend, monthly" in page and "Patron" not in page and "Renamed" not in page
    with translation.override("uk"):
        assert receipts.purpose(Payment.objects.get(provider_ref="pay_2")).startswith("Друг, ")
        # What was called nothing in this language on the day keeps its own name.
        assert receipts.purpose(payment).startswith("Friend, ")
    pledges.apply(account, [paying("pay_3", 1200)])
    assert receipts.purpose(Payment.objects.get(provider_ref="pay_3")).startswith("Renamed, ")


def paying(name, minor, **about):
    about = about or {"subscription": "sub_paid", "period_start": day(30), "period_end": day(60)}
    return facts.PaymentFact(
        at=day(30), payment=name, outcome=facts.Outcome.SUCCEEDED, amount=Money(minor, "EUR"), **about
    )


def test_a_single_gift_says_how_long_and_a_gift_that_it_is_one(account):
    once, given = (make_pledge(account, interval="once") for _each in range(2))
    Gift.objects.create(pledge=given, months=3, starts_on=NOON.date(), recipient_name="Ivan", by_link=True)
    pledges.apply(
        account, [paying(f"pay_{each.pk}", each.amount_minor, pledge=str(each.public_id)) for each in (once, given)]
    )
    assert receipts.purpose(once.payments.get()) == "Friend, once, 31 March 2026 – 1 May 2026"
    assert receipts.purpose(given.payments.get()) == "A gift: Friend for 3 months"


def test_what_it_is_headed_with_is_its_own(payment):
    headings = [heading for heading, _words in receipts.lines(payment)]
    assert headings == ["Received by", "Paid by", "Paid on", "Amount", "For", "Paid through"]
