"""Which sources need somebody: failing ones, quiet ones, and all when no worker asks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Beat, Source
from articles.related import health, rounds
from articles.related.intake import Taken
from tests.factories import make_source, make_story

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def source_of(gap: timedelta | None, silent_for: timedelta, **fields) -> Source:
    """A source with a rhythm, whose last news came in that long ago."""
    last = NOW - silent_for
    source = make_source(
        fetched_at=NOW, succeeded_at=NOW, new_at=last if gap else None, added_at=last - 400 * DAY if gap else last,
        next_fetch_at=NOW + HOUR, **fields,
    )  # fmt: skip
    for number in range(12 if gap else 0):
        make_story(source=source, published_at=last - number * gap)
    return source


@pytest.mark.parametrize(
    ("gap", "silent_for", "is_quiet"),
    [
        (HOUR, 20 * HOUR, False), (HOUR, 30 * HOUR, True), (DAY, 3 * DAY, False), (DAY, 5 * DAY, True),
        (7 * DAY, 20 * DAY, False), (7 * DAY, 30 * DAY, True), (90 * DAY, 61 * DAY, True),
        (None, 6 * DAY, False), (None, 8 * DAY, True),
    ],
)  # fmt: skip
def test_quiet_is_long_for_this_source(gap, silent_for, is_quiet):
    source = source_of(gap, silent_for)
    assert (health.quiet(NOW) == [source]) == is_quiet
    found = health.with_rhythm(Source.objects.all()).get()
    assert health.state_of(found, NOW) == ("quiet" if is_quiet else "well")


def test_states():
    source_of(HOUR, 9 * DAY, is_paused=True, name="A")
    source_of(HOUR, 9 * DAY, failures=3, name="B")
    source_of(HOUR, HOUR, failures=2, name="C")
    make_source(name="D")
    found = health.with_rhythm(Source.objects.order_by("name"))
    assert [health.state_of(source, NOW) for source in found] == ["paused", "failing", "stumbled", "waiting"]


def test_what_never_answered_is_not_well():
    make_source(name="Private", fetched_at=NOW, failures=1, problem="No.", succeeded_at=None)
    source = health.with_rhythm(Source.objects.all()).get()
    assert health.state_of(source, NOW) == "unanswered"
    assert health.report(NOW).failing == [source]


def test_the_report_names_what_needs_somebody(django_assert_max_num_queries):
    assert not health.report(NOW)
    for number in range(8):
        source_of(HOUR, 30 * HOUR, name=f"Quiet {number}")
    failing = source_of(HOUR, HOUR, failures=5, problem="It does not answer.")
    gone = source_of(HOUR, HOUR, is_paused=True, problem="Gone (410).")
    source_of(HOUR, HOUR, is_paused=True)
    with django_assert_max_num_queries(6):
        report = health.report(NOW)
    assert report and report.failing == [failing] and report.stopped == [gone]
    assert len(report.quiet) == 6 and report.more and not report.worker_is_late


def test_nobody_asks():
    make_source(next_fetch_at=NOW - timedelta(minutes=20))
    assert health.report(NOW).worker_is_late and health.report(NOW).last_beat is None
    Beat.objects.create(name="sources", at=NOW - 3 * HOUR)
    assert health.report(NOW).last_beat == NOW - 3 * HOUR
    Source.objects.update(is_paused=True)
    assert not health.report(NOW)


def test_nobody_asks_and_no_worker_was_seen_for_some_minutes():
    source = make_source(next_fetch_at=NOW - timedelta(minutes=9))
    assert health.report(NOW).worker_is_late, "nobody ever ran a worker here"
    Beat.objects.create(name="sources", at=NOW - timedelta(minutes=1))
    assert not health.report(NOW), "somebody is at it"
    Beat.objects.update(at=NOW - timedelta(minutes=9))
    assert health.report(NOW).worker_is_late
    source.next_fetch_at = NOW - timedelta(minutes=2)
    source.save()
    assert not health.report(NOW), "nothing has waited for long"


def test_pictures_that_nobody_fetches_are_told():
    source = make_source(next_fetch_at=NOW + HOUR)
    make_story(source=source, picture_url="https://outlet.example/p.png", found_at=NOW - timedelta(minutes=9))
    assert health.report(NOW).worker_is_late
    Beat.objects.create(name="sources", at=NOW)
    assert not health.report(NOW)


def test_a_worker_is_seen_when_its_round_begins(monkeypatch):
    seen = []
    make_source()
    monkeypatch.setattr(rounds, "take_in", lambda *args, **kwargs: seen.append(health.worker_is_silent()) or Taken())
    assert health.worker_is_silent()
    rounds.go_round(workers=1)
    assert seen == [False] and not health.worker_is_silent()
