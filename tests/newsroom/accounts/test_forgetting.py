"""Sessions, sign-ins and tries that nobody needs are deleted each night, of accounts that nobody uses too."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from newsroom.accounts.forgetting import forget
from newsroom.accounts.models import Attempt, SignIn
from newsroom.work import schedules
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def kept():
    return {(type(row).__name__, row.pk) for model in (Session, SignIn, Attempt) for row in model.objects.all()}


def test_what_is_old_goes_and_the_rest_stays():
    now, ada = timezone.now(), make_user()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
    old, new = (SignIn.objects.create(user=ada, how=SignIn.How.PASSWORD) for _each in range(2))
    SignIn.objects.filter(pk=old.pk).update(began_at=now - timedelta(days=181))
    tries = [Attempt.objects.create(kind="password", account="a", network="n") for _each in range(2)]
    Attempt.objects.filter(pk=tries[0].pk).update(at=now - timedelta(days=3))
    before = kept()
    assert forget(now) == 3
    assert before - kept() == {("Session", "old"), ("SignIn", old.pk), ("Attempt", tries[0].pk)}
    assert ("SignIn", new.pk) in kept()


def test_it_is_done_each_night():
    assert schedules.entries()["forget_sign_ins"].verb is forget
