"""How often a source is asked: nearer to its shortest interval while it has news, up to a day while it has none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.related import schedule
from articles.related.intake import take_in

from .conftest import item, rss


def test_news_brings_it_back():
    assert schedule.after_news(30, 240, 1) == 120
    assert schedule.after_news(30, 240, 20) == 30
    assert schedule.after_news(60, 30, 1) == 60


def test_quiet_doubles_up_to_a_day():
    interval, seen = 30, []
    for _round in range(8):
        interval = schedule.after_quiet(30, interval, None)
        seen.append(interval)
    assert seen == [60, 120, 240, 480, 960, 1440, 1440, 1440]


def test_a_night_of_silence_is_no_day_of_waiting():
    assert schedule.after_quiet(10, 480, timedelta(hours=8)) == 120
    assert schedule.after_quiet(10, 10, timedelta(minutes=5)) == 10


def test_whoever_wants_weekly_gets_weekly():
    assert schedule.after_quiet(10_080, 10_080, timedelta(days=60)) == 10_080
    assert schedule.after_news(10_080, 10_080, 5) == 10_080


@pytest.mark.parametrize(("failures", "minutes"), [(1, 15), (2, 30), (5, 240), (8, 1440), (400, 1440)])
def test_failures(failures, minutes):
    assert schedule.after_failure(30, failures) == minutes
    assert schedule.after_failure(5, 1) == 5


def test_the_wish_of_the_server_comes_first():
    assert schedule.after_failure(30, 1, 7200) == 120
    assert schedule.spread(10, 7200) == timedelta(hours=2)


def test_sources_do_not_march_in_step():
    waits = {schedule.spread(60) for _time in range(20)}
    assert len(waits) > 10
    assert all(timedelta(minutes=54) <= wait <= timedelta(minutes=66) for wait in waits)


@pytest.mark.django_db
def test_a_source_by_itself(says):
    news = rss(item(1))
    source = says(news, news, news, news, rss(item(1), item(2)), every_minutes=10, interval_minutes=10)
    now = timezone.now()
    take_in(source, now=now)
    assert source.interval_minutes == 10
    for days in (1, 2, 3):
        now += timedelta(days=1)
        take_in(source, now=now)
        assert source.interval_minutes == 10 * 2**days
        assert source.new_at < now
    take_in(source, now=now + timedelta(hours=1))
    assert source.interval_minutes == 40
