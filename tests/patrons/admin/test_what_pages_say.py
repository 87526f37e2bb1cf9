"""What the pages of pledges say of providers that cannot be asked, of odd names, and of where one is."""

import pytest
from django.urls import reverse

from patrons.models import Patron, ProviderAccount
from tests.patrons.conftest import make_pledge

pytestmark = pytest.mark.django_db
LIST = "/admin/patrons/pledge/"


def test_a_pledge_whose_provider_cannot_be_asked_says_why(staff, settings):
    settings.STRIPE_SECRET_KEY = ""
    settings.PATREON_CLIENT_ID = ""
    for key, words in (
        ("stripe", "Card cannot be asked for anything here: STRIPE_SECRET_KEY is not set"),
        ("patreon", "It was begun on Card: it is changed, ended and given back there"),
    ):
        pledge = make_pledge(
            ProviderAccount.objects.create(key=key, label="Card"), subscription_ref="s", state="active"
        )
        text = staff.get(f"{LIST}{pledge.pk}/change/").text
        assert words in text and "cancel_now" not in text, key
    assert 'href="https://www.patreon.com/members"' in text


def test_a_name_that_turns_the_writing_stays_by_itself(staff, account):
    make_pledge(account, patron=Patron.objects.create(name="\u202eahlO", email="o@example.com"))
    for where in ("patron", "pledge"):
        assert "<bdi>\u202eahlO</bdi>" in staff.get(f"/admin/patrons/{where}/").text


def test_of_the_side_bar_one_line_is_marked(staff, paid):
    def marked(address):
        groups = staff.get(address).context["sidebar_navigation"]
        return [str(item["title"]) for group in groups for item in group["items"] if item.get("active")]

    assert marked(LIST) == ["Pledges"] == marked(f"{LIST}{paid.pk}/change/")
    assert marked(reverse("admin:patrons_pledge_import")) == ["Import"]
