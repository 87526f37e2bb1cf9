"""What the worker does besides asking for news, each in its own time."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Source
from articles.related import upkeep
from tests.factories import make_source, picture_file
from tests.misbehaving import answer, status

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

    assert after() == ["fetch_pictures", "recheck", "forget_old", "fetch_icons"]
    assert after(minutes=1) == ["fetch_pictures"]
    assert after(minutes=61) == ["fetch_pictures", "recheck"]
    assert after(hours=25) == ["fetch_pictures", "recheck", "forget_old", "fetch_icons"]


def test_the_mark_of_an_outlet(outside):
    icon = outside.on("/icon.png", answer(picture_file(64, 64).read(), content_type="image/png"))
    page = answer(f'<html><head><link rel="icon" href="{icon}"></head></html>', content_type="text/html")
    with_icon = make_source(site_url=outside.on("/with", page), succeeded_at=timezone.now())
    without = make_source(site_url=outside.on("/without", status(500)), succeeded_at=timezone.now())
    make_source(site_url=outside.url("/with"))
    upkeep.fetch_icons(workers=1)
    assert default_storage.exists(Source.objects.get(pk=with_icon.pk).icon)
    assert Source.objects.get(pk=without.pk).icon == "" and outside.count("/with") == 1
