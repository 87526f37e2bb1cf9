"""A booking that is taken back: a void receipt, and nothing that looks like money given back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from patrons import matching, receipt_file
from patrons.models import Payment
from patrons.money import Money
from tests.articles.admin.conftest import signed_in  # noqa: F401

from ..test_you import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


def test_a_booking_taken_back_leaves_a_void_receipt_and_no_refund(bank, announce, client, staff, monkeypatch):
    pledge = announce(interval="once")
    day = timezone.localdate() - timedelta(days=3)
    line = matching.write_down(bank, day, Money(1200, "EUR"), form_mark="1")
    matching.match(line, pledge)
    url = reverse("admin:patrons_pledge_change", args=[pledge.pk])
    assert "Mail the receipt again" in staff.get(url).text
    matching.take_back(line, reason="wrong one")
    waiting = staff.get(reverse("admin:patrons_bankline_change", args=[line.pk])).text
    assert "booking taken back" in waiting and "nothing found" not in waiting
    pledge.refresh_from_db()
    assert (pledge.state, pledge.started_at) == ("awaiting", None)
    void = Payment.objects.get()
    page = staff.get(url).text
    assert "Booking taken back" in page and "void: booked by mistake" in page
    assert "Refund:" not in page and "given back" not in page and "Mail the receipt again" not in page
    mail.outbox.clear()
    staff.post(reverse("admin:patrons_payment_receipt", args=[void.pk]))
    assert not mail.outbox
    come_in(pledge.patron, client)
    own = client.get(reverse("patron_receipt", args=[void.public_id])).text
    assert "Void: booked by mistake." in own and "Given back" not in own
    assert "void: booked by mistake" in client.get("/support/you/").text
    said: list[str] = []
    monkeypatch.setattr(receipt_file, "_say", lambda page, words, **_size: said.append(words))
    receipt_file.pdf(void)
    assert "Void: booked by mistake." in said
    later = matching.write_down(bank, day + timedelta(days=1), Money(1200, "EUR"), form_mark="2")
    matching.match(later, pledge)
    pledge.refresh_from_db()
    assert pledge.state == "given" and timezone.localdate(pledge.started_at) == day + timedelta(days=1)
