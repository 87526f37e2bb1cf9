"""What staff and readers see of Patreon: the page of the account, the link out, one's own page."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from newsroom.audit.models import Event
from patrons import memberships, offers
from patrons.memberships import NotSynchronised, synchronise
from patrons.models import MappedTier, Patron, Pledge, ProviderAccount, Synchronisation, Tier, TierPrice
from tests.articles.admin.conftest import signed_in  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


@pytest.fixture
def at_once(monkeypatch):
    """A synchronisation is done before its button answers."""
    monkeypatch.setattr("patrons.admin.patreon.start", lambda run: synchronise(run.account, run))


@pytest.fixture
def tier():
    made = Tier.objects.create(slug="reader", name="Reader", status="live")
    TierPrice.objects.create(tier=made, currency="EUR", interval="month", amount_minor=500)
    return made


def url(account, what=""):
    return reverse(f"admin:patrons_patreon{what}", args=[account.pk])


def test_staff_synchronise_and_choose_tiers(staff, fake, account, at_once, tier):
    fake.charge(fake.join("Olha", cents=100))
    assert "not known here yet" in staff.get(url(account)).text
    page = staff.post(url(account, "_sync"), follow=True)
    assert "members: 1, new pledges: 1" in page.text and "Friend" in page.text
    mapped = MappedTier.objects.get(ref="11")
    page = staff.post(url(account, "_tiers"), {f"tier_{mapped.pk}": tier.pk, "tier_9": "x"}, follow=True)
    mapped.refresh_from_db()
    assert mapped.tier == tier and Pledge.objects.get().tier == tier and "changed by it: 1" in page.text
    for nonsense in ("0", "x", "9" * 30, "\0"):
        staff.post(url(account, "_tiers"), {f"tier_{mapped.pk}": nonsense})
    mapped.refresh_from_db()
    assert mapped.tier == tier
    staff.post(url(account, "_tiers"), {f"tier_{mapped.pk}": ""})
    mapped.refresh_from_db()
    assert mapped.tier is None
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"provideraccount.synchronised", "provideraccount.tiers_chosen"} <= verbs


def test_the_page_says_what_went_wrong(staff, fake, account, at_once, settings):
    fake.access, fake.refresh = "other", "other"
    assert "PATREON_REFRESH_TOKEN" in staff.post(url(account, "_sync"), follow=True).text
    assert "PATREON_REFRESH_TOKEN" in staff.post(url(account, "_fetch"), follow=True).text
    fake.access, fake.down = "access-0", 99
    assert "did not answer to the end" in staff.post(url(account, "_sync"), follow=True).text
    assert "does not answer just now" in staff.post(url(account, "_fetch"), follow=True).text
    settings.PATREON_CLIENT_ID = ""
    page = staff.get(url(account))
    assert "PATREON_CLIENT_ID is not set" in page.text and "patreon/sync/" not in page.text
    assert "PATREON_CLIENT_ID is not set" in staff.post(url(account, "_sync"), follow=True).text


def test_one_at_a_time_and_one_that_was_cut_off_is_over(staff, fake, account, monkeypatch):
    monkeypatch.setattr("patrons.admin.patreon.start", lambda run: None)
    page = staff.post(url(account, "_sync"), follow=True)
    assert "Under way" in page.text and page.headers["Refresh"]
    with pytest.raises(NotSynchronised):
        synchronise(account)
    assert "under way already" in staff.post(url(account, "_sync"), follow=True).text
    Synchronisation.objects.update(heard_at=Synchronisation.objects.get().heard_at - Synchronisation.SILENT * 2)
    assert synchronise(account).problem == ""
    assert Synchronisation.objects.exclude(problem="").count() == 1


def test_other_accounts_have_no_such_page(staff, fake):
    other = ProviderAccount.objects.create(key="stripe", label="Card")
    assert staff.get(url(other)).status_code == 404
    assert staff.get(f"/admin/patrons/provideraccount/{10**30}/patreon/").status_code == 404


def test_queries_do_not_grow_with_tiers_and_pledges(staff, fake, account, django_assert_max_num_queries):
    def add(numbers):
        for number in numbers:
            MappedTier.objects.create(account=account, ref=f"t{number}", title="T", currency="USD")
            Tier.objects.create(slug=f"t{number}", name="T", status="live")
            fake.charge(fake.join(f"Reader{number}"))

    add(range(3))
    synchronise(account)
    with django_assert_max_num_queries(30) as few:
        staff.get(url(account))
    add(range(3, 30))
    synchronise(account)
    with django_assert_max_num_queries(len(few)):
        staff.get(url(account))


def test_the_clock_calls_it(fake, account, capsys):
    fake.charge(fake.join("Olha"))
    call_command("sync_patreon")
    assert "1 members, 1 new pledges, 0 failed" in capsys.readouterr().out
    fake.down = 99
    with pytest.raises(CommandError, match="did not answer"):
        call_command("sync_patreon")
    account.is_enabled = False
    account.save()
    call_command("sync_patreon")


def test_one_who_cannot_be_taken_in_keeps_nobody_out(fake, account, monkeypatch, caplog):
    refs = [fake.join(name) for name in ("Olha", "Petro")]
    for ref in refs:
        fake.charge(ref)
    real = memberships.pledges.apply
    monkeypatch.setattr(
        "patrons.memberships.pledges.apply",
        lambda account, facts, **cause: 1 // 0 if facts[0].subscription == refs[0] else real(account, facts, **cause),
    )
    done = synchronise(account)
    assert (done.members, done.begun, done.failed) == (2, 1, 1)
    account.refresh_from_db()
    assert account.reconciled_until is None and "olha" not in caplog.text.lower().replace("olha'", "")


@pytest.mark.parametrize(
    "address",
    ["http://www.patreon.com/lantern", "https://patreon.com.evil.example/", "https://www.patreon.com@evil.example/x",
     "https://www.patreon.com/",
     "javascript:alert(1)", "https://www.patreon.com/a\"b", "https://www.patreon.com/a b", 5],
)  # fmt: skip
def test_readers_are_sent_to_patreon_alone(staff, client, fake, account, tier, address):
    account.settings = {"url": address}
    account.save()
    assert offers.elsewhere() == [] and "on Patreon" not in client.get("/support/").text
    sent = {
        "label": "Patreon",
        "position": "0",
        "is_enabled": "on",
        "settings": json.dumps({"url": address}),
    }
    page = staff.post(reverse("admin:patrons_provideraccount_change", args=[account.pk]), sent)
    assert page.status_code == 200
    assert "is no page at Patreon" in page.text or "url is an address in quotation marks" in page.text


def test_the_form_names_patreon_beside_it_and_not_among_its_ways(client, staff, fake, account, tier):
    page = client.get("/support/").text
    assert 'href="https://www.patreon.com/lantern"' in page and "Become a patron on Patreon" in page
    assert offers.offer("EUR").ways == []
    assert url(account) in staff.get(reverse("admin:patrons_provideraccount_change", args=[account.pk])).text
    account.is_enabled = False
    account.save()
    assert "on Patreon" not in client.get("/support/").text


def test_what_we_cannot_do_is_done_there(client, staff, fake, account, settings, monkeypatch):
    fake.charge(fake.join("Olha"))
    synchronise(account)
    patron, pledge = Patron.objects.get(), Pledge.objects.get()
    monkeypatch.setattr("patrons.visits.here", lambda request: patron)
    page = client.get("/support/you/").text
    assert "https://www.patreon.com/settings/memberships" in page and "receipt comes from Patreon" in page
    assert f"/{pledge.public_id}/cancel/" not in page
    assert "goes on until you end it there" in client.get("/support/you/erase/").text
    refused = client.post(f"/support/you/{pledge.public_id}/cancel/")
    assert refused.status_code == 422 and "on Patreon" in refused.text
    desk = staff.get(reverse("admin:patrons_pledge_change", args=[pledge.pk])).text
    assert "begun on Patreon" in desk and "cancel_now" not in desk and "Give back" not in desk
    assert "Mail the receipt" not in desk
