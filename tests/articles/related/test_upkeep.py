"""What the worker does besides asking for news, each in its own time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.related import upkeep

pytestmark = pytest.mark.django_db


def test_each_in_its_own_time(monkeypatch):
    done = []
    for name in ("fetch_pictures", "recheck", "forget_old", "fetch_icons"):
        monkeypatch.setattr(upkeep, name, lambda *args, name=name, **options: done.append(name))
    now = timezone.now()

    def after(**time):
        done.clear()
        upkeep.keep_up(now + timedelta(**time))
        return list(done)

    always = ["fetch_pictures", "fetch_icons"]
    assert after() == [*always, "recheck", "forget_old"]
    assert after(minutes=1) == always
    assert after(minutes=61) == [*always, "recheck"]
    assert after(hours=25) == [*always, "recheck", "forget_old"]
