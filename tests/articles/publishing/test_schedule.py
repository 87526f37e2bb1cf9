"""schedule, unschedule: right at the moment, with no worker running."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, PublishedArticle
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def later(**hours):
    return timezone.now() + timedelta(**hours)


def live_at(article, moment):
    return PublishedArticle.objects.live(moment).filter(article=article)


def test_it_works():
    article = make_article()
    moment = later(hours=2)
    publishing.schedule(article, moment)
    article.refresh_from_db()
    assert article.state_now == Article.State.SCHEDULED
    assert not live_at(article, timezone.now()).exists()
    assert live_at(article, moment).get().published_at == moment


def test_an_update_waits_beside_the_present_edition():
    article = make_article(published=True, headline="Now")
    article.headline = "Then"
    article.save()
    moment = later(hours=2)
    publishing.schedule(article, moment)
    assert live_at(article, timezone.now()).get().headline == "Now"
    assert live_at(article, moment).get().headline == "Then"


def test_there_is_never_more_than_one_edition_at_a_moment():
    article = make_article(published=True)
    for hours in (5, 2, 9):
        publishing.schedule(article, later(hours=hours))
        for at in (0, 1, 2, 3, 5, 6, 9, 10):
            assert live_at(article, later(hours=at)).count() == 1


def test_scheduling_again_replaces_the_moment():
    article = make_article()
    publishing.schedule(article, later(hours=2))
    publishing.schedule(article, later(hours=5))
    assert not live_at(article, later(hours=3)).exists()
    assert live_at(article, later(hours=6)).count() == 1


def test_publishing_now_drops_the_schedule():
    article = make_article()
    publishing.schedule(article, later(hours=2))
    edition = publishing.publish(article)
    assert edition.published_at <= timezone.now()
    assert PublishedArticle.objects.filter(article=article).count() == 1


def test_unscheduling_leaves_a_draft():
    article = make_article()
    publishing.schedule(article, later(hours=2))
    publishing.unschedule(article)
    article.refresh_from_db()
    assert article.state == Article.State.DRAFT
    assert article.first_published_at is None
    assert not PublishedArticle.objects.exists()


def test_unscheduling_an_update_keeps_what_is_public():
    article = make_article(published=True, headline="Now")
    publishing.schedule(article, later(hours=2))
    publishing.unschedule(article)
    article.refresh_from_db()
    assert article.state == Article.State.PUBLISHED
    assert live_at(article, later(hours=3)).get().headline == "Now"


def test_a_changed_slug_redirects_only_from_its_moment(client):
    article = make_article(published=True, slug="old")
    old = article.live_edition.get_absolute_url()
    article.slug = "new"
    article.save()
    publishing.schedule(article, later(hours=2))
    assert client.get(old).status_code == 200


def test_it_refuses_the_past():
    with pytest.raises(publishing.NotReady, match="has passed"):
        publishing.schedule(make_article(), timezone.now() - timedelta(minutes=1))


def test_unscheduling_nothing_is_refused():
    with pytest.raises(publishing.NotReady, match="Nothing is scheduled"):
        publishing.unschedule(make_article())
