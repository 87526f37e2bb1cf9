"""Beginning a pledge: once a form, nothing charged without a page of the provider, and no card testing."""

import pytest

from patrons import limits, pledging
from patrons.limits import TooMany
from patrons.models import CheckoutAttempt, Patron, Pledge
from patrons.money import Money
from patrons.pledging import NotBegun, Wish
from patrons.providers.base import NotReady, Refused, Unreachable

pytestmark = pytest.mark.django_db


def wish(account, minor=500, **fields):
    fields = {"email": "Olha@Example.com", "interval": "month"} | fields
    return Wish(amount=Money(minor, "EUR"), account=account, **fields)


def begin(account, mark="form-1", network="", **fields):
    return pledging.begin(wish(account, **fields), form_mark=mark, network=network)


def test_a_form_sent_twice_begins_one_pledge(account, provider):
    first, second = begin(account), begin(account)
    assert first.pk == second.pk and first.url == second.url == "https://pay.example/cs_0"
    assert Pledge.objects.count() == 1 and [verb for verb, _key in provider.asked] == ["start"]
    assert Pledge.objects.get().state == "pending"


def test_the_same_form_with_another_amount_is_refused(account, provider):
    begin(account)
    with pytest.raises(NotBegun, match="not been charged"):
        begin(account, minor=700)
    assert Pledge.objects.get().amount_minor == 500


def test_one_mailbox_is_one_patron_and_a_stranger_changes_nothing_of_it(account, provider):
    begin(account, name="Olha")
    begin(account, "form-2", email=" olha@example.COM", name="Somebody else")
    assert Patron.objects.get().name == "Olha" and Pledge.objects.count() == 2


@pytest.mark.parametrize("error", [Unreachable(), NotReady("STRIPE_SECRET_KEY is missing")])
def test_a_silent_provider_charges_nothing_and_the_same_form_may_be_sent_again(account, provider, error):
    provider.fails_with = error
    with pytest.raises(NotBegun, match="Card does not answer just now. You have not been charged") as caught:
        begin(account)
    assert "STRIPE" not in str(caught.value)
    provider.fails_with = None
    assert begin(account).url and Pledge.objects.count() == 1
    assert len({key for _verb, key in provider.asked}) == 1


def test_a_refusal_is_told_in_the_providers_words(account, provider):
    provider.fails_with = Refused("The amount is too small.")
    with pytest.raises(NotBegun, match="too small"):
        begin(account)


def test_a_network_an_address_and_the_site_have_limits(account, provider, settings):
    settings.CHECKOUTS_AN_HOUR_PER_NETWORK = settings.CHECKOUTS_AN_HOUR_PER_ADDRESS = 2
    for number in range(2):
        begin(account, f"n{number}", network="net", email=f"r{number}@example.com")
    with pytest.raises(TooMany, match="network"):
        begin(account, "n9", network="net", email="r9@example.com")
    begin(account, "a0", email="r0@example.com")
    with pytest.raises(TooMany, match="address"):
        begin(account, "a1", email="R0@example.com")
    settings.CHECKOUTS_AN_HOUR = 3
    with pytest.raises(TooMany, match="paused"):
        begin(account, "s1", email="r10@example.com")
    asked = len(provider.asked)
    assert asked == 3 == Pledge.objects.count()
    # Who has begun already may go on.
    assert begin(account, "a0", email="r0@example.com").url


def test_three_declines_close_an_attempt(account, provider):
    attempt = begin(account)
    CheckoutAttempt.objects.update(declines=limits.DECLINES_AT_MOST, url="")
    with pytest.raises(NotBegun, match="declined three times"):
        begin(account)
    assert attempt.url


def test_many_declines_at_once_brake_the_site(account, provider):
    for number in range(7):
        begin(account, f"f{number}", email=f"r{number}@example.com")
    assert not limits.is_braking()
    CheckoutAttempt.objects.update(declines=3)
    assert limits.is_braking()
    with pytest.raises(TooMany, match="paused"):
        begin(account, "f9", email="r9@example.com")
