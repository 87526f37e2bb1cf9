"""Letters that are stored: whoever asks is told of them, and whoever is forgotten leaves none that was tried."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.work import running
from patrons import background, letters, privacy
from patrons.models import ProviderAccount, Synchronisation
from tests.patrons.conftest import make_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_tasks")]


def test_a_letter_that_could_not_be_sent_is_told_of_and_forgotten(account, monkeypatch):
    def away(self, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("newsroom.mailing.EmailMultiAlternatives.send", away)
    patron = make_pledge(account).patron
    letters.send(patron, letters.Letter("welcome", "Thank you", ["Words"]))
    assert running.run(running.claim(("mail",), "me")) == "again"
    assert [each["kind"] for each in privacy.everything_about(patron)["mails_not_sent_yet"]] == ["letter"]
    address = patron.email
    privacy.erase(patron)
    assert not DBTaskResult.objects.filter(args_kwargs__kwargs__to=address).exclude(started_at=None).exists()


def test_a_look_that_is_over_is_not_begun_again(monkeypatch):
    account = ProviderAccount.objects.create(key="patreon", label="Patreon")
    looked = []
    monkeypatch.setattr("patrons.memberships.synchronise", lambda account, run: looked.append(run.pk))
    over = Synchronisation.objects.create(account=account, ended_at=timezone.now())
    going = Synchronisation.objects.create(account=account)
    for run in (over, going):
        background.synchronise.func(run=run.pk)
    assert looked == [going.pk]
