"""The page of the figures: who sees it, what it shows, what it costs; its files; the card on the start page."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from patrons.figures import counting
from patrons.models import Campaign, Figures, Pledge, ProviderAccount
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.factories import make_article

pytestmark = pytest.mark.django_db
PAGE = "/admin/patrons/figures/"


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


def ago(days):
    return timezone.now() - timedelta(days=days)


def rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("who", ["writer", "editor", "chief", "pictures", "staff", "nobody"])
def test_who_writes_sees_no_figures(signed_in, book, who):  # noqa: F811
    book.pay(book.pledge(500), ago(3))
    counting.count()
    client = signed_in(who)
    for address in (PAGE, f"{PAGE}monthly.csv", f"{PAGE}tiers.csv"):
        assert client.get(address).status_code in (302, 403)
    assert client.post(f"{PAGE}count/").status_code in (302, 403)
    if who != "nobody":
        start = client.get("/admin/").text
        assert "All figures" not in start and PAGE not in start


def test_before_the_first_payment_the_page_says_what_will_be_here(staff, book):
    trial = ProviderAccount.objects.create(key="demo", label="Trial", is_live=False)
    book.pay(book.pledge(99_900, account=trial), ago(3))
    text = staff.get(PAGE).text
    assert "After the first real payment you will see here" in text and "999" not in text
    assert "once the first real payment has come" in staff.get("/admin/").text
    assert staff.get(f"{PAGE}monthly.csv").status_code == 404


def test_the_page_shows_every_figure_with_its_definition(staff, book):
    first, second = book.pledge(500), book.pledge(1000)
    for days in (65, 35, 5):
        book.pay(first, ago(days), until=ago(days - 30))
    book.pay(second, ago(50), until=ago(20))
    Pledge.objects.filter(pk=second.pk).update(state="past_due", told_at=ago(20))
    article = make_article(headline="<b>Bridge</b> & toll", published=True)
    Pledge.objects.filter(pk=first.pk).update(article=article)
    Campaign.objects.create(name="A reporter", amount_minor=1000, currency="EUR", starts_at=ago(10))
    response = staff.get(PAGE)
    text = response.text
    for words in (
        "Monthly recurring revenue at the end", "How it moved", "Active patrons by tier", "Who stays",
        "What brought pledges", "&lt;b&gt;Bridge&lt;/b&gt; &amp; toll", article.live_edition.get_absolute_url(),
        "€5 of €10 a month, 50 %", "Single gifts", "Card", "€10, the oldest since", "Count anew",
    ):  # fmt: skip
        assert words in text, words
    # A picture says what it is; its table stands below it.
    assert text.count('role="img"') == 3 == text.count("<desc ")
    assert not re.search(r"<(?:svg|rect|td)[^>]* style=|<script(?![^>]*src=)[^>]*>\s*\w", text.split("figures-head")[1])
    # No number of a picture is written for people: 1,000 is no width.
    assert not re.search(r'(?:x|y|width|height|points)="[^"]*\d\xa0\d', text)
    start = staff.get("/admin/").text
    assert "All figures" in start and "1 failed payment waits: €10" in start


def test_a_chosen_currency_and_span(staff, book, settings):
    book.pay(book.pledge(500), ago(3))
    book.pay(book.pledge(20_000, currency="UAH"), ago(500), until=ago(470))
    counting.count()
    settings.SUPPORT_CURRENCIES = ["GBP", "UAH", "EUR"]
    assert staff.get(PAGE).context["report"].currency == "UAH"
    for query, months in (("", 12), ("&months=24", None), ("&months=all", None), ("&months=nonsense", 12)):
        report = staff.get(f"{PAGE}?currency=UAH{query}").context["report"]
        assert report.currency == "UAH" and (len(report.months) == months if months else len(report.months) > 12)
    for currency in ("XXX", "%00", "<b>", "é" * 5000):
        assert staff.get(PAGE, {"currency": currency}).status_code == 200


def test_files_have_the_same_numbers_and_no_formula(staff, book):
    goal = Campaign.objects.create(name="=1+1", amount_minor=1000, currency="EUR", starts_at=ago(10))
    pledge = book.pledge(550, campaign=goal)
    book.pay(pledge, ago(1))
    book.pay(book.pledge(500, currency="JPY"), ago(1))
    counting.count()
    month = timezone.localtime().strftime("%Y-%m")
    assert rows(staff.get(f"{PAGE}monthly.csv?currency=EUR"))[1] == [month, "5.50", "1", "5.50", "5.50"]
    assert rows(staff.get(f"{PAGE}monthly.csv?currency=JPY"))[1][1] == "500"
    assert rows(staff.get(f"{PAGE}brought.csv?currency=EUR"))[1] == ["'=1+1", "campaign", "1", "5.50"]
    assert rows(staff.get(f"{PAGE}tiers.csv"))[1] == ["Friend", "pledge", "2"]
    for name in ("movement", "retention", "given", "through"):
        response = staff.get(f"{PAGE}{name}.csv?currency=EUR")
        assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    assert staff.get(f"{PAGE}nonsense.csv").status_code == 404


def test_the_button_counts_and_comes_back(staff, book):
    book.pay(book.pledge(500), ago(3))
    response = staff.post(f"{PAGE}count/?currency=EUR&months=24")
    assert response.headers["Location"] == f"{PAGE}?currency=EUR&months=24" and Figures.objects.exists()
    Figures.objects.update(took_ms=20_000, at=ago(2))
    text = staff.post(f"{PAGE}count/", follow=True).text
    assert "Counting takes 20 seconds here" in text and Figures.objects.first().at < ago(1)
    assert staff.get(f"{PAGE}count/").status_code == 405 and staff.post(PAGE).status_code == 405


def test_the_page_asks_the_same_however_many_there_are(staff, book):
    asked = []
    for number in (3, 27):
        for _ in range(number):
            book.pay(book.pledge(500, article=make_article(published=True)), ago(3))
        counting.count()
        staff.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            staff.get(PAGE)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 16
