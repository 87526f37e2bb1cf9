"""The form at /support/: the same for everybody, and nothing typed into it is lost."""

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.site.models import SiteSettings
from patrons import drafting, networks, pledges
from patrons.models import (
    BankAccount,
    CheckoutAttempt,
    Patron,
    Pledge,
    ProviderAccount,
    SupportDraft,
    Tier,
    TierPrice,
)
from patrons.providers import provider_for
from patrons.providers.base import NotReady, Unreachable
from patrons.providers.demo import bank
from patrons.providers.demo.models import Visit
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(demo_bank, sent, account_of_demo):
    """Three tiers in two currencies, and the demonstration bank."""
    SiteSettings(name="The Lantern", appeal_headline="Readers pay for this", appeal_text="All of it.").save()
    for position, (slug, minor) in enumerate([("reader", 500), ("friend", 1200), ("patron", 3000)]):
        tier = Tier.objects.create(slug=slug, name=slug.title(), status="live", position=position, benefits="A\nB")
        for currency, times in (("EUR", 1), ("UAH", 40)):
            for interval, periods in (("month", 1), ("year", 10), ("once", 2)):
                TierPrice.objects.create(
                    tier=tier, currency=currency, interval=interval, amount_minor=minor * times * periods
                )
    account_of_demo.settings = {"fee_basis_points": 290, "fee_fixed": {"EUR": 30}}
    account_of_demo.save()
    return account_of_demo


def form(shop, **fields):
    said = {
        "often": "month", "tier_month": "friend", "tier_year": "friend", "tier_once": "friend", "currency": "EUR",
        "email": "olha@example.com", "visibility": "secret", "way": str(shop.pk),
    }  # fmt: skip
    return said | fields


def begin(client, shop, **fields):
    """Send the form; return the address of the page before the last button."""
    answer = client.post("/support/begin/", form(shop, **fields))
    assert answer.status_code == 303, answer.context["errors"]
    return answer["Location"]


def go(client, url):
    """Press the last button."""
    return client.post(url, {"mark": client.get(url).context["mark"]})


def test_the_form_is_the_same_for_everybody_and_kept_by_caches(client, admin_client, shop):
    pages = [each.get("/support/") for each in (client, admin_client)]
    assert pages[0].content == pages[1].content and pages[0]["Cache-Control"].startswith("public, max-age=")
    assert "Cookie" not in pages[0].get("Vary", "") and not pages[0].cookies
    assert "csrf" not in pages[0].text


def test_monthly_the_middle_tier_and_secret_are_chosen_and_nothing_else(client, shop):
    said = client.get("/support/").context["said"]
    chosen = {name: value for name, value in said.items() if value and name not in ("currency", "way")}
    assert chosen == {
        "often": "month", "tier_month": "friend", "tier_year": "friend", "tier_once": "friend", "visibility": "secret",
        # Chosen once somebody ticks that it is a gift.
        "gift_tier": "friend", "gift_months": "3",
    }  # fmt: skip
    assert client.get("/support/").text.count(" checked") == 7


@pytest.mark.parametrize(
    ("query", "currency", "price"),
    [("", "EUR", "€12"), ("?currency=UAH", "UAH", "480\u00a0UAH"), ("?currency=XXX", "EUR", "€12"),
     ("?currency=<b>", "EUR", "€12"), ("?x=1", "EUR", "€12")],
)  # fmt: skip
def test_currencies_are_plain_links_and_unknown_ones_are_the_usual(client, shop, query, currency, price):
    page = client.get(f"/support/{query}")
    assert page.context["offer"].currency == currency and f"{price}, Friend" in page.text
    assert "<b>" not in page.text.split("give-currencies")[1].split("</ul>")[0]


def test_another_currency_keeps_what_was_filled_in(client, shop):
    typed = {"often": "year", "tier_year": "other", "amount_year": "50", "message": "Keep <b>on</b>", "name": "Olha"}
    page = client.post("/support/begin/", form(shop, **typed, other_currency="UAH"))
    said, offer = page.context["said"], page.context["offer"]
    assert page.status_code == 200 and offer.currency == said["currency"] == "UAH"
    assert (said["email"], said["name"], said["message"]) == ("olha@example.com", "Olha", "Keep <b>on</b>")
    # Fifty of one currency are not fifty of another.
    assert (said["often"], said["tier_year"], said["amount_year"]) == ("year", "other", "")
    assert "There is a problem" not in page.text and page["Cache-Control"] == "private, no-store"
    assert "olha@example.com" not in page.request["PATH_INFO"] + page.request.get("QUERY_STRING", "")
    # Enter sends the form and does not change the currency.
    first = page.text.split('<form class="give"')[1].split("<button")[1]
    assert first.startswith(' class="vh" type="submit"')


@pytest.fixture
def euros_only(shop):
    """Three currencies have prices, and only a bank account in euros is there to pay to."""
    ProviderAccount.objects.update(is_enabled=False)
    account = ProviderAccount.objects.create(key="bank_transfer", label="Bank transfer")
    BankAccount.objects.create(account=account, currency="EUR", beneficiary="The Lantern", iban="DE1")


def test_it_begins_with_a_currency_that_can_be_paid(client, euros_only):
    page = client.get("/uk/support/")
    assert page.context["offer"].currency == "EUR" and page.context["offer"].ways
    asked = client.get("/support/?currency=UAH").text
    assert "Nothing can be paid in UAH just now" in asked and 'href="/support/?currency=EUR"' in asked
    # What was typed in one currency is never taken in another.
    assert client.post("/support/begin/", form(ProviderAccount.objects.last(), currency="UAH")).status_code == 422
    ProviderAccount.objects.update(is_enabled=False)
    assert "Payments are not possible just now" in client.get("/support/").text


def test_more_currencies_ask_no_more(client, shop):
    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get("/support/?x=1")
        return len(found)

    client.get("/support/")
    before, tier = asked(), Tier.objects.first()
    for code in ("GBP", "USD", "JPY", "PLN", "CHF"):
        TierPrice.objects.create(tier=tier, currency=code, interval="month", amount_minor=500)
    assert asked() == before


def test_in_ukrainian_it_begins_with_the_hryvnia(client, shop):
    assert client.get("/uk/support/").context["offer"].currency == "UAH"
    assert 'hreflang="uk"' in client.get("/support/").text


def test_a_link_may_choose_how_often_and_how_much(client, shop):
    said = client.get("/support/?often=year&amount=120&from=12").context["said"]
    assert (said["often"], said["tier_year"], said["from"]) == ("year", "friend", "12")
    said = client.get("/support/?often=once&amount=7,50&from=x").context["said"]
    assert (said["often"], said["tier_once"], said["amount_once"], said["from"]) == ("once", "other", "7.50", "")


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"often": "daily"}, "often", "Choose how often"),
        ({"tier_month": ""}, "tier_month", "Choose how much"),
        ({"tier_month": "nobody"}, "tier_month", "Choose how much"),
        ({"tier_month": "other", "amount_month": ""}, "amount_month", "€2 or more"),
        ({"tier_month": "other", "amount_month": "1.99"}, "amount_month", "€2 or more"),
        ({"tier_month": "other", "amount_month": "-5"}, "amount_month", "€2 or more"),
        ({"tier_month": "other", "amount_month": "five"}, "amount_month", "“five” is no amount"),
        ({"tier_month": "other", "amount_month": "1e5"}, "amount_month", "€2 or more"),
        ({"tier_month": "other", "amount_month": "5.5555"}, "amount_month", "at most 2 digits"),
        ({"tier_month": "other", "amount_month": "100001"}, "amount_month", "€100,000 or less"),
        ({"tier_month": "other", "amount_month": "9" * 5000}, "amount_month", "€100,000 or less, and write to us"),
        ({"tier_month": "other", "amount_month": "1,000"}, "amount_month", "may mean thousands"),
        ({"tier_month": "other", "amount_month": "$5"}, "amount_month", "€2 or more"),
        ({"email": ""}, "email", "like name@example.com"),
        ({"email": "olha.example.com"}, "email", "like name@example.com"),
        ({"email": "оля@example.com"}, "email", "other than Latin ones"),
        ({"email": "a@b.com\r\nBcc: x@y.z"}, "email", "like name@example.com"),
        ({"name": "x" * 121}, "name", "Shorten this to 120 characters: it has 121"),
        ({"name": "a\0b"}, "name", "cannot be shown"),
        ({"message": "ї" * 1001}, "message", "Shorten this to 1000"),
        ({"message": "x" * 20_000}, "message", "it has 20000"),
        ({"visibility": "famous"}, "visibility", "Choose who"),
        ({"way": "0"}, "way", "Choose how to pay"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_above_and_beside_and_nothing_is_lost(client, shop, fields, name, sentence):
    answer = client.post("/support/begin/", form(shop, **{"message": "Дякую <3"} | fields))
    assert answer.status_code == 422 and sentence in answer.context["errors"][name]
    assert answer.text.count(answer.context["errors"][name].replace("&", "&amp;")) == 2
    assert "<title>Error: " in answer.text and "You have not been charged" in answer.text
    assert f'href="#{name.replace("_", "-")}"' in answer.text and f'id="{name.replace("_", "-")}"' in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    said = answer.context["said"]
    assert {key: said[key] for key in fields} == {key: value.strip()[:100_000] for key, value in fields.items()}
    assert not SupportDraft.objects.exists() and not Pledge.objects.exists()
    if "message" not in fields:
        assert "Дякую &lt;3" in answer.text


def test_the_summary_names_the_field_and_the_most_can_be_set(client, shop, settings):
    settings.MOST_GIFT = {"EUR": "900"}
    answer = client.post("/support/begin/", form(shop, tier_month="other", amount_month="901", email=""))
    assert '<a href="#amount-month">Amount: Enter an amount of €900 or less' in answer.text
    assert '<a href="#email">Email address: Enter' in answer.text


def test_the_last_page_says_the_price_and_leads_to_the_provider_once(client, shop):
    url = begin(client, shop, message="Дякую", name="Олена")
    page = client.get(url)
    assert "You will give €12 every month, starting today." in page.text and "Go to Demonstration bank" in page.text
    assert "no money moves" in page.text and page["Cache-Control"] == "private, no-store"
    assert "olha@example.com" in page.text and "olha" not in url
    assert not Pledge.objects.exists()
    answers = [go(client, url) for _again in range(3)]
    assert {answer.status_code for answer in answers} == {303} and len({answer["Location"] for answer in answers}) == 1
    assert "/demo-bank/pay/" in answers[0]["Location"]
    pledge = Pledge.objects.get()
    assert (pledge.amount_minor, pledge.currency, pledge.tier.slug, pledge.message) == (1200, "EUR", "friend", "Дякую")
    assert (pledge.visibility, pledge.is_live, pledge.patron.name) == ("secret", False, "Олена")
    assert CheckoutAttempt.objects.get().network


def test_the_fee_is_covered_to_the_cent(client, shop):
    url = begin(client, shop, cover_fee="1")
    assert "You will give €12.67 every month" in client.get(url).text
    assert "€0.67 of it is for the payment fee" in client.get(url).text
    go(client, url)
    assert (Pledge.objects.get().amount_minor, Pledge.objects.get().fee_cover_minor) == (1267, 67)


@pytest.mark.parametrize(
    ("typed", "minor", "tier"),
    [
        ("12,5", 1250, "friend"),
        ("2", 200, None),
        ("1 000", 100_000, "patron"),
        ("€5", 500, "reader"),
        ("30 EUR", 3000, "patron"),
        ("1,000.50", 100_050, "patron"),
        ("1.000,50", 100_050, "patron"),
        ("１２", 1200, "friend"),
        ("٥٠", 5000, "patron"),
        ("12,50 €", 1250, "friend"),
    ],
)
def test_a_free_amount_comes_to_the_dearest_tier_that_it_pays_for(client, shop, typed, minor, tier):
    go(client, begin(client, shop, tier_month="other", amount_month=typed))
    pledge = Pledge.objects.get()
    assert (pledge.amount_minor, pledge.tier and pledge.tier.slug) == (minor, tier)


def test_the_article_that_brought_the_reader_is_noted_if_there_is_one(client, shop):
    article = make_article(published=True)
    go(client, begin(client, shop, **{"from": str(article.pk)}))
    go(client, begin(client, shop, **{"from": "999999999", "email": "other@example.com"}))
    assert set(Pledge.objects.values_list("article_id", flat=True)) == {article.pk, None}


def test_the_page_without_its_mark_begins_nothing(client, shop):
    url = begin(client, shop)
    other = begin(client, shop)
    wrong = ["", "x", client.get(other).context["mark"], signing.TimestampSigner(salt="x").sign(url.split("/")[-2])]
    for mark in wrong:
        answer = client.post(url, {"mark": mark})
        assert answer.status_code == 503 and "You have not been charged" in answer.text
    foreign = {"mark": client.get(url).context["mark"]}
    assert client.post(url, foreign, headers={"origin": "https://evil.example"}).status_code == 503
    assert not Pledge.objects.exists()


def test_yesterdays_form_is_gone_and_says_so(client, shop, monkeypatch):
    url = begin(client, shop)
    monkeypatch.setattr(SupportDraft, "LASTS", SupportDraft.LASTS * 0)
    answer = client.get(url)
    assert answer.status_code == 410 and "You have not been charged" in answer.text
    begin(client, shop)
    assert SupportDraft.objects.count() == 1


@pytest.mark.parametrize("error", [Unreachable(), NotReady("SECRET_KEY_X")])
def test_a_provider_that_is_down_charges_nothing_and_the_same_button_tries_again(client, shop, monkeypatch, error):
    url = begin(client, shop)

    def silent(key):
        raise error

    with monkeypatch.context() as down:
        down.setattr("patrons.pledging.provider_for", silent)
        answer = go(client, url)
    assert answer.status_code == 503 and "You have not been charged" in answer.text
    assert "SECRET_KEY_X" not in answer.text and "olha@example.com" in answer.text
    assert go(client, url).status_code == 303 and Pledge.objects.count() == 1


def test_too_many_are_told_so_with_the_form_kept(client, shop, settings):
    settings.CHECKOUTS_AN_HOUR_PER_NETWORK = 1
    go(client, begin(client, shop))
    answer = go(client, begin(client, shop, email="b@example.com"))
    assert answer.status_code == 429 and "your network" in answer.text
    for _again in range(drafting.FORMS_FOR_A_PAYMENT):
        answer = client.post("/support/begin/", form(shop, email="kept@example.com"))
    assert answer.status_code == 429 and "kept@example.com" in answer.text


def test_the_way_back_has_all_that_was_typed(client, shop):
    url = begin(client, shop, tier_month="other", amount_month="17,20", message="Дякую")
    page = client.get(url.replace("confirm", "change"))
    assert 'value="17,20"' in page.text and "Дякую" in page.text and page["Cache-Control"] == "private, no-store"


def test_back_from_the_provider_it_is_all_there_and_nothing_was_charged(client, shop, sent):
    go(client, begin(client, shop, tier_month="other", amount_month="17,20", message="Дякую"))
    visit = Visit.objects.get()
    bank.decline(visit.pk)
    pledges.apply(shop, provider_for("demo").facts("", sent[-1]))
    thanks = client.get(f"/support/thanks/{visit.pledge}/")
    assert "Choose another amount or way to pay" in thanks.text and "/support/change/" in thanks.text
    back = visit.back_url.removeprefix("http://127.0.0.1:8000")
    page = client.get(client.get(back)["Location"])
    assert "Nothing was charged." in page.text and 'value="17,20"' in page.text and "Дякую" in page.text
    assert page["Cache-Control"] == "private, no-store"
    bank.pay(visit.pk)
    pledges.apply(shop, provider_for("demo").facts("", sent[-1]))
    assert client.get(back)["Location"] == f"/support/thanks/{visit.pledge}/"
    SupportDraft.objects.all().delete()
    Pledge.objects.update(state="pending")
    assert client.get(back).status_code == 410


def test_what_is_paid_leads_to_the_thanks_from_wherever(client, shop, sent):
    url = begin(client, shop)
    go(client, url)
    bank.pay(Visit.objects.get().pk)
    pledges.apply(shop, provider_for("demo").facts("", sent[-1]))
    thanks = f"/support/thanks/{Pledge.objects.get().public_id}/"
    assert client.get(url)["Location"] == thanks
    assert client.post(url, {"mark": "x"})["Location"] == thanks and Pledge.objects.count() == 1


def test_only_what_is_offered_stands_in_the_form(client, shop, settings):
    TierPrice.objects.filter(currency="EUR", interval="year").update(is_active=False)
    assert [each.interval for each in client.get("/support/").context["offer"].rhythms] == ["month", "once"]
    settings.PATRONS_DEMO = False
    page = client.get("/support/")
    assert "Payments are not possible just now" in page.text and '<form class="give"' not in page.text
    Tier.objects.update(status="draft")
    assert client.get("/support/").status_code == 404


def test_addresses_are_for_what_they_are(client, shop):
    assert client.post("/support/").status_code == 405
    assert client.get("/support/begin/")["Location"] == "/support/"
    assert client.get("/support/confirm/00000000-0000-0000-0000-000000000000/").status_code == 410
    assert client.get("/support/thanks/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert Patron.objects.count() == 0


def test_a_network_is_a_fingerprint_and_neighbours_share_it():
    one, two, other = (networks.network_of(each) for each in ("192.0.2.1", "192.0.2.200", "192.0.3.1"))
    assert one == two != other and "192" not in one
    assert networks.network_of("2001:db8:1::1") == networks.network_of("2001:db8:1:5::2") != one
    assert networks.network_of("") == networks.network_of("unix:") == ""


def test_of_two_ways_to_pay_the_first_is_chosen(client, shop):
    other = BankAccount.objects.create(
        account=ProviderAccount.objects.create(key="bank_transfer", label="Transfer", is_live=False),
        currency="EUR", beneficiary="The Lantern", iban="DE89370400440532013000",
    )  # fmt: skip
    page = client.get("/support/")
    assert [way.account for way in page.context["offer"].ways] == [shop, other.account]
    assert page.context["said"]["way"] == str(shop.pk)


def test_hryvnias_are_written_as_at_home(client, shop):
    assert "480\u00a0грн, " in client.get("/uk/support/").text
