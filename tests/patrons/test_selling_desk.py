"""Tiers, prices, campaigns and accounts at the desk: a price is superseded, never edited."""

from html import unescape

import pytest
from django.urls import reverse

from newsroom.accounts import roles
from patrons import pricing
from patrons.models import Campaign, ProviderAccount, Tier, TierPrice
from patrons.money import Money
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_user(is_staff=True)
    roles.give_role(user, roles.PLEDGE_STAFF)
    client.force_login(user)
    return client


def tier_form(prices=(), initial=0, **fields):
    data = {"name": "Friend", "slug": "friend", "status": "live", "votes": "1", "position": "0"} | fields
    data |= {"prices-TOTAL_FORMS": str(len(prices)), "prices-INITIAL_FORMS": str(initial)}
    for number, price in enumerate(prices):
        data |= {f"prices-{number}-{name}": str(value) for name, value in price.items()}
    return data


def active():
    return sorted(TierPrice.objects.filter(is_active=True).values_list("currency", "interval", "amount_minor"))


def test_a_tier_is_made_with_its_prices(staff):
    prices = [
        {"currency": "EUR", "interval": "month", "amount": "12,50"},
        {"currency": "UAH", "interval": "year", "amount": "4 000"},
    ]
    assert staff.post(reverse("admin:patrons_tier_add"), tier_form(prices)).status_code == 302
    assert active() == [("EUR", "month", 1250), ("UAH", "year", 400_000)]
    page = staff.get(reverse("admin:patrons_tier_change", args=[Tier.objects.get().pk]))
    assert "€12.50" in page.text
    assert "€12.50" in staff.get(reverse("admin:patrons_tier_changelist")).text


def test_a_new_price_supersedes_the_old_one_which_stays_written_down(staff):
    tier = Tier.objects.create(name="Friend", slug="friend")
    old = pricing.set_price(tier, "month", Money(500, "EUR"))
    url = reverse("admin:patrons_tier_change", args=[tier.pk])
    prices = [{"id": old.pk, "tier": tier.pk}, {"currency": "EUR", "interval": "month", "amount": "7", "tier": tier.pk}]
    assert staff.post(url, tier_form(prices, initial=1)).status_code == 302
    assert active() == [("EUR", "month", 700)]
    old.refresh_from_db()
    assert (old.amount_minor, old.is_active) == (500, False)


def test_an_empty_line_is_no_price(staff):
    empty = {"currency": "EUR", "interval": "month", "amount": ""}
    assert staff.post(reverse("admin:patrons_tier_add"), tier_form([empty])).status_code == 302
    assert Tier.objects.exists() and active() == []


def test_a_price_is_taken_away_and_stays_written_down(staff):
    tier = Tier.objects.create(name="Friend", slug="friend")
    old = pricing.set_price(tier, "month", Money(500, "EUR"))
    url = reverse("admin:patrons_tier_change", args=[tier.pk])
    answer = staff.post(url, tier_form([{"id": old.pk, "tier": tier.pk, "DELETE": "on"}], initial=1))
    assert answer.status_code == 302
    assert active() == [] and TierPrice.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "currency", "sentence"),
    [("five", "EUR", "is no amount"), ("1.2345", "EUR", "at most 2"),
     ("1.234", "EUR", "may mean thousands"), ("0", "EUR", "more than nothing"),
     ("9" * 30, "EUR", "is no amount"), ("1.5", "JPY", "at most 0")],
)  # fmt: skip
def test_what_is_no_price_is_said_and_kept(staff, amount, currency, sentence):
    answer = staff.post(
        reverse("admin:patrons_tier_add"),
        tier_form([{"currency": currency, "interval": "month", "amount": amount}]),
    )
    assert answer.status_code == 200 and sentence in answer.text and amount in answer.text
    assert not Tier.objects.exists()


def test_the_same_price_again_is_no_new_one():
    tier = Tier.objects.create(name="Friend", slug="friend")
    first = pricing.set_price(tier, "month", Money(500, "EUR"))
    assert pricing.set_price(tier, "month", Money(500, "EUR")).pk == first.pk


def test_a_campaign_has_a_goal_in_words_people_use(staff):
    data = {
        "name": "A reporter", "goal": "4 000", "currency": "EUR", "counts": "monthly", "starts_at_0": "2026-01-01",
        "starts_at_1": "00:00",
    }  # fmt: skip
    assert staff.post(reverse("admin:patrons_campaign_add"), data).status_code == 302
    campaign = Campaign.objects.get()
    assert campaign.amount == Money(400_000, "EUR")
    url = reverse("admin:patrons_campaign_change", args=[campaign.pk])
    assert 'value="4000.00"' in staff.get(url).text
    assert staff.post(url, data | {"goal": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("day", "said"),
    [("0001-01-01", "The year 0001 cannot be meant: choose one from 1900 to 2999."), ("9999-12-31", "The year 9999"),
     ("3000-01-01", "The year 3000"), ("soon", "is no day: write it as 2026-12-31 or 31.12.2026")],
)  # fmt: skip
@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_a_moment_that_cannot_be_meant_is_refused_beside_its_field(staff, day, said, field):
    data = {
        "name": "A reporter", "goal": "4 000", "currency": "EUR", "counts": "monthly", "starts_at_0": "2026-01-01",
        "starts_at_1": "00:00", "ends_at_0": "2026-12-31", "ends_at_1": "00:00", f"{field}_0": day,
    }  # fmt: skip
    page = staff.post(reverse("admin:patrons_campaign_add"), data)
    assert page.status_code == 200 and said in page.text and day in page.text and "A reporter" in page.text
    assert list(page.context["adminform"].form.errors) == [field]
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("part", ["ends_at_0", "ends_at_1"])
def test_half_of_a_moment_is_none(staff, part):
    data = {
        "name": "A reporter", "goal": "4 000", "currency": "EUR", "counts": "monthly", "starts_at_0": "01.01.2026",
        "starts_at_1": "00:00", "ends_at_0": "31.12.2026", "ends_at_1": "00:00",
    }  # fmt: skip
    page = staff.post(reverse("admin:patrons_campaign_add"), data | {part: ""})
    assert "Write the day and the time" in page.text and not Campaign.objects.exists()
    assert staff.post(reverse("admin:patrons_campaign_add"), data).status_code == 302


def test_a_campaign_that_ends_before_it_begins(staff):
    data = {
        "name": "A reporter", "goal": "4 000", "currency": "EUR", "counts": "monthly", "starts_at_0": "2026-01-02",
        "starts_at_1": "00:00", "ends_at_0": "2026-01-01", "ends_at_1": "00:00",
    }  # fmt: skip
    page = staff.post(reverse("admin:patrons_campaign_add"), data)
    assert "It ends before it begins" in page.text and "Constraint" not in page.text


def test_the_demonstration_bank_is_never_real_money(staff):
    url = reverse("admin:patrons_provideraccount_add")
    data = {"key": "demo", "label": "Bank", "is_live": "on", "is_enabled": "on", "position": "0", "settings": "{}"}
    assert "no real money" in staff.post(url, data).text
    data.pop("is_live")
    assert staff.post(url, data).status_code == 302
    account = ProviderAccount.objects.get()
    change = reverse("admin:patrons_provideraccount_change", args=[account.pk])
    staff.post(change, data | {"is_live": "on", "key": "stripe", "label": "Other"})
    account.refresh_from_db()
    assert (account.key, account.is_live, account.label) == ("demo", False, "Other")
    assert "PATRONS_DEMO" in staff.get(reverse("admin:patrons_provideraccount_changelist")).text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"fee_basis_points": 290, "fee_fixed": {"EUR": 30, "UAH": 0}}', ""), ("{}", ""),
        ('{"fee_basis_points": "290"}', "whole number from 0 to 5000"), ('{"fee_basis_points": -1}', "from 0 to 5000"),
        ('{"fee_basis_points": 2.9}', "from 0 to 5000"), ('{"fee_basis_points": true}', "from 0 to 5000"),
        ('{"fee_basis_points": 5001}', "from 0 to 5000"), ('{"fee_fixed": 30}', "names currencies"),
        ('{"fee_fixed": {"EURO": 30}}', "“EURO” is no currency"), ('{"fee_fixed": {"EUR": "0.30"}}', "fee in EUR"),
        ('{"fee_points": 290}', "“fee_points” is no setting"), ("[1]", "names and values"), ('{"url": 1}', "url is"),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(staff, written, said):
    data = {"key": "demo", "label": "Bank", "is_enabled": "on", "position": "0", "settings": written}
    answer = staff.post(reverse("admin:patrons_provideraccount_add"), data)
    assert answer.status_code == (200 if said else 302)
    assert said in (unescape(answer.text) if said else "")


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR, roles.CHIEF_EDITOR, roles.PICTURE_EDITOR])
def test_others_see_none_of_it(client, role):
    user = make_user(is_staff=True)
    roles.give_role(user, role)
    client.force_login(user)
    for model in ("tier", "campaign", "provideraccount"):
        for page in ("changelist", "add"):
            assert client.get(reverse(f"admin:patrons_{model}_{page}")).status_code == 403


@pytest.mark.parametrize(("slug", "said"), [("дім <b>", "“дім &lt;b&gt;” cannot stand"), ("friend", "Another tier")])
def test_a_word_that_cannot_stand_in_an_address_is_explained(staff, slug, said):
    Tier.objects.create(name="Friend", slug="friend")
    prices = {f"prices-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data = {"name": "Home", "slug": slug, "status": "live", "votes": "1", "position": "0"}
    page = staff.post(reverse("admin:patrons_tier_add"), data | prices)
    assert page.status_code == 200 and said in page.text and Tier.objects.count() == 1


def test_an_address_that_is_too_long_is_not_cut(staff):
    add = reverse("admin:patrons_otherway_add")
    field = staff.get(add).text.partition('name="address"')[2].partition(">")[0]
    assert "maxlength" not in field
    page = staff.post(add, {"label": "Wallet", "address": "x" * 501, "position": "0"})
    assert "It has 501 characters: shorten it to 500." in page.text and "x" * 501 in page.text
