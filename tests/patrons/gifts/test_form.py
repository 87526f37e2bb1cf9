"""The gift at /support/: prices from the tier's own, said before paying; nothing typed is lost."""

from datetime import timedelta

import pytest

from patrons import filling, offers
from patrons.models import Gift, Patron, Pledge, SupportDraft, TierPrice
from patrons.money import Money
from tests.patrons.test_support_pages import begin, form, go, shop  # noqa: F401

from .conftest import TODAY

pytestmark = pytest.mark.django_db
GIFT = {"gift": "1", "gift_tier": "friend", "gift_months": "3", "gift_name": "Olena"}


def refused(client, shop, **fields):  # noqa: F811
    answer = client.post("/support/begin/", form(shop, **GIFT | fields))
    assert answer.status_code == 422
    return answer


def test_prices_follow_from_those_of_the_tier(shop):  # noqa: F811
    friend = offers.offer("EUR").gift("friend")
    assert {months: price.minor for months, price in friend.prices.items()} == {1: 1200, 3: 3600, 12: 12_000}
    TierPrice.objects.filter(interval="year").update(is_active=False)
    assert offers.offer("EUR").gift("friend").prices[12] == Money(14_400, "EUR")
    TierPrice.objects.exclude(interval="year").update(is_active=False)
    TierPrice.objects.filter(interval="year").update(is_active=True)
    found = offers.offer("EUR")
    assert found.gift("friend").prices == {12: Money(12_000, "EUR")} and found.gift_months == [12]


def test_single_prices_alone_give_nothing_away(client, shop):  # noqa: F811
    TierPrice.objects.exclude(interval="once").update(is_active=False)
    assert offers.offer("EUR").gifts == [] and 'name="gift"' not in client.get("/support/").text


@pytest.mark.parametrize(("months", "price", "words"), [("1", 1200, "1 month"), ("12", 12_000, "12 months")])
def test_from_the_tick_to_the_provider(client, shop, months, price, words):  # noqa: F811
    day = (TODAY + timedelta(days=10)).isoformat()
    url = begin(
        client, shop, **GIFT | {"gift_months": months}, gift_email="olena@example.com", gift_day=day,
        gift_message="Читай\r\nнас", name="Taras", often="nonsense", tier_month="other", amount_month="x",
    )  # fmt: skip
    page = client.get(url)
    amount = Money(price, "EUR")
    assert f"You will pay {amount} once, today, for a gift: Friend for {words}, for Olena." in page.text
    assert "olena@example.com" in page.text and "Читай<br>нас" in page.text
    assert go(client, url).status_code == 303 and go(client, url).status_code == 303
    pledge, gift = Pledge.objects.get(), Gift.objects.get()
    assert (pledge.interval, pledge.amount, pledge.tier.slug) == ("once", amount, "friend")
    assert (gift.months, gift.starts_on.isoformat(), gift.giver_name) == (int(months), day, "Taras")
    assert gift.pledge == pledge and not gift.by_link and gift.recipient_key == "olena@example.com"
    assert not Patron.objects.filter(email="olena@example.com").exists(), "nobody is made before the money is there"


def test_the_fee_is_added_to_a_gift_too(client, shop):  # noqa: F811
    page = client.get(begin(client, shop, **GIFT, cover_fee="1"))
    wish = page.context["wish"]
    assert wish.amount.minor > 3600 and wish.amount.minor - wish.fee_cover == 3600


def test_without_the_tick_nothing_of_it_counts(client, shop):  # noqa: F811
    go(client, begin(client, shop, **GIFT | {"gift": "", "gift_name": ""}))
    assert Pledge.objects.get().interval == "month" and not Gift.objects.exists()


def test_without_an_address_or_a_day_it_is_a_link_from_today(client, shop):  # noqa: F811
    url = begin(client, shop, **GIFT)
    assert "to hand over" in client.get(url).text and "you left yours empty" in client.get(url).text
    go(client, url)
    gift = Gift.objects.get()
    assert gift.by_link and gift.starts_on == TODAY and gift.language == "en"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gift_name", ""), ("gift_name", "x" * 121), ("gift_name", "a\0b"), ("gift_email", "x"),
        ("gift_email", "x" * 300 + "@example.com"), ("gift_months", "2"), ("gift_months", ""), ("gift_tier", "other"),
        ("gift_tier", "<b>"), ("gift_day", "tomorrow"), ("gift_day", "2001-01-01"), ("gift_day", "2999-12-31"),
        ("gift_day", (TODAY + timedelta(days=367)).isoformat()), ("gift_day", (TODAY - timedelta(days=1)).isoformat()),
        ("gift_message", "y" * 301), ("gift_message", "a\0"), ("gift_message", "😀" * 5000),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, shop, field, value):  # noqa: F811
    page = refused(client, shop, **{field: value, "gift_message": "<i>kept</i>"} | {field: value})
    assert list(page.context["errors"]) == [field]
    anchor = field.replace("_", "-")
    assert f'href="#{anchor}"' in page.text and f'id="{anchor}"' in page.text
    assert page.context["said"][field] == value and "<i>kept" not in page.text
    assert page.text.count('id="gift" value="1" checked') == 1


def test_300_characters_fit_however_lines_end(client, shop):  # noqa: F811
    begin(client, shop, **GIFT, gift_message="\r\n".join("x" * 99 for _line in range(3)))


def test_the_way_back_keeps_what_was_typed(client, shop):  # noqa: F811
    begin(client, shop, **GIFT, gift_message="kept words")
    page = client.get(f"/support/change/{SupportDraft.objects.get().public_id}/")
    assert "kept words" in page.text and 'value="Olena"' in page.text


def test_a_link_may_tick_it(client, shop):  # noqa: F811
    assert client.get("/support/?gift=1").context["said"]["gift"] == "1"
    assert client.get("/support/?gift=<b>").context["said"]["gift"] == ""


def test_another_gift_under_the_same_mark_is_refused(shop):  # noqa: F811
    offer = offers.offer("EUR")
    said = form(shop, **GIFT)
    one, two = (filling.read(said | {"gift_name": name}, offer).wish for name in ("Olena", "Ivan"))
    assert one["gift"] != two["gift"] and {key for key in one if one[key] != two[key]} == {"gift"}
