"""What is repeated: each due time once, missed ones once, no two beside each other, and whatever the clocks do."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.work import running, schedules
from newsroom.work.models import Schedule, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_tasks")]
MINUTE = timedelta(minutes=1)
NOW = timezone.make_aware(datetime(2026, 11, 3, 12))


@pytest.fixture
def done(monkeypatch):
    """Nothing but what a test registers is repeated; the list says what was done."""
    monkeypatch.setattr(schedules, "_entries", {})
    return []


def work(now):
    row = running.claim(("default", "slow"), "me", now)
    return running.run(row, now) if row else None


def test_each_due_time_is_done_once(done):
    schedules.register("a", "A", lambda: done.append(1), every=MINUTE)
    assert schedules.tick(NOW) == 1
    assert schedules.tick(NOW) == 0
    assert work(NOW) == "done"
    assert work(NOW) is None
    assert schedules.tick(NOW + timedelta(seconds=59)) == 0
    assert schedules.tick(NOW + MINUTE) == 1
    work(NOW + MINUTE)
    assert done == [1, 1]
    assert not DBTaskResult.objects.exists()


def test_two_that_look_at_once_begin_it_once(done):
    schedules.register("a", "A", lambda: None, every=MINUTE)
    schedules.tick(NOW)
    work(NOW)
    entry, row = schedules.entries()["a"], Schedule.objects.get()
    later = NOW + MINUTE
    assert schedules._begin(entry, row, later) is True
    assert schedules._begin(entry, row, later) is False
    assert DBTaskResult.objects.count() == 1


def test_missed_ones_are_caught_up_once(done):
    schedules.register("a", "A", lambda: done.append(1), every=MINUTE)
    schedules.tick(NOW)
    work(NOW)
    later = NOW + timedelta(hours=5)
    assert schedules.tick(later) == 1
    work(later)
    assert schedules.tick(later) == 0


def test_one_that_takes_long_is_not_doubled_and_a_killed_one_is_done_again(done):
    schedules.register("a", "A", lambda: done.append(1), every=MINUTE, queue="slow")
    schedules.tick(NOW)
    assert running.claim(("slow",), "killed", NOW)
    assert schedules.tick(NOW + 3 * MINUTE) == 0
    running.reap(NOW + 3 * MINUTE)
    assert work(NOW + 3 * MINUTE) == "done"
    assert schedules.tick(NOW + 3 * MINUTE) == 1


def test_one_that_fails_says_so_and_is_done_at_its_next_time(done):
    def fail():
        raise ConnectionRefusedError("secret.example")

    schedules.register("a", "A", fail, every=MINUTE)
    schedules.tick(NOW)
    assert work(NOW) == "done"
    row = Schedule.objects.get()
    assert (row.failures, row.said) == (1, "The other server could not be reached.")
    schedules.register("a", "A", lambda: None, every=MINUTE)
    schedules.tick(NOW + MINUTE)
    work(NOW + MINUTE)
    row.refresh_from_db()
    assert (row.failures, row.said) == (0, "")


def test_a_nightly_one_that_fails_is_tried_again_the_same_night(done):
    def fail():
        raise OSError

    schedules.register("a", "A", fail, at="03:15")
    assert schedules.tick(NOW) == 0
    schedules.run_now("a", NOW)
    assert schedules.tick(NOW) == 1
    assert work(NOW) == "again"
    assert str(Task.objects.get()) == "A" and "file" in Task.objects.get().error


def test_a_time_of_day_is_the_newsrooms_whatever_the_clocks_do(done, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    timezone.get_default_timezone.cache_clear()
    try:
        schedules.register("a", "A", lambda: None, at="03:15")
        entry = schedules.entries()["a"]
        moment = timezone.make_aware(datetime(2026, 10, 23, 12))
        local = []
        for _night in range(4):
            moment = entry.next(moment)
            local.append(timezone.localtime(moment).strftime("%d %H:%M"))
        assert local == ["24 03:15", "25 03:15", "26 03:15", "27 03:15"]
    finally:
        timezone.get_default_timezone.cache_clear()


def test_a_clock_that_was_set_back_stops_nothing(done):
    schedules.register("a", "A", lambda: None, every=MINUTE)
    schedules.tick(NOW)
    work(NOW)
    before = NOW - timedelta(days=30)
    schedules.tick(before)
    assert schedules.tick(before + MINUTE) == 1


def test_every_room_has_registered_what_it_does():
    names = set(schedules.entries())
    assert {"follow_clock", "fetch_sources", "patrons_clock", "patrons_slow", "prune"} <= names


def test_one_that_is_not_registered_any_more_harms_nothing(done):
    schedules.register("a", "A", lambda: done.append(1), every=MINUTE)
    schedules.tick(NOW)
    schedules._entries.clear()
    assert work(NOW) == "done"
    assert schedules.tick(NOW + MINUTE) == 0
    assert done == []
