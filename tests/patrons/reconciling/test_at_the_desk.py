"""At the desk: compare now, see how far it is, take over; and a card on the start page when something waits."""

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.audit.models import Event
from patrons import reconciling
from patrons.models import Comparison, Discrepancy, LedgerEntry, ProviderAccount, ProviderEvent, Turn
from patrons.money import Money
from patrons.providers.base import Abilities
from patrons.providers.facts import Outcome, PaymentFact
from patrons.written_facts import written
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.patrons.conftest import Scripted, day

pytestmark = pytest.mark.django_db
LIST = "/admin/patrons/discrepancy/"


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


@pytest.fixture
def asked(monkeypatch):
    """The provider can be compared with."""
    made = Scripted([])
    made.abilities, made.poll = Abilities(webhooks=True), lambda since: iter(())
    monkeypatch.setattr(reconciling, "provider_for", lambda key: made)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_compare_now_and_see_how_far_it_is(staff, account, asked):
    address = reverse("admin:patrons_discrepancy_compare", args=[account.pk])
    first = staff.post(address, follow=True)
    assert "begins within a minute" in said(first) and first.headers["Refresh"]
    assert "being compared already" in said(staff.post(address, follow=True))
    reconciling.go_on()
    page = staff.get(LIST)
    assert "Refresh" not in page.headers and "0 things looked at" in page.text and "Compared to the end" in page.text
    assert Comparison.objects.get().by_number and Event.objects.filter(verb="account.compared").count() == 1
    staff.post(address, {"ever": "1"})
    assert Comparison.objects.first().since is None


def test_what_cannot_be_asked_is_not_offered(staff, account):
    assert "Compare now" not in staff.get(LIST).text
    address = reverse("admin:patrons_discrepancy_compare", args=[account.pk])
    assert "Nothing was compared. No provider is called" in said(staff.post(address, follow=True))


def test_a_demonstration_bank_that_is_off_is_shown_and_said_to_be_off(staff, account_of_demo, account, settings):
    off = "The demonstration bank is switched off: PATRONS_DEMO is not set."
    settings.PATRONS_DEMO = False
    page = staff.get(LIST).text
    assert off in page and "Demonstration bank" in page and "Compare now" not in page
    address = reverse("admin:patrons_discrepancy_compare", args=[account_of_demo.pk])
    assert said(staff.post(address, follow=True)) == f"Nothing was compared. {off}"
    event = ProviderEvent.objects.create(
        account=account_of_demo, event_id="e", kind="k", payload={}, happened_at=day(0)
    )
    again = staff.post(reverse("admin:patrons_providerevent_again", args=[event.pk]), follow=True)
    assert said(again) == f"Nothing was done. {off}"
    settings.PATRONS_DEMO = True
    assert "closed while a way to pay with real money is offered" in staff.get(LIST).text
    ProviderAccount.objects.create(key="bank_transfer", label="Bank transfer")
    assert "Bank transfer keeps no books that can be asked." in staff.get(LIST).text


def test_take_over_at_the_press_of_a_button(staff, paid, account, asked):
    fact = PaymentFact(
        at=day(30), subscription="sub_paid", payment="pay_2", outcome=Outcome.SUCCEEDED, amount=Money(500, "EUR"),
        period_end=day(60),
    )  # fmt: skip
    found = Discrepancy.objects.create(
        account=account, kind="missing_here", subject="payment:pay_2", ours="nothing", theirs="€5", told=written(fact)
    )
    page = reverse("admin:patrons_discrepancy_change", args=[found.pk])
    address = reverse("admin:patrons_discrepancy_take_over", args=[found.pk])
    assert address in staff.get(page).text
    assert "in our books now" in said(staff.post(address, follow=True))
    assert "nothing to take over" in said(staff.post(address, follow=True))
    assert LedgerEntry.objects.filter(kind="charge").count() == 2
    assert Event.objects.filter(verb="discrepancy.taken_over").count() == 1


def test_the_start_page_says_what_waits_to_whom_it_concerns(staff, signed_in, account):  # noqa: F811
    Turn.objects.create(name="deliveries", done_at=timezone.now())
    assert "patrons-wait" not in staff.get("/admin/").text
    Discrepancy.objects.create(account=account, kind="amount", subject="p")
    ProviderEvent.objects.create(account=account, event_id="e", kind="k", state="dead")
    page = staff.get("/admin/").text
    assert "1 discrepancy" in page and "1 delivery" in page and "Nobody follows" not in page
    Turn.objects.update(done_at=day(0))
    assert "Nobody follows the clock" in staff.get("/admin/").text
    assert "patrons-wait" not in signed_in("editor").get("/admin/").text


def test_the_brake_is_shown(staff, account, monkeypatch):
    monkeypatch.setattr("patrons.limits.is_braking", lambda: True)
    assert "payments are paused" in staff.get("/admin/").text
