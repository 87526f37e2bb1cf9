"""A scheduled moment is moved; the text that was scheduled stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, PublishedArticle
from articles.working_copy import ChangedSince
from newsroom.audit.models import Event
from tests.factories import make_article

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def at():
    return timezone.now().replace(microsecond=0) + DAY


@pytest.fixture
def scheduled(at):
    article = make_article(headline="As scheduled")
    publishing.schedule(article, at)
    return article


def test_the_moment_moves_and_the_date_with_it(scheduled, at):
    publishing.reschedule(scheduled, at + DAY)
    edition = PublishedArticle.objects.get()
    assert (edition.live_from, edition.published_at) == (at + DAY, at + DAY)
    assert Article.objects.get().goes_live_at == at + DAY
    assert not PublishedArticle.objects.live(at + timedelta(hours=1)).exists()
    assert PublishedArticle.objects.live(at + DAY).exists()


def test_what_was_saved_since_does_not_become_public(scheduled, at):
    Article.objects.update(headline="Saved since")
    publishing.reschedule(scheduled, at + DAY)
    assert PublishedArticle.objects.get().headline == "As scheduled"


def test_a_scheduled_update_moves_and_the_present_edition_lasts_until_then(at):
    article = make_article(published=True, headline="Now")
    Article.objects.update(headline="Then")
    first = PublishedArticle.objects.get().published_at
    publishing.schedule(article, at, substantial=True)
    publishing.reschedule(article, at + DAY)
    now, then = PublishedArticle.objects.order_by("live_from")
    assert now.live_until == then.live_from == then.updated_at == at + DAY
    assert then.published_at == first
    assert [PublishedArticle.objects.live(moment).get().headline for moment in (at, at + DAY)] == ["Now", "Then"]


def test_a_planned_end_stays(scheduled, at):
    publishing.schedule_withdrawal(scheduled, at + 3 * DAY)
    publishing.reschedule(scheduled, at + DAY)
    assert PublishedArticle.objects.get().live_until == at + 3 * DAY
    with pytest.raises(publishing.NotReady, match="is to be withdrawn"):
        publishing.reschedule(scheduled, at + 4 * DAY)


def test_the_address_of_the_end_follows_the_date(client, at):
    article = make_article(headline="Moves")
    publishing.schedule(article, at)
    publishing.schedule_withdrawal(article, at + 3 * DAY, note="It was wrong.")
    publishing.reschedule(article, at + DAY)
    PublishedArticle.objects.update(
        live_from=timezone.now() - 2 * DAY, live_until=timezone.now() - timedelta(minutes=1)
    )
    response = client.get(PublishedArticle.objects.get().get_absolute_url())
    assert response.status_code == 410
    assert "It was wrong." in response.text


@pytest.mark.parametrize(
    ("moment", "sentence"), [(-DAY, "has passed"), (timedelta(hours=1), "embargo")], ids=["past", "embargo"]
)
def test_a_moment_that_will_not_do(scheduled, at, moment, sentence):
    Article.objects.update(embargo_until=at - timedelta(hours=2))
    with pytest.raises(publishing.NotReady, match=sentence):
        publishing.reschedule(scheduled, timezone.now() + moment)
    assert PublishedArticle.objects.get().live_from == at


def test_only_what_is_scheduled_moves(at):
    with pytest.raises(publishing.NotReady, match="Nothing is scheduled"):
        publishing.reschedule(make_article(published=True), at)


def test_who_saw_an_earlier_revision_is_refused(scheduled, at):
    with pytest.raises(ChangedSince):
        publishing.reschedule(scheduled, at + DAY, seen=scheduled.revision - 1)


def test_it_is_written_down(scheduled, at):
    publishing.reschedule(scheduled, at + DAY)
    event = Event.objects.filter(verb="article.rescheduled").get()
    assert event.details == {"before": at.isoformat(), "at": (at + DAY).isoformat()}


@pytest.mark.parametrize("substantial", [True, False])
def test_the_text_of_now_goes_out_at_the_same_moment(at, substantial):
    article = make_article(published=True, headline="Now")
    publishing.schedule(article, at, substantial=substantial)
    Article.objects.update(headline="Written since")
    publishing.schedule_anew(article)
    now, then = PublishedArticle.objects.order_by("live_from")
    assert (now.headline, then.headline) == ("Now", "Written since")
    assert (then.live_from, then.updated_at) == (at, at if substantial else None)


def test_scheduling_anew_what_is_not_scheduled_is_refused(scheduled):
    publishing.unschedule(scheduled)
    with pytest.raises(publishing.NotReady, match="Nothing is scheduled"):
        publishing.schedule_anew(scheduled)
