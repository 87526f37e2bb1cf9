"""A stored task: with its transaction, tried again, given up, told in words that name nobody."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.audit.models import Event
from newsroom.work import beats, errands, pruning, running
from newsroom.work.jobs import Manner, enqueue
from newsroom.work.models import Task

from . import probes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_tasks")]
ALL = ("default", "mail", "slow")


@pytest.fixture(autouse=True)
def no_calls():
    probes.calls.clear()


def work(now=None):
    """Do one task, as a worker does."""
    row = running.claim(ALL, "me", now)
    return running.run(row, now) if row else None


def test_it_is_stored_and_done_once():
    enqueue(probes.note, name="a")
    assert probes.calls == []
    assert work() == "done"
    assert work() is None
    assert probes.calls == ["a"]
    assert DBTaskResult.objects.get().return_value == "a"


def test_it_is_rolled_back_with_its_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(probes.note, name="a")
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()


def test_a_key_is_done_once():
    assert enqueue(probes.note, name="a", once="k")
    assert not enqueue(probes.note, name="a", once="k")
    work()
    assert not enqueue(probes.note, name="a", once="k")
    assert enqueue(probes.note, name="b", once="l")
    work()
    assert probes.calls == ["a", "b"]


def test_not_before_its_moment():
    now = timezone.now()
    enqueue(probes.note, name="a", after=now + timedelta(hours=1))
    assert work() is None


def test_a_failed_one_is_tried_again_later_and_then_given_up():
    now = timezone.now()
    enqueue(probes.break_down, words="x")
    assert work(now) == "again"
    row = DBTaskResult.objects.get()
    assert timedelta(seconds=7) < row.run_after - now < timedelta(seconds=13)
    assert work(now) is None
    DBTaskResult.objects.update(run_after=now)
    assert work(now) == "again"
    assert timedelta(seconds=14) < DBTaskResult.objects.get().run_after - now < timedelta(seconds=26)
    DBTaskResult.objects.update(run_after=now)
    assert work(now) == "dead"
    assert [task.attempts for task in Task.objects.all()] == [3]


def test_pauses_grow_and_end_somewhere():
    manner = Manner(pause=timedelta(seconds=30), at_most=timedelta(hours=6))
    waits = [manner.wait(number) for number in range(1, 40)]
    assert timedelta(seconds=22) < waits[0] < timedelta(seconds=38)
    assert all(wait <= timedelta(hours=7.5) for wait in waits)
    assert waits[-1] > timedelta(hours=4)


def test_what_cannot_be_mended_is_not_tried_again():
    enqueue(probes.give_up)
    assert work() == "dead"
    assert Task.objects.get().error == "There is nothing to be done."


def test_an_unknown_task_is_dead_and_harms_nothing():
    enqueue(probes.note, name="a")
    DBTaskResult.objects.update(task_path="gone.away")
    assert work() == "dead"
    assert "does not know" in Task.objects.get().error
    assert str(Task.objects.get()) == "away"


def test_what_is_written_goes_with_a_failure_of_an_atomic_one():
    enqueue(probes.write_and_break)
    assert work() == "again"
    assert not Event.objects.filter(verb="probe.done").exists()


def test_nothing_personal_is_logged_or_kept_of_an_error(caplog):
    enqueue(probes.break_down_quietly, words="ada@example.com")
    work()
    row = Task.objects.get()
    assert "ada@" not in caplog.text + row.traceback + row.exception_class_path + row.error
    assert row.error == "The other server could not be reached."
    enqueue(probes.break_down, words="ada@example.com")
    work()
    assert not Task.objects.filter(traceback__contains="ada@").exists()


def test_one_that_another_worker_got_meanwhile_is_not_marked():
    enqueue(probes.note, name="a")
    row = running.claim(ALL, "slow")
    later = timezone.now() + timedelta(hours=1)
    assert running.reap(later) == 1
    other = running.claim(ALL, "quick", later)
    assert running.run(row) == "lost"
    assert running.run(other) == "done"


def test_what_a_dead_worker_had_is_taken_up_and_what_a_living_one_has_is_not():
    now = timezone.now()
    enqueue(probes.note, name="a")
    beats.beat("alive", now=now)
    running.claim(ALL, "alive", now)
    assert running.reap(now + timedelta(seconds=30)) == 0
    assert running.reap(now + timedelta(seconds=61)) == 1
    assert work(now + timedelta(seconds=61)) == "done"


def test_what_this_worker_dropped_is_taken_up():
    enqueue(probes.note, name="a")
    beats.beat("me")
    row = running.claim(ALL, "me")
    assert running.reap(worker="me", in_hand=[row.pk]) == 0
    assert running.reap(worker="me", in_hand=[]) == 1


def test_what_kills_its_workers_is_given_up():
    enqueue(probes.note, name="a")
    now = timezone.now()
    for number in range(5):
        assert running.claim(ALL, f"w{number}", now + timedelta(minutes=number))
        running.reap(now + timedelta(minutes=number))
    task = Task.objects.get()
    assert task.status == "FAILED" and "cut off" in task.error


def test_an_owner_tries_it_again_or_discards_it(admin_user):
    enqueue(probes.give_up)
    work()
    task = Task.objects.get()
    assert errands.retry(task.pk, by=admin_user)
    assert work() == "dead"
    assert errands.discard(task.pk, by=admin_user)
    assert not errands.discard(task.pk, by=admin_user) and not errands.retry(task.pk, by=admin_user)
    assert list(Event.objects.filter(verb__startswith="task.").order_by("pk").values_list("verb", flat=True)) == [
        "task.retried", "task.discarded",
    ]  # fmt: skip


def test_old_ones_are_forgotten_and_private_ones_sooner():
    now = timezone.now()
    for task in (probes.note, probes.note):
        enqueue(task, name="a")
        work(now)
    enqueue(probes.give_up)
    work(now)
    enqueue(probes.break_down_quietly, words="x")
    DBTaskResult.objects.filter(status="READY").update(status="FAILED", finished_at=now)
    assert pruning.prune(now + timedelta(days=13)) == 0
    assert pruning.prune(now + timedelta(days=15)) == 3
    assert pruning.prune(now + timedelta(days=91)) == 1
