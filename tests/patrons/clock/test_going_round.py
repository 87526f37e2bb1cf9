"""The clock: each job at its time, by one of many, and none of them stops another."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from patrons import clock
from patrons.clock import Job
from patrons.models import Turn

NOW = timezone.now()
done: list[str] = []


@pytest.fixture
def jobs(monkeypatch):
    """Two jobs of this test: one is done, one fails."""
    done.clear()

    def broken():
        raise ZeroDivisionError

    acts = {"good": lambda: done.append("good"), "bad": broken, "slow": lambda: done.append("slow")}
    monkeypatch.setattr(Job, "act", lambda job: acts[job.verb])
    made = (
        Job("bad", clock.MINUTE, "bad"), Job("good", clock.HOUR, "good"), Job("slow", clock.HOUR, "slow", is_slow=True),
    )  # fmt: skip
    monkeypatch.setattr(clock, "JOBS", made)
    return made


@pytest.mark.django_db
def test_each_at_its_time(jobs):
    assert clock.go_round(now=NOW) == {"bad": "failed", "good": "done", "slow": "done"}
    assert clock.go_round(now=NOW + timedelta(seconds=59)) == {}
    assert clock.go_round(now=NOW + clock.MINUTE) == {"bad": "failed"}
    assert clock.go_round(now=NOW + clock.HOUR, slow=False) == {"bad": "failed", "good": "done"}
    assert done == ["good", "slow", "good"]
    assert [turn.name for turn in clock.failing()] == ["bad"]


@pytest.mark.django_db
def test_what_is_held_is_left_alone_until_its_holder_is_lost(jobs):
    Turn.objects.create(name="good", due_at=NOW, held_until=NOW + timedelta(seconds=1))
    assert "good" not in clock.go_round(now=NOW)
    assert clock.go_round(now=NOW + timedelta(seconds=1))["good"] == "done"


@pytest.mark.django_db(transaction=True)
def test_one_of_eight_does_it(jobs):
    def work():
        try:
            clock.go_round(now=NOW)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["good", "slow"]


@pytest.mark.django_db
def test_silence_is_noticed(jobs):
    assert clock.silent_since(NOW) is True
    clock.go_round(now=NOW)
    assert clock.silent_since(timezone.now()) is False
    assert clock.silent_since(timezone.now() + timedelta(hours=1)) is not False


@pytest.mark.django_db
def test_every_job_is_there_and_the_command_does_them_all(capsys):
    for job in clock.JOBS:
        assert callable(job.act())
    call_command("patrons_clock")
    said = capsys.readouterr().out
    assert said.count("done") == len(clock.JOBS) and "failed" not in said
    call_command("patrons_clock")
    assert "Nothing was due" in capsys.readouterr().out
