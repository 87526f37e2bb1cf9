"""Other ways to give: any address that staff write, and none that does harm."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom.accounts import roles
from newsroom.site.models import SiteSettings
from patrons import other_ways
from patrons.models import OtherWay, ProviderAccount, Tier, TierPrice
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(db):
    SiteSettings(name="The Lantern").save()
    tier = Tier.objects.create(slug="friend", name="Friend", status="live")
    TierPrice.objects.create(tier=tier, currency="EUR", interval="month", amount_minor=500)
    ProviderAccount.objects.create(key="bank_transfer", label="Bank transfer")
    cache.clear()


def test_they_stand_beside_the_form_links_and_plain_words(client, offered):
    OtherWay.objects.create(label="PayPal", address="https://paypal.example/x", position=1)
    OtherWay.objects.create(label="Bitcoin", address="bc1q<b>xyz", position=2, note="Any amount")
    OtherWay.objects.create(label="Secret", address="x", is_shown=False)
    OtherWay.objects.create(
        label="By post", address="PO Box 5", position=0, translations={"uk": {"label": "Поштою", "note": "Лист"}}
    )
    page = client.get("/support/").text
    assert '<a class="give-link" href="https://paypal.example/x" rel="noopener">PayPal</a>' in page
    assert "bc1q&lt;b&gt;xyz" in page and "Any amount" in page and "Secret" not in page
    assert page.index("By post") < page.index("PayPal") < page.index("Bitcoin")
    assert "Поштою" in client.get("/uk/support/").text


def test_the_page_asks_as_often_for_thirty(client, offered):
    counts = []
    for number in (3, 30):
        for at in range(number):
            OtherWay.objects.create(label=f"Way {at}", address="x")
        cache.clear()

        with CaptureQueriesContext(connection) as asked:
            client.get("/support/")
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as kept:
            client.get("/support/")
        assert not [each for each in kept if "otherway" in each["sql"]]
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "http://old.example", "https://",
     "mailto:nobody", "https://two words.example", "https://[", "file:///etc"],
)  # fmt: skip
def test_an_address_that_does_harm_is_refused(address):
    with pytest.raises(ValidationError):
        OtherWay(label="x", address=address).full_clean()


@pytest.mark.parametrize(
    "address", ["https://ko-fi.example/x", "mailto:a@example.com", "DE89 3704", "bc1qxyz", "PO Box: 5, Kyiv", "0xAB"]
)
def test_a_good_address_is_taken(address):
    way = OtherWay(label="x", address=address)
    way.full_clean()
    assert bool(way.url) is (address.startswith(("https", "mailto")))


def test_staff_write_them_and_readers_see_it_at_once(client, offered):
    user = make_user(is_staff=True)
    roles.give_role(user, roles.PLEDGE_STAFF)
    client.force_login(user)
    other_ways.current()
    said = {"label": "Ko-fi", "address": "https://ko-fi.example/x", "note": "", "position": "0", "is_shown": "on"}
    assert client.post(reverse("admin:patrons_otherway_add"), said).status_code == 302
    assert "Ko-fi" in client.get("/support/").text
    refused = client.post(reverse("admin:patrons_otherway_add"), said | {"address": "javascript:alert(1)"})
    assert refused.status_code == 200 and "begins with https" in refused.text
    way = OtherWay.objects.get()
    client.post(reverse("admin:patrons_otherway_delete", args=[way.pk]), {"post": "yes"})
    assert "Ko-fi" not in client.get("/support/").text
