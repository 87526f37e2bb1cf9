"""A single gift of which another sum came than was announced is called by what came, wherever it stands."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from patrons import matching, visits
from patrons.models import Payment, Pledge, Refund, Tier, TierPrice
from patrons.money import Money
from tests.patrons.admin.conftest import signed_in, staff  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def came(announce, bank):
    """€150 were announced for a tier, and $30 came."""
    tier = Tier.objects.create(slug="big", name="Big", status="live")
    TierPrice.objects.create(tier=tier, currency="EUR", interval="once", amount_minor=15_000)
    pledge = announce(15_000, "once")
    Pledge.objects.filter(pk=pledge.pk).update(tier=tier)
    line = matching.write_down(bank, timezone.localdate(), Money(3000, "USD"), text="", form_mark="m")
    matching.match(line, Pledge.objects.get(pk=pledge.pk))
    return Pledge.objects.get(pk=pledge.pk)


def own_page(patron):
    client = Client()
    session = client.session
    session[visits.KEY] = [str(patron.public_id), 4_000_000_000]
    session.save()
    return client.get("/support/you/").text


def test_on_the_page_of_the_patron(staff, came, announce):  # noqa: F811
    patron = came.patron
    Pledge.objects.filter(pk=announce(500).pk).update(patron=patron)
    text = staff.get(reverse("admin:patrons_patron_change", args=[patron.pk])).text
    assert "$30 once" in text and "€150" not in text and "Big" not in text.partition("patron-rights")[0]


def test_when_it_has_ended(came, staff):  # noqa: F811
    payment = Payment.objects.get()
    Payment.objects.update(refunded_minor=3000)
    Refund.objects.create(
        payment=payment, account=payment.account, amount_minor=3000, state="succeeded", source="staff", reason="asked"
    )
    Pledge.objects.update(state="refunded")
    ended = own_page(came.patron).partition("What has ended")[2]
    assert "$30 once" in ended and "€150 " not in ended and "Big" not in ended.partition("receipts")[0]


def test_in_the_table_that_is_taken_along(staff, came, announce):  # noqa: F811
    announce(500)
    body = b"".join(staff.post("/admin/patrons/pledge/export/pledges/csv/").streaming_content).decode("utf-8-sig")
    rows = {row["pledge"]: row for row in csv.DictReader(io.StringIO(body))}
    one = rows.pop(str(came.public_id))
    named = [one[name] for name in ("amount", "smallest units", "currency", "tier", "announced", "what came")]
    assert named == ["30.00", "3000", "USD", "", "€150", "$30"]
    (other,) = rows.values()
    assert (other["amount"], other["announced"], other["what came"]) == ("5.00", "", "")


@pytest.mark.parametrize(("minor", "had"), [(123_456, "Big"), (15_000, "Big"), (14_999, "Small"), (4_000, "Small")])
def test_more_than_was_announced_pays_for_more(announce, bank, minor, had):
    for slug, price in (("small", 2_000), ("big", 15_000)):
        tier = Tier.objects.create(slug=slug, name=slug.title(), status="live")
        TierPrice.objects.create(tier=tier, currency="EUR", interval="once", amount_minor=price)
    pledge = announce(4_000, "once")
    Pledge.objects.filter(pk=pledge.pk).update(tier=Tier.objects.get(slug="small"))
    line = matching.write_down(bank, timezone.localdate(), Money(minor, "EUR"), text="", form_mark="m")
    matching.match(line, Pledge.objects.get(pk=pledge.pk))
    assert Payment.objects.get().tier.name == had and pledge.grant.tier.name == had


def test_a_tier_that_is_dearer_since_is_had_as_announced(announce, bank):
    for slug, price in (("small", 2_000), ("big", 15_000)):
        tier = Tier.objects.create(slug=slug, name=slug.title(), status="live")
        TierPrice.objects.create(tier=tier, currency="EUR", interval="once", amount_minor=price)
    pledge = announce(4_000, "once")
    Pledge.objects.filter(pk=pledge.pk).update(tier=Tier.objects.get(slug="big"))
    line = matching.write_down(bank, timezone.localdate(), Money(5_000, "EUR"), text="", form_mark="m")
    matching.match(line, Pledge.objects.get(pk=pledge.pk))
    assert Payment.objects.get().tier.name == "Big"
