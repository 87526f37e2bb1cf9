"""What was withdrawn and is scheduled again comes back as what readers had, and so do its addresses."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import clock, publishing
from articles.models import Redirect
from tests.factories import make_article, minutes_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Move the clock forward, and let nobody remember a page."""

    def move(**amount):
        moment = timezone.now() + timedelta(**amount)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        cache.clear()

    return move


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def withdrawn(**fields):
    article = make_article(published=True, at=minutes_ago(600), **fields)
    publishing.correct(article, "It was the 4th.", at=minutes_ago(60))
    publishing.withdraw(article)
    return article


def modified(page):
    [block] = [found for found in re.findall(r"<script type=.application/ld.json.>(.*?)</script>", page, re.DOTALL)
               if "dateModified" in found]  # fmt: skip
    record = json.loads(block)
    graph = record.get("@graph", [record]) if isinstance(record, dict) else record
    [article] = [each for each in graph if "dateModified" in each]
    return article["dateModified"], [each["datePublished"] for each in article["correction"]]


def test_it_works(client, later):
    article = withdrawn()
    before = article.editions.get()
    publishing.schedule(article, in_hours(2))
    later(hours=3)
    back = article.live_edition
    assert (back.published_at, back.updated_at) == (before.published_at, before.updated_at)
    said, corrections = modified(client.get(back.get_absolute_url()).text)
    assert said >= max(corrections)


def test_readers_may_be_told_that_it_was_updated(later):
    article = withdrawn()
    at = in_hours(2)
    publishing.schedule(article, at, substantial=True)
    later(hours=3)
    assert article.live_edition.updated_at == at


def test_its_address_is_no_longer_called_gone(client, later):
    article = withdrawn()
    publishing.schedule(article, in_hours(2))
    assert client.get(article.get_absolute_url()).status_code == 410
    later(hours=3)
    clock.follow()
    assert client.get(article.get_absolute_url()).status_code == 200
    assert not Redirect.objects.exists()


def test_a_planned_end_keeps_its_words(client, later):
    article = withdrawn()
    publishing.schedule(article, in_hours(2))
    publishing.schedule_withdrawal(article, in_hours(4), note="As agreed.")
    later(hours=3)
    clock.follow()
    assert client.get(article.get_absolute_url()).status_code == 200
    later(hours=2)
    assert "As agreed." in client.get(article.get_absolute_url()).text


def test_back_at_another_address_the_old_one_leads_there(client, later):
    article = withdrawn(slug="old")
    old = article.editions.get().get_absolute_url()
    article.slug = "new"
    article.save()
    publishing.schedule(article, in_hours(2))
    assert client.get(old).status_code == 410
    later(hours=3)
    clock.follow()
    assert client.get(old).headers["Location"] == article.live_edition.get_absolute_url()


def test_an_address_that_was_led_elsewhere_by_hand_stays_so(client, later):
    article = withdrawn(slug="old")
    old = article.editions.get().get_absolute_url()
    Redirect.objects.filter(old_path=old).update(new_path="/archive/", made_by=Redirect.Origin.HAND)
    article.slug = "new"
    article.save()
    publishing.schedule(article, in_hours(2))
    later(hours=3)
    clock.follow()
    assert client.get(old).headers["Location"] == "/archive/"


def test_a_correction_dated_earlier_turns_no_date_back():
    article = make_article(published=True, at=minutes_ago(600))
    publishing.correct(article, "It was the 4th.", at=minutes_ago(10))
    publishing.correct(article, "It was in May.", at=minutes_ago(60))
    assert article.live_edition.updated_at == article.corrections.first().made_at
