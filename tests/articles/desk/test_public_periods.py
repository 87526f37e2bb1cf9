"""From when until when readers saw each version."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.comparing.history import periods
from articles.models import Article, ArticleVersion
from newsroom.audit.models import Event
from tests.factories import make_article, minutes_ago

pytestmark = pytest.mark.django_db


def versions_of(article):
    return list(article.versions.order_by("made_at", "pk"))


def test_one_ends_where_the_next_begins():
    article = make_article(published=True)
    publishing.publish(article)
    first, second = versions_of(article)
    found = periods(article)
    assert found[first.pk].until == found[second.pk].begins == second.made_at
    assert found[second.pk].is_now and not found[first.pk].is_now


def test_an_archive_begins_in_the_past():
    article = make_article(published=True, at=minutes_ago(600))
    [version] = versions_of(article)
    assert periods(article)[version.pk].begins == article.live_edition.live_from


def test_a_scheduled_version_begins_at_its_moment():
    article, at = make_article(published=True), timezone.now() + timedelta(hours=2)
    publishing.schedule(article, at)
    first, second = versions_of(article)
    found = periods(article)
    assert found[second.pk].begins == found[first.pk].until == at
    assert found[second.pk].is_to_come and found[first.pk].is_now


def test_what_was_unscheduled_or_replaced_was_never_public():
    article = make_article()
    publishing.schedule(article, timezone.now() + timedelta(hours=2))
    publishing.unschedule(article)
    assert periods(article) == {}
    publishing.schedule(article, timezone.now() + timedelta(hours=3))
    publishing.publish(article)
    assert [period.is_now for period in periods(article).values()] == [True]


def test_withdrawing_ends_it_and_coming_back_does_not_fill_the_gap():
    article = make_article(published=True)
    publishing.withdraw(article)
    withdrawn = Event.objects.get(verb="article.withdrawn")
    publishing.publish(article)
    first, second = versions_of(article)
    found = periods(article)
    assert found[first.pk].until == withdrawn.at < found[second.pk].begins
    assert found[second.pk].is_now


def test_saves_are_no_publications():
    article = make_article()
    ArticleVersion.objects.create(article=article, reason=ArticleVersion.Reason.SAVED, content={})
    assert periods(Article.objects.get()) == {}
