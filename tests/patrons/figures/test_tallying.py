"""Months out of payments: each move has one name, and the moves are exactly the difference."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from patrons.figures.months import number_of
from patrons.figures.reading import MonthLine
from patrons.figures.tallying import Kept, Sum, Tally
from patrons.money import Money

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
JUNE = 2026 * 12 + 5
BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)


def kept(begins: datetime, days: int, minor: int, months: int = 1, pledge: int = 1) -> Kept:
    return Kept(begins, minor, months, pledge, 1, begins, begins + timedelta(days=days))


payments = st.builds(
    kept,
    begins=st.integers(0, 600).map(lambda days: BEGINNING + timedelta(days=days)),
    days=st.sampled_from([28, 30, 31, 365]),
    minor=st.integers(-50, 2000),
    months=st.sampled_from([0, 1, 1, 1, 12]),
)


@given(st.lists(st.lists(payments, max_size=8), max_size=5))
@settings(max_examples=60, deadline=None)
def test_where_a_month_begins_and_all_that_moved_is_where_it_ends(patrons):
    tally = Tally(NOW)
    for one in patrons:
        tally.add(one)
    numbers = range(min(tally.months, default=JUNE), JUNE + 1)
    before, givers = 0, 0
    for number in numbers:
        month = tally.months[number]
        moves = month.moves
        assert before + sum(one.minor for one in moves.values()) == month.minor
        givers += moves["new"].number + moves["returned"].number - moves["lapsed"].number
        assert givers == month.patrons == month.parts.total()
        assert month.minor == sum(part * times for part, times in month.parts.items())
        assert moves["lapsed"].minor <= 0 and moves["down"].minor <= 0 <= moves["up"].minor
        assert month.began >= max(month.stayed.values(), default=0)
        before = month.minor
    # Nobody stands in two cohorts: who gives now began once.
    last = tally.months[JUNE]
    assert sum(tally.months[number].stayed[JUNE - number] for number in numbers) == last.patrons


def test_a_year_is_a_twelfth_rounded_down_once():
    tally = Tally(NOW)
    tally.add([kept(NOW - timedelta(days=40), 365, 1199, months=12), kept(NOW - timedelta(days=9), 30, 11, months=12)])
    assert (tally.months[JUNE].minor, tally.months[JUNE].patrons) == (99, 1)


def test_what_ends_at_midnight_of_the_first_is_of_the_month_before(settings):
    settings.TIME_ZONE = "UTC"
    tally = Tally(NOW)
    march = datetime(2026, 3, 1, tzinfo=UTC)
    tally.add([kept(march, 31, 500)])
    moves = {number: {move: one.number for move, one in tally.months[number].moves.items() if one.number}
             for number in sorted(tally.months)}  # fmt: skip
    assert moves == {JUNE - 3: {"new": 1}, JUNE - 2: {"lapsed": 1}}


def test_months_are_the_newsrooms_own(settings):
    # In Kyiv it is July already.
    assert number_of(datetime(2026, 6, 30, 22, tzinfo=UTC)) == JUNE + 1


def test_the_middle_one_of_many():
    def middle(*parts):
        tally = Tally(NOW)
        for part in parts:
            tally.add([kept(NOW - timedelta(days=3), 30, part)])
        month = tally.months[JUNE]
        nothing = Sum()
        line = MonthLine(NOW.date(), Money(month.minor, "EUR"), month.patrons, {}, month.parts, nothing, nothing)
        return line.median, line.average

    assert middle(500, 100, 900) == (500, 500)
    assert middle(100, 100, 401, 1000) == (250, 400)
    assert middle() == (0, 0)
