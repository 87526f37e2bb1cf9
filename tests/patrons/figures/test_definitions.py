"""docs/figures.md says what each figure is, with its question: asked as it stands there, it gives the same."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from patrons import appeals
from patrons.figures import counting, now, reading, recurring
from patrons.figures.months import beginning, end, number_of
from patrons.figures.tallying import MOVES
from patrons.models import Campaign, Figures, Grant, Pledge, Tier
from patrons.money import Money
from tests.factories import make_article

from .conftest import MIDSUMMER, moment

DOCS = Path(__file__).parents[3] / "docs" / "figures.md"
SQL = dict(re.findall(r"<!-- sql: (\w+) -->\n```sql\n(.*?)```", DOCS.read_text(), re.DOTALL))
OF_NO_PAYMENT = ("tiers", "waiting", "campaign")
pytestmark = pytest.mark.django_db


def ask(name: str, **given: Any) -> list[Sequence[Any]]:
    text = SQL[name] if name in OF_NO_PAYMENT else SQL["kept"] + SQL[name]
    values = {
        key: connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
        for key, value in given.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(re.sub(r":(\w+)\b(?<!::)", r"%(\1)s", text), values)
        return list(cursor.fetchall())


def test_every_question_of_the_page_is_asked_here():
    asked = set(re.findall(r'ask\("(\w+)"', Path(__file__).read_text()))
    assert set(SQL) == {*asked, "kept"} and len(SQL) == 10


def test_each_month_is_what_the_ledger_says(spring):
    counting.count(MIDSUMMER)
    rows = reading.report("EUR", 0).months
    assert [str(line.month)[:7] for line in rows] == ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    for line in rows:
        number = line.month.year * 12 + line.month.month - 1
        before, at = beginning(number), end(number, MIDSUMMER)
        assert ask("monthly", currency="EUR", at=at) == [(line.amount.minor, line.patrons)]
        assert recurring.monthly("EUR", at) == line.amount
        assert ask("movement", currency="EUR", before=before, at=at) == [
            tuple(line.moves[move].minor for move in MOVES)
        ]
        assert ask("median", currency="EUR", at=at) == [(line.median,)]
        money = ask("given", currency="EUR", **{"from": before, "to": at})
        assert [tuple(row)[1:] for row in money] == [
            (line.given.number, line.given.minor, line.once.number, line.once.minor)
        ]


def test_the_spring_by_hand(spring):
    """Counted on paper, so that code and question cannot be wrong together."""
    counting.count(MIDSUMMER)
    lines = reading.report("EUR", 0).months
    # 667 is a twelfth of the 8,005 that were kept of the year.
    assert [line.amount.minor for line in lines] == [
        500 + 1000 + 700,
        500 + 1000 + 667,
        800 + 1000 + 667 + 400,
        800 + 600 + 667 + 700 + 300,
        800 + 667 + 700 + 300,
    ]
    moved = [{move: (one.number, one.minor) for move, one in line.moves.items() if one.number} for line in lines]
    assert moved == [
        {"new": (3, 2200)},
        {"new": (1, 667), "lapsed": (1, -700)},
        {"new": (1, 400), "up": (1, 300)},
        # Who pledged a second time gives more; 900 that went back were never there.
        {"up": (1, 300), "returned": (1, 700), "down": (1, -400), "lapsed": (1, -400)},
        {"lapsed": (1, -600)},
    ]
    may = lines[3]
    assert (may.once.number, may.once.minor) == (1, 5000)
    assert may.given.minor == 800 + 600 + 700 + 300 + 5000
    # Each gives 600, 667, 700 and 1,100; between the two in the middle.
    assert (may.patrons, may.average, may.median) == (4, 766, 683)


def test_who_stays(spring):
    counting.count(MIDSUMMER)
    cohorts = reading.report("EUR", 0).cohorts
    assert [(str(one.month)[:7], one.began, one.stayed) for one in cohorts] == [
        ("2026-02", 3, [3, 2, 2, 3, 2]), ("2026-03", 1, [1, 1, 1, 1]), ("2026-04", 1, [1, 0, 0]),
    ]  # fmt: skip
    assert cohorts[0].percents == [100, 66, 66, 100, 66]
    for cohort in cohorts:
        first = cohort.month.year * 12 + cohort.month.month - 1
        for age, stayed in enumerate(cohort.stayed):
            span = {"from": beginning(first), "to": beginning(first + 1)}
            assert ask("retention", currency="EUR", at=end(first + age, MIDSUMMER), **span) == [(cohort.began, stayed)]


def test_what_brought_pledges(spring):
    article = make_article(headline="Who pays for the bridge", published=True)
    hidden = make_article(headline="A secret draft")
    goal = Campaign.objects.create(name="Roof", amount_minor=5, currency="EUR", starts_at=moment(1, 1))
    first, second, third, fourth = Pledge.objects.filter(currency="EUR", is_live=True).order_by("pk")[:4]
    Pledge.objects.filter(pk__in=[first.pk, second.pk]).update(article=article, campaign=goal)
    Pledge.objects.filter(pk=third.pk).update(campaign=goal)
    Pledge.objects.filter(pk=fourth.pk).update(article=hidden)
    counting.count(MIDSUMMER)
    report = reading.report("EUR", 0)
    said = [(one.kind, one.words, one.pledges.number, one.pledges.minor) for one in report.brought]
    assert said == [
        ("article", "Who pays for the bridge", 2, 2 * 500 + 3 * 800 + 3 * 1000 + 600),
        ("article", "", 1, 8005),
        ("campaign", "Roof", 1, 2100),
        # Held, won, once.
        ("nothing", "", 3, 400 + 300 + 5000),
    ]
    rows = ask("brought", currency="EUR", **{"from": moment(1, 1), "to": MIDSUMMER})
    asked = {("article" if a else "campaign" if c else "nothing", a or c): (n, minor) for a, c, n, minor in rows}
    assert asked == {(one.kind, one.number): (one.pledges.number, one.pledges.minor) for one in report.brought}
    short = reading.report("EUR", 0, shown=1)
    assert [one.kind for one in short.brought] == ["article", "nothing"]
    assert (short.brought_more.number, short.brought_more.minor) == (2, 8005 + 2100)


def test_rights_and_waiting_payments(spring):
    at = timezone.now()
    circle = Tier.objects.create(slug="circle", name="Circle")
    pledge = Pledge.objects.filter(is_live=True).order_by("pk")[0]
    trial = Pledge.objects.get(is_live=False)
    Grant.objects.filter(pledge__in=[pledge, trial]).update(ends_at=None)
    Grant.objects.create(patron=pledge.patron, tier=circle, source="staff", reason="x")
    Grant.objects.create(patron=pledge.patron, tier=circle, source="staff", reason="y", starts_at=moment(1, 1))
    lines = now.by_tier(at)
    asked = {(tier, source): number for tier, source, number in ask("tiers", at=at)}
    codes = {str(label): code for code, label in Grant.Source.choices}
    assert {(one.tier.pk, codes[one.source]): one.patrons for one in lines} == asked
    assert asked[circle.pk, "staff"] == 1
    # Tiers stand as readers see them, not by how many there are.
    Tier.objects.filter(pk=circle.pk).update(position=9)
    assert [one.tier.slug for one in now.by_tier(at)][-1] == "circle"

    Pledge.objects.filter(pk__in=[pledge.pk, trial.pk]).update(state="past_due", told_at=moment(5, 3))
    found = now.waiting()
    assert list(found) == ["EUR"] and found["EUR"].amount == Money(500, "EUR")
    [(number, minor, oldest)] = ask("waiting", currency="EUR")
    assert (number, minor) == (found["EUR"].number, found["EUR"].amount.minor) == (1, 500)
    assert str(oldest)[:10] == "2026-05-03" and found["EUR"].oldest == moment(5, 3)


def test_campaigns(spring):
    goal = Campaign.objects.create(
        name="Roof", amount_minor=5, currency="EUR", counts="given", starts_at=moment(5, 1), ends_at=moment(6, 1)
    )
    # The refund of a payment of March is in its time.
    minor = 800 + 600 + 700 + 300 + 400 + 5000 - 4000
    span = {"from": goal.starts_at, "to": goal.ends_at}
    spring.give_back(spring.pay(spring.pledge(100), moment(5, 8)), 100, moment(5, 9))
    assert ask("campaign", currency="EUR", **span) == [(minor,)] and appeals.came(goal) == Money(minor, "EUR")


def test_pretended_money_and_other_currencies_stay_out(spring):
    counting.count(MIDSUMMER)
    assert reading.currencies() == ["EUR", "UAH"]
    assert [row.amount_minor for row in Figures.objects.filter(currency="UAH")] == [20_000]
    assert not any("99900" in str(row.numbers) for row in Figures.objects.all())


def test_a_month_without_anything_is_there(book):
    book.pay(book.pledge(500), moment(2, 10))
    counting.count(MIDSUMMER)
    assert [line.amount.minor for line in reading.report("EUR", 0).months] == [500, 0, 0, 0, 0]
    assert len(reading.report("EUR", 2).months) == 2
    assert number_of(MIDSUMMER) == 2026 * 12 + 5
