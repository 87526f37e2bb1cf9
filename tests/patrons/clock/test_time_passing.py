"""Pauses and ends come when their moment has come, also where the provider does not tell."""

from datetime import timedelta

import pytest

from patrons import changing, time_passing
from patrons.models import Pledge
from patrons.providers.base import Unreachable
from tests.patrons.conftest import day

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def march(monkeypatch):
    monkeypatch.setattr("patrons.changing.timezone.now", lambda: day(2))


def test_a_pause_that_is_over_ends(paid, provider, march):
    changing.pause(paid, day(20))
    assert time_passing.end_pauses(day(20) + HOUR - timedelta(seconds=1)) == 0
    assert time_passing.end_pauses(day(20) + HOUR) == 1
    assert time_passing.end_pauses(day(21)) == 0
    paid.refresh_from_db()
    assert (paid.state, paid.resume_at) == ("active", None)


def test_an_end_that_has_come_ends(paid, provider, march):
    changing.cancel(paid)
    Pledge.objects.update(cancel_at=day(30))
    assert time_passing.end_pledges(day(30)) == 0
    assert time_passing.end_pledges(day(30) + HOUR) == 1
    paid.refresh_from_db()
    assert paid.state == "ended"


def test_one_that_cannot_does_not_stop_the_others(paid, provider, march):
    changing.pause(paid, day(20))
    provider.fails_with = Unreachable()
    assert time_passing.end_pauses(day(25)) == 0
    provider.fails_with = None
    assert time_passing.end_pauses(day(25)) == 1
