"""An end that is planned comes at its moment, on every page, with no worker; the follower only catches up."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from articles import clock, pagekeys, publishing
from articles.models import Article, Beat, PublishedArticle, Redirect
from newsroom.audit.models import Event
from tests.factories import make_article, make_user, minutes_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """A clock that the test moves: now.is_in(hours=3)."""

    class Clock:
        moment = timezone.now()

        def is_in(self, **later):
            self.moment += timedelta(**later)
            cache.clear()

    moving = Clock()
    monkeypatch.setattr(timezone, "now", lambda: moving.moment)
    return moving


def later(**amount):
    return timezone.now() + timedelta(**amount)


def stored(article):
    return Article.objects.get(pk=article.pk)


def test_it_works(client, now):
    article = make_article(published=True, headline="Zanzibar votes", body="<p>Zanzibar votes on Sunday.</p>")
    path = article.live_edition.get_absolute_url()
    publishing.schedule_withdrawal(article, later(hours=2), note="Its <b>source</b> took it back.")
    assert client.get(path).status_code == 200
    assert stored(article).state_now == "published"
    for address in ("/feed.xml", "/", "/search/?q=Zanzibar", "/sitemap-articles.xml"):
        assert path in client.get(address).text or address.startswith("/sitemap")
    now.is_in(hours=1, minutes=59, seconds=50)
    moments = pagekeys.coming()
    assert pagekeys.moment_for({f"article/{article.pk}"}, timezone.now(), moments) == article.withdraws_at
    assert "max-age=10" in client.get(path).headers["Cache-Control"]
    now.is_in(seconds=10)
    gone = client.get(path)
    assert gone.status_code == 410
    assert "Its &lt;b&gt;source&lt;/b&gt; took it back." in gone.text
    for address in ("/feed.xml", "/", "/search/?q=Zanzibar", "/news-sitemap.xml", "/archive/"):
        assert path not in client.get(address).text
    assert stored(article).state_now == "withdrawn"
    assert list(Article.objects.in_state("withdrawn")) == [article]
    assert not Article.objects.in_state("published").exists()


def test_a_plain_404_where_the_chief_wishes(client, now):
    article = make_article(published=True)
    path = article.live_edition.get_absolute_url()
    publishing.schedule_withdrawal(article, later(hours=2), says_so=False)
    now.is_in(hours=2)
    assert client.get(path).status_code == 404
    other = make_article(published=True)
    path = other.live_edition.get_absolute_url()
    publishing.withdraw(other, says_so=False)
    assert client.get(path).status_code == 404


def test_publishing_again_keeps_the_end_and_its_words(client, now):
    article = make_article(published=True, slug="old")
    publishing.schedule_withdrawal(article, later(hours=2), note="As agreed.")
    article.slug = "new"
    article.save()
    edition = publishing.publish(article)
    assert (edition.live_until, stored(article).withdraws_at) == (article.withdraws_at, article.withdraws_at)
    now.is_in(hours=2)
    answer = client.get(edition.get_absolute_url())
    assert (answer.status_code, "As agreed." in answer.text) == (410, True)


def test_old_addresses_lead_to_the_page_until_then(client, now):
    article = make_article(published=True, slug="old")
    old = article.live_edition.get_absolute_url()
    article.slug = "new"
    article.save()
    new = publishing.publish(article).get_absolute_url()
    publishing.schedule_withdrawal(article, later(hours=2))
    assert client.get(old).headers["Location"] == new
    now.is_in(hours=2)
    clock.follow()
    assert client.get(old).status_code == 410


def test_an_update_before_the_end_ends_with_it(now):
    article = make_article(published=True)
    publishing.schedule_withdrawal(article, later(hours=5))
    publishing.schedule(article, later(hours=2))
    editions = PublishedArticle.objects
    assert [editions.live(later(hours=hours)).count() for hours in (0, 1, 3, 4, 5, 6)] == [1, 1, 1, 1, 0, 0]
    publishing.unschedule(article)
    assert [editions.live(later(hours=hours)).count() for hours in (0, 3, 4, 5, 6)] == [1, 1, 1, 0, 0]
    assert stored(article).withdraws_at == later(hours=5)


def test_what_contradicts_the_end_is_refused(now):
    article = make_article(published=True)
    publishing.schedule(article, later(hours=4))
    with pytest.raises(publishing.NotReady, match="after that end"):
        publishing.schedule_withdrawal(article, later(hours=3))
    publishing.schedule_withdrawal(article, later(hours=5))
    with pytest.raises(publishing.NotReady, match="is to be withdrawn on"):
        publishing.schedule(article, later(hours=5))
    with pytest.raises(publishing.NotReady, match="has passed"):
        publishing.schedule_withdrawal(article, minutes_ago(1))
    with pytest.raises(publishing.NotReady, match="nothing to withdraw"):
        publishing.schedule_withdrawal(make_article(), later(hours=1))


def test_an_article_that_begins_and_ends_is_not_called_withdrawn_before_it_began(client, now):
    article = make_article()
    edition = publishing.schedule(article, later(hours=1))
    publishing.schedule_withdrawal(article, later(hours=2))
    path = edition.get_absolute_url()
    assert client.get(path).status_code == 404
    now.is_in(hours=1)
    assert client.get(path).status_code == 200
    now.is_in(hours=1)
    assert client.get(path).status_code == 410


def test_letting_it_stay(client, now):
    article = make_article(published=True)
    publishing.schedule_withdrawal(article, later(hours=2))
    publishing.cancel_withdrawal(article)
    assert not Redirect.objects.exists()
    now.is_in(hours=3)
    assert article.live_edition is not None
    with pytest.raises(publishing.NotReady, match="No withdrawal is planned"):
        publishing.cancel_withdrawal(article)


def test_back_again_after_the_end_without_any_worker(client, now):
    article = make_article(published=True)
    publishing.schedule_withdrawal(article, later(hours=2))
    now.is_in(hours=3)
    edition = publishing.publish(article)
    assert (edition.live_until, stored(article).withdraws_at) == (None, None)
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert clock.follow().done == 0


def test_withdrawing_now_forgets_the_planned_end(now):
    article = make_article(published=True)
    publishing.schedule_withdrawal(article, later(hours=2), says_so=False)
    publishing.withdraw(article, note="Now.")
    assert stored(article).withdraws_at is None
    assert Redirect.objects.get().note == "Now."


def test_the_follower_catches_up_once(now):
    begins, ends, both = make_article(), make_article(published=True), make_article()
    publishing.schedule(begins, later(hours=1))
    publishing.schedule_withdrawal(ends, later(hours=1))
    publishing.schedule(both, later(minutes=10))
    publishing.schedule_withdrawal(both, later(minutes=20))
    now.is_in(hours=1)
    assert clock.follow().done == 3
    assert [stored(article).state for article in (begins, ends, both)] == ["published", "withdrawn", "withdrawn"]
    by_clock = Event.objects.filter(
        actor="", details__has_key="at", verb__in=["article.published", "article.withdrawn"]
    )
    assert by_clock.count() == 4
    assert clock.follow() == clock.Followed()
    assert by_clock.count() == 4


def test_one_that_fails_does_not_stop_the_others(now, monkeypatch):
    articles = [make_article() for _number in range(3)]
    for article in articles:
        publishing.schedule(article, later(hours=1))
    now.is_in(hours=2)
    original = clock.set_state

    def fails(article, state, *also):
        if article.pk == articles[1].pk:
            raise RuntimeError("broken")
        original(article, state, *also)

    monkeypatch.setattr(clock, "set_state", fails)
    assert clock.follow() == clock.Followed(done=2, failed=1)
    assert stored(articles[1]).state == "scheduled"
    assert not Event.objects.filter(verb="article.published", subject_id=str(articles[1].pk)).exists()


def test_a_late_follower_is_reported_at_the_desk(client, now):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    publishing.schedule(make_article(), later(hours=1))
    assert "nobody has followed" not in client.get(reverse("admin:index")).text
    now.is_in(hours=1, minutes=1)
    assert clock.overdue() is None
    now.is_in(minutes=5)
    page = client.get(reverse("admin:index")).text
    assert "nobody has followed it yet" in page and "has run here yet" in page
    Beat.objects.create(name=clock.BEAT, at=minutes_ago(60))
    assert "was last seen" in client.get(reverse("admin:index")).text
    clock.follow()
    assert "nobody has followed" not in client.get(reverse("admin:index")).text
