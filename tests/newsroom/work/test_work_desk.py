"""The desk's page of background work: owners alone, no letters, and the same number of questions however much waits."""

import pytest
from django.contrib.admin import site
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom import mailing
from newsroom.accounts import roles
from newsroom.work import running
from newsroom.work.jobs import enqueue
from tests.factories import make_user

from . import probes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_tasks")]
LIST = "/admin/work/task/"


def fail_one():
    enqueue(probes.give_up)
    row = running.claim(("default",), "me")
    running.run(row)
    return row


def test_what_it_shows(admin_client):
    fail_one()
    words = {"subject": "S3cret words", "paragraphs": [], "button": None, "code": "123456"}
    mailing.send("letter", "ada@example.com", words)
    enqueue(probes.break_down, words="x")
    running.run(running.claim(("default",), "me"))
    page = admin_client.get(LIST).text
    assert "There is nothing to be done." in page and "Mail “letter”" in page and "1 attempt" in page
    assert "ada@" not in page and "S3cret" not in page and "ValueError" not in page
    assert "No worker is at work" in page
    assert "Publish and withdraw at their moments" in page


def test_its_buttons(admin_client):
    row = fail_one()
    admin_client.post(reverse("admin:work_task_retry", args=[row.pk]))
    assert DBTaskResult.objects.get().status == "READY"
    page = admin_client.post(reverse("admin:work_task_discard", args=[row.pk]), follow=True).text
    assert "Discarded" in page and not DBTaskResult.objects.exists()
    page = admin_client.post(reverse("admin:work_task_retry", args=[row.pk]), follow=True).text
    assert "not there any more" in page
    assert "as soon as a worker is free" in admin_client.post(f"{LIST}schedules/prune/run/", follow=True).text
    assert "not there any more" in admin_client.post(f"{LIST}schedules/nothing/run/", follow=True).text
    assert admin_client.get(reverse("admin:work_task_retry", args=[row.pk])).status_code == 405


def test_only_owners(client):
    for role in (roles.CHIEF_EDITOR, roles.PLEDGE_STAFF):
        user = make_user()
        roles.give_role(user, role)
        client.force_login(user)
        assert client.get(LIST).status_code == 403


def test_much_that_waits_is_capped_and_asked_for_at_once(admin_client, django_assert_max_num_queries, monkeypatch):
    def fill(number):
        rows = [
            DBTaskResult(task_path="newsroom.mailing.deliver", args_kwargs={"args": [], "kwargs": {"name": "letter"}},
                         backend_name="default", run_after=timezone.now(), exception_class_path="", traceback="")
            for _number in range(number)
        ]  # fmt: skip
        DBTaskResult.objects.bulk_create(rows)

    monkeypatch.setattr("newsroom.work.admin.COUNTED_AT_MOST", 60)
    fill(3)
    admin_client.get(LIST)
    with django_assert_max_num_queries(100) as few:
        admin_client.get(LIST)
    fill(97)
    with django_assert_max_num_queries(len(few)):
        page = admin_client.get(LIST).text
    assert "more than 60" in page and "No more than 50 are shown." in page


def test_nobody_reads_stored_letters_at_another_place():
    assert not site.is_registered(DBTaskResult)
