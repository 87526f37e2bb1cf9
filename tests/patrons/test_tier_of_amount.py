"""The tier of a pledge follows the amount that its provider confirmed, in whatever order that is told."""

from itertools import permutations

import pytest
from django.db import transaction

from patrons import pledges, voting
from patrons.models import Grant, Payment, Pledge, Tier, TierPrice
from patrons.money import Money
from patrons.providers import facts

from .conftest import day, make_pledge
from .test_you import come_in, olha, post, provider  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def tiers(db):
    for position, (slug, minor) in enumerate([("reader", 200), ("friend", 500), ("patron", 1200)]):
        tier = Tier.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]
        Tier.objects.filter(pk=tier.pk).update(name=slug.title(), status="live", position=position)
        TierPrice.objects.create(tier=tier, currency="EUR", interval="month", amount_minor=minor)


def told(at, minor):
    return facts.SubscriptionFact(
        at=day(at), subscription="sub_paid", told=facts.Told.ACTIVE, amount=Money(minor, "EUR")
    )


@pytest.mark.parametrize(
    ("minor", "tier"), [(1200, "patron"), (100_100, "patron"), (499, "reader"), (199, None), (1, None)]
)
def test_it_is_the_dearest_that_the_new_amount_pays_for(tiers, account, paid, minor, tier):
    pledges.apply(account, [told(1, minor)])
    paid.refresh_from_db()
    assert (paid.tier and paid.tier.slug) == tier
    # What it gives comes with the money.
    assert Grant.objects.get().tier.slug == "friend"


def paying(number, at, minor):
    return facts.PaymentFact(
        at=day(at), subscription="sub_paid", payment=f"pay_{number}", outcome=facts.Outcome.SUCCEEDED,
        amount=Money(minor, "EUR"), period_start=day(at), period_end=day(at + 30),
    )  # fmt: skip


def had():
    return Grant.objects.get().tier.slug


def test_what_a_tier_gives_follows_what_was_paid(tiers, account, paid):
    pledges.apply(account, [told(1, 1200)])
    assert had() == "friend"
    pledges.apply(account, [paying(2, 30, 1200)])
    assert had() == "patron"
    pledges.apply(account, [told(31, 500)])
    assert had() == "patron"
    pledges.apply(account, [paying(3, 60, 500)])
    assert had() == "friend"
    Tier.objects.filter(slug="friend").update(slug="renamed")
    # Dearer prices take nothing from what was paid for.
    TierPrice.objects.update(amount_minor=99_900)
    pledges.apply(account, [told(61, 500)])
    assert had() == "renamed"


def test_what_was_paid_comes_to_the_same_in_any_order(tiers, account, paid):
    said = [told(1, 1200), paying(2, 30, 1200), told(31, 200), paying(3, 60, 200)]
    for order in permutations(said):
        sid = transaction.savepoint_create()
        for fact in order:
            pledges.apply(account, [fact])
        found = list(Payment.objects.order_by("provider_ref").values_list("tier__slug", flat=True))
        assert (had(), found) == ("reader", ["friend", "patron", "reader"])
        transaction.savepoint_rollback(sid)


def test_money_given_back_pays_for_no_tier(tiers, account, paid):
    pledges.apply(account, [told(1, 1200), paying(2, 30, 1200)])
    pledges.apply(account, [facts.RefundFact(
        at=day(31), refund="re_1", payment="pay_2", outcome=facts.Outcome.SUCCEEDED, amount=Money(1200, "EUR")
    )])  # fmt: skip
    assert had() == "friend"


def test_a_fee_of_the_bank_on_the_way_takes_no_tier(tiers, account, paid):
    Pledge.objects.update(transfer_code="ABC123")
    pledges.apply(account, [paying(2, 30, 450)])
    assert had() == "friend"


@pytest.mark.parametrize(
    ("minor", "currency", "tier"),
    [(450, "EUR", "friend"), (449, "EUR", "reader"), (199, "EUR", None), (800, "USD", "patron"), (799, "USD", None)],
)
def test_a_transfer_gives_the_tier_of_what_came(tiers, account, minor, currency, tier):
    dear = Tier.objects.get(slug="patron")
    TierPrice.objects.create(tier=dear, currency="USD", interval="month", amount_minor=800)
    pledge = make_pledge(account, transfer_code="ABC123")
    pledges.apply(account, [facts.PaymentFact(
        at=day(0), pledge=str(pledge.public_id), payment="pay_1", outcome=facts.Outcome.SUCCEEDED,
        amount=Money(minor, currency), period_end=day(30),
    )])  # fmt: skip
    grant = Grant.objects.get()
    assert (grant.tier and grant.tier.slug) == tier


def test_no_vote_is_had_for_an_amount_that_was_never_paid(tiers, account, paid, provider):  # noqa: F811
    Tier.objects.filter(slug="friend").update(votes=0)
    Tier.objects.filter(slug="patron").update(votes=5)
    pledges.apply(account, [told(1, 1200)])
    assert voting.budget(paid.patron) == 0
    client = come_in(paid.patron)
    page = client.get("/support/you/topics/").text
    assert "Your votes come with the next payment." in page and "Once €12 has come your tier is Patron" in page
    assert "Until that payment comes your tier is Friend." in client.get("/support/you/").text
    pledges.apply(account, [paying(2, 30, 1200)])
    assert voting.budget(paid.patron) == 5


def test_in_any_order_it_is_the_same(tiers, account, paid):
    # Agreed on when it was dearer, or given by somebody: the first amount keeps its own.
    Pledge.objects.filter(pk=paid.pk).update(tier=Tier.objects.get(slug="patron"))
    before = Pledge.objects.values().get()
    for last, slug in ((500, "patron"), (300, "reader")):
        for order in permutations([told(1, 1200), told(2, 100), told(3, last)]):
            Pledge.objects.update(**{key: value for key, value in before.items() if key != "id"})
            for fact in order:
                pledges.apply(account, [fact])
            assert (Pledge.objects.get().tier.slug, Pledge.objects.get().amount_minor) == (slug, last)


def test_dearer_prices_take_nothing_from_a_running_pledge(tiers, account, paid):
    TierPrice.objects.filter(tier__slug="friend").update(amount_minor=900)
    pledges.apply(account, [told(1, 500)])
    paid.refresh_from_db()
    assert paid.tier.slug == "friend"


def test_without_prices_in_its_currency_the_tier_stays(account):
    pledge = make_pledge(account, minor=5000, currency="UAH", subscription_ref="sub_paid")
    pledges.apply(account, [facts.SubscriptionFact(
        at=day(1), subscription="sub_paid", told=facts.Told.ACTIVE, amount=Money(100, "UAH")
    )])  # fmt: skip
    pledge.refresh_from_db()
    assert (pledge.amount_minor, pledge.tier.slug) == (100, "friend")


def test_the_own_page_says_it_before_and_after(tiers, olha, paid):  # noqa: F811
    page = olha.get("/support/you/").text
    assert "from €2 on Reader, from €5 on Friend, from €12 on Patron" in page
    after = olha.get(post(olha, paid, "amount", amount="15")["Location"]).text
    assert "€15 is asked for from the next payment on. With that payment your tier is Patron." in after
