"""A worker in one process: what it drains, when the one beside the pages rests, and whom it tells that it lives."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.work import beats, inside, lanes, running, schedules
from newsroom.work.jobs import enqueue
from newsroom.work.models import Beat

from . import probes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_tasks")]


@pytest.fixture(autouse=True)
def nothing_repeated(monkeypatch):
    monkeypatch.setattr(schedules, "_entries", {})
    probes.calls.clear()


def test_once_does_what_is_due_and_ends(capsys):
    schedules.register("a", "A", lambda: probes.calls.append("repeated"), every=timedelta(hours=1))
    enqueue(probes.note, name="a")
    enqueue(probes.note, name="b", after=timezone.now() + timedelta(hours=1))
    call_command("work", "--once")
    assert sorted(probes.calls) == ["a", "repeated"]
    assert "2 done." in capsys.readouterr().out
    assert not Beat.objects.exists()


def test_it_says_that_it_lives_and_not_at_each_look():
    now = timezone.now()
    worker = lanes.Worker()
    worker.keep(now)
    worker.keep(now + timedelta(seconds=3))
    assert beats.last_beat() == now
    worker.keep(now + timedelta(seconds=11))
    assert beats.last_beat() == now + timedelta(seconds=11)
    # A clock that was set back does not silence it.
    worker.keep(now - timedelta(hours=1))
    assert beats.last_beat() == now - timedelta(hours=1)


def test_the_one_beside_the_pages_rests_while_another_is_there():
    now = timezone.now()
    schedules.register("a", "A", lambda: None, every=timedelta(minutes=1))
    beats.beat("other", now=now)
    worker = lanes.Worker(is_inside=True)
    worker.keep(now)
    assert worker._rests and not DBTaskResult.objects.exists()
    worker.keep(now + timedelta(seconds=61))
    assert not worker._rests and DBTaskResult.objects.count() == 1


def test_it_is_not_begun_where_workers_are_separate(settings):
    settings.WORKER = "separate"
    assert inside.begin() is None


def test_a_database_that_is_away_ends_nothing(monkeypatch, caplog):
    worker = lanes.Worker()
    monkeypatch.setattr(lanes.connection, "close", lambda: None)
    rounds = iter([True, True, False])

    def fail(*_args, **_kwargs):
        raise DatabaseError

    monkeypatch.setattr(running, "reap", fail)
    monkeypatch.setattr(lanes, "close_old_connections", lambda: None)
    monkeypatch.setattr(lanes, "LOOKS_EACH", 0)
    worker.keep_on(lambda: next(rounds))
    assert caplog.text.count("could not go on") == 1


def test_processes_that_are_long_gone_are_forgotten_but_the_last():
    now = timezone.now()
    for number in range(3):
        beats.beat(f"w{number}", now=now - timedelta(days=10 - number))
    beats.forget_old(now)
    assert list(Beat.objects.values_list("worker", flat=True)) == ["w2"]
