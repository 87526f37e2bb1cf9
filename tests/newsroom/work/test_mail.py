"""A letter is stored with what it tells of, sent by a worker, and gone when it is sent."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom import mailing
from newsroom.work import running
from newsroom.work.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_tasks")]
WORDS = {"subject": "Hello", "paragraphs": ["A <b>bold</b> 😀 word."], "button": None, "code": ""}


def work(now=None):
    row = running.claim(("mail",), "me", now)
    return running.run(row, now) if row else None


@pytest.fixture
def away(monkeypatch):
    """The mail server is away until the list is emptied; it holds what is raised."""
    errors = [ConnectionRefusedError("ada@example.com")]
    whole = EmailMultiAlternatives.send

    def send(self, *args, **kwargs):
        if errors:
            raise errors[0]
        return whole(self, *args, **kwargs)

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    return errors


def test_it_is_sent_by_a_worker_and_kept_nowhere():
    mailing.send("letter", "ada@example.com", WORDS)
    assert not mail.outbox
    assert work() == "done"
    assert [message.to for message in mail.outbox] == [["ada@example.com"]]
    assert not DBTaskResult.objects.exists()


def test_nothing_is_sent_of_what_was_rolled_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mailing.send("letter", "ada@example.com", WORDS)
        raise ZeroDivisionError
    assert work() is None


def test_a_server_that_is_away_costs_no_letter(away, caplog):
    mailing.send("letter", "ada@example.com", WORDS)
    now = timezone.now()
    for _hour in range(12):
        work(now)
        now += timedelta(hours=1)
    task = Task.objects.get()
    assert task.status == "READY" and str(task) == "Mail “letter”"
    assert "ada@" not in caplog.text + str(task) + task.error + task.traceback
    away.clear()
    assert work(now + timedelta(hours=8)) == "done"
    assert len(mail.outbox) == 1


def test_one_that_is_sent_twice_can_be_told_by_its_id(away):
    mailing.send("letter", "ada@example.com", WORDS)
    away.clear()
    row = running.claim(("mail",), "killed before the note")
    row.task.call(**row.args_kwargs["kwargs"])
    later = timezone.now() + timedelta(minutes=2)
    running.reap(later)
    assert work(later) == "done"
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second and first.endswith("@127.0.0.1>")


def test_a_mailbox_that_is_not_there_is_asked_once(away):
    away[:] = [smtplib.SMTPRecipientsRefused({"ada@example.com": (550, b"no ada@example.com")})]
    mailing.send("letter", "ada@example.com", WORDS)
    assert work() == "dead"
    task = Task.objects.get()
    assert task.error == "The mail server refused the address for good." and "ada@" not in task.traceback


def test_one_that_is_full_is_asked_again(away):
    away[:] = [smtplib.SMTPRecipientsRefused({"ada@example.com": (452, b"full")})]
    mailing.send("letter", "ada@example.com", WORDS)
    assert work() == "again"


def test_who_is_forgotten_leaves_no_letter_that_was_tried(away):
    mailing.send("letter", "Ada@example.com", WORDS)
    mailing.send("letter", "bob@example.com", WORDS)
    work()
    assert [each["kind"] for each in mailing.waiting_for("ada@example.com")] == ["letter"]
    assert mailing.forget("ada@EXAMPLE.com") == 1
    assert DBTaskResult.objects.count() == 1
