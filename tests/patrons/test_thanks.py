"""The page after the provider's: what is known by now, and the way on."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from newsroom.site.models import SiteSettings
from patrons import pledges
from patrons.models import CheckoutAttempt, Pledge, ProviderAccount, Tier
from patrons.providers import provider_for
from patrons.providers.demo import bank
from patrons.providers.demo.models import Mandate, Visit

from .demo import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(demo_bank, sent) -> Pledge:
    return begin(name="Olha Secret")


@pytest.fixture
def listen(sent):
    def hear():
        for event in sent:
            pledges.apply(ProviderAccount.objects.get(), provider_for("demo").facts("", event))
        sent.clear()

    return hear


def page(client, pledge, lang=""):
    return client.get(f"{lang}/support/thanks/{pledge.public_id}/")


def test_it_waits_then_says_paid(client, pledge, listen):
    answer = page(client, pledge)
    assert answer.context["became"] == "waiting" and '<meta http-equiv="refresh" content="1">' in answer.text
    assert "has not told us yet" in answer.text and answer["Cache-Control"] == "private, no-store"
    bank.pay(Visit.objects.get().pk)
    assert page(client, pledge).context["became"] == "waiting"
    listen()
    answer = page(client, pledge)
    assert answer.context["became"] == "paid" and "€5 every month" in answer.text and "refresh" not in answer.text
    assert "no money moves" in answer.text


def test_it_names_nobody(client, pledge):
    answer = page(client, pledge)
    assert "Olha" not in answer.text and "example.com" not in answer.text


def test_declined_has_a_way_back_until_the_third_time(client, pledge, listen):
    visit = Visit.objects.get()
    for left in (True, True, False):
        bank.decline(visit.pk)
        listen()
        answer = page(client, pledge)
        assert answer.context["became"] == "declined" and "You have not been charged" in answer.text
        assert ("Try another card" in answer.text) is left
    assert "this attempt is closed" in answer.text and "Begin again" in answer.text


def test_a_declined_card_may_be_followed_by_a_good_one(client, pledge, listen):
    bank.decline(Visit.objects.get().pk)
    listen()
    bank.pay(Visit.objects.get().pk)
    listen()
    assert page(client, pledge).context["became"] == "paid"


def test_refunded_and_ended_say_so(client, pledge, listen):
    bank.pay(Visit.objects.get().pk)
    bank.end(Mandate.objects.get().pk)
    listen()
    assert "Nothing more will be charged" in page(client, pledge).text
    other = begin(interval="once", mark="form-2")
    visit = bank.pay(Visit.objects.get(pledge=other.public_id).pk)
    bank.give_back(visit.charges.get().ref)
    listen()
    assert page(client, other).context["became"] == "given_back"


def test_it_looks_again_less_and_less(client, pledge):
    name = f"patrons-thanks:{pledge.public_id}"
    waits = []
    for minutes in (0, 1, 5, 40):
        cache.set(name, timezone.now() - timedelta(minutes=minutes))
        waits.append(page(client, pledge).context["look_again"])
    assert waits == [1, 3, 20, 0]


def test_a_page_of_the_provider_that_is_over_is_no_way_on(client, pledge):
    CheckoutAttempt.objects.update(expires_at=timezone.now())
    assert page(client, pledge).context["try_url"] == ""


def test_it_speaks_the_language_of_its_address(client, pledge):
    assert page(client, pledge, "/uk").status_code == 200


def test_paid_it_leads_on_to_the_own_page_the_votes_and_says_what_becomes_of_the_name(client, pledge, listen):
    SiteSettings(name="The Lantern", shows_wall=True).save()
    bank.pay(Visit.objects.get().pk)
    listen()
    plain = page(client, pledge).text
    assert 'href="/support/you/"' in plain and "/support/you/topics/" not in plain and "to be named" not in plain
    tier = Tier.objects.create(slug="friend", name="Friend", votes=3)
    Pledge.objects.update(tier=tier, visibility="public")
    answer = page(client, pledge).text
    assert "a patron of the tier “Friend”" in answer and "looks at the name first" in answer
    assert 'href="/support/you/topics/">Give your 3 votes' in answer


def test_after_another_card_it_waits_until_more_is_known(client, pledge, listen):
    visit = Visit.objects.get()
    bank.decline(visit.pk)
    listen()
    first = page(client, pledge)
    assert first.context["became"] == "declined" and "If you have just tried again" not in first.text
    answer = client.post(f"/support/again/{pledge.public_id}/")
    assert answer.status_code == 303 and answer["Location"].endswith(f"/demo-bank/pay/{visit.ref}/")
    assert page(client, pledge).context["became"] == "waiting"
    bank.decline(visit.pk)
    listen()
    second = page(client, pledge)
    assert second.context["became"] == "declined" and "If you have just tried again" in second.text
    client.post(f"/support/again/{pledge.public_id}/")
    bank.pay(visit.pk)
    assert page(client, pledge).context["became"] == "waiting"
    listen()
    assert page(client, pledge).context["became"] == "paid"
    # Nothing is tried again that is paid, and a look changes nothing.
    assert client.post(f"/support/again/{pledge.public_id}/")["Location"].endswith(f"/thanks/{pledge.public_id}/")


def test_who_was_declined_is_asked_about_too(client, pledge, listen, monkeypatch):
    bank.decline(Visit.objects.get().pk)
    listen()
    asked = []
    monkeypatch.setattr("patrons.views.thanks.returning.look", lambda attempt: asked.append(attempt))
    page(client, pledge)
    assert len(asked) == 1


def test_a_single_gift_says_how_long_it_lasts(client, pledge, listen):
    Pledge.objects.update(interval="once", tier=Tier.objects.create(slug="f", name="Friend"))
    Visit.objects.update(months=0)
    bank.pay(Visit.objects.get().pk)
    listen()
    assert "a patron of the tier “Friend” for 31 days" in page(client, pledge).text
