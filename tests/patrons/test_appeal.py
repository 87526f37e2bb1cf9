"""The appeal on readers' pages: where it leads, how far the campaign is, and what that costs a page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.site.models import SiteSettings
from patrons import appeals, ledger, pledges, pricing
from patrons.models import Campaign, LedgerEntry, Payment, ProviderAccount, Tier
from patrons.money import Money
from patrons.providers import facts
from tests.factories import make_article

from .conftest import make_pledge

pytestmark = pytest.mark.django_db
Kind = LedgerEntry.Kind


@pytest.fixture
def campaign():
    """Tiers on offer, and a campaign for a thousand euros a month."""
    SiteSettings(name="The Lantern", appeal_headline="Readers pay", appeal_button="Join").save()
    pricing.set_price(Tier.objects.create(slug="friend", name="Friend", status="live"), "month", Money(500, "EUR"))
    return Campaign.objects.create(
        name="A reporter", amount_minor=100_000, currency="EUR", starts_at=timezone.now() - timedelta(days=10)
    )


def pay(account, minor, interval="month", currency="EUR", days_ago=1, days=30, **payment):
    at = timezone.now() - timedelta(days=days_ago)
    pledge = make_pledge(account, minor, currency, interval=interval)
    number = Payment.objects.count()
    period = {} if interval == "once" else {"period_start": at, "period_end": at + timedelta(days=days)}
    fact = facts.PaymentFact(
        at=at, pledge=str(pledge.public_id), payment=f"pay_{number}", outcome=facts.Outcome.SUCCEEDED,
        amount=Money(minor, currency), fee=Money(5, currency), live=account.is_live, **period,
    )  # fmt: skip
    pledges.apply(account, [fact])
    return Payment.objects.get(provider_ref=f"pay_{number}")


def test_what_patrons_give_a_month_comes_from_the_ledger(account, campaign):
    pay(account, 1000)
    pay(account, 12_005, interval="year", days=365)
    half = pay(account, 800)
    ledger.book(Kind.REFUND, Money(-300, "EUR"), ref="re_1", at=timezone.now(), payment=half)
    # Neither single gifts, nor what is over, nor another currency, nor what is pretended.
    pay(account, 5000, interval="once")
    pay(account, 700, days_ago=40)
    pay(account, 700, currency="USD")
    pay(ProviderAccount.objects.create(key="demo", is_live=False), 9000)
    progress = appeals.current().progress
    assert progress.came == Money(1000 + 500 + 1000, "EUR") and progress.percent == 2


def test_what_is_given_in_a_campaigns_time(account, campaign):
    campaign.counts = "given"
    campaign.save()
    pay(account, 5000, interval="once")
    back = pay(account, 1000)
    ledger.book(Kind.REFUND, Money(-400, "EUR"), ref="re_1", at=timezone.now(), payment=back)
    pay(account, 700, days_ago=11)
    assert appeals.came(campaign) == Money(5600, "EUR")


def test_a_goal_that_is_passed_is_a_full_bar(account, campaign):
    pay(account, 250_000)
    assert appeals.current().progress.percent == 100 and appeals.current().progress.came.minor == 250_000


def test_figures_are_computed_once_and_kept_in_two_questions(account, campaign):
    pay(account, 1000)
    with CaptureQueriesContext(connection) as asked:
        appeals.current()
    assert len(asked) == 5 and sum("ledgerentry" in query["sql"] for query in asked) == 2
    with CaptureQueriesContext(connection) as asked:
        appeals.current()
    assert len(asked) == 0


def test_where_nothing_is_offered_one_question_is_asked_and_nothing_shown(client, db):
    SiteSettings(name="The Lantern", appeal_headline="Readers pay").save()
    with CaptureQueriesContext(connection) as asked:
        assert not appeals.current().is_open
    assert len(asked) == 1
    assert "Readers pay" not in client.get("/").text


def test_the_article_leads_to_the_form_and_says_which_it_is(client, campaign):
    article = make_article(published=True)
    page = client.get(article.live_edition.get_absolute_url()).text
    assert f'href="/support/?from={article.pk}"' in page and '<progress class="goal-bar"' in page
    assert "<b>€0</b> of €1,000 a month" in page
    front = client.get("/").text
    assert front.count('href="/support/"') == 3 and "foot-ask" in front


def test_the_editors_own_address_goes_first(client, campaign):
    SiteSettings(name="The Lantern", appeal_headline="Readers pay", appeal_url="https://pay.example/").save()
    page = client.get("/").text
    assert page.count('href="https://pay.example/"') == 2 and 'href="/support/"' not in page
