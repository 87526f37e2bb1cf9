"""Workers that are real processes, killed in the middle: nothing is lost, and what is atomic is never done twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.audit.models import Event
from newsroom.work import beats, running
from newsroom.work.jobs import enqueue
from newsroom.work.models import Beat

from . import probes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stored_tasks")]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def worker(tmp_path):
    """Starts `manage.py work` on this test's database; what still runs at the end is killed."""
    begun = []
    own = connection.settings_dict
    where = f"sqlite:///{own['NAME']}"
    if connection.vendor == "postgresql":
        where = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"

    def start(*words):
        environment = os.environ | {"DATABASE_URL": where, "VAR_DIR": str(tmp_path), "LOG_LEVEL": "ERROR"}
        begun.append(subprocess.Popen([sys.executable, "manage.py", "work", *words], cwd=ROOT, env=environment))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


def wait_for(there, seconds=30):
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.02)


def done(name):
    return Event.objects.filter(verb="probe.done", subject="", details__name=name).count()


def test_killed_in_the_middle(worker, tmp_path):
    given = {"marks": str(tmp_path)}
    enqueue(probes.write_slowly, name="atomic", **given)
    enqueue(probes.note, name="plain")
    first = worker()
    wait_for((tmp_path / "atomic").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    # It was written in a transaction that nobody committed.
    assert done("atomic") == 0
    row = DBTaskResult.objects.get(task_path__endswith="write_slowly")
    assert row.status == "RUNNING"
    running.reap(timezone.now() + beats.GONE_AFTER * 2)
    enqueue(probes.send_slowly, name="sent", **given)
    second = worker()
    wait_for((tmp_path / "sent").exists)
    assert done("atomic") == 1
    second.send_signal(signal.SIGKILL)
    second.wait()
    running.reap(timezone.now() + beats.GONE_AFTER * 2)
    third = worker("--once")
    assert third.wait(30) == 0
    assert done("atomic") == 1
    # What reached somebody before the kill is done again: at least once, and never not at all.
    assert done("sent") == 2
    assert set(DBTaskResult.objects.filter(task_path__contains="probes").values_list("status", flat=True)) == {
        "SUCCESSFUL"
    }


def test_two_workers_do_each_once_and_end_when_they_are_told(worker):
    for number in range(40):
        enqueue(probes.note, name=str(number))
    both = [worker(), worker()]
    wait_for(lambda: not DBTaskResult.objects.filter(task_path__endswith="note", status="READY").exists())
    wait_for(lambda: Beat.objects.count() == 2)
    for process in both:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(20) for process in both] == [0, 0]
    rows = DBTaskResult.objects.filter(task_path__endswith="note")
    assert {row.status for row in rows} == {"SUCCESSFUL"} and {len(row.worker_ids) for row in rows} == {1}
    assert not Beat.objects.exists()
