"""withdraw and correct: what was public is taken away, or put right, in public."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from articles import publishing
from articles.models import Article, Correction, PublishedArticle, Redirect
from tests.factories import make_article, minutes_ago

pytestmark = pytest.mark.django_db


def test_withdrawing_works(client):
    article = make_article(published=True)
    path = article.live_edition.get_absolute_url()
    publishing.withdraw(article)
    article.refresh_from_db()
    assert article.state == Article.State.WITHDRAWN
    assert not PublishedArticle.objects.live().exists()
    assert client.get(path).status_code == 410


def test_the_page_that_says_so_promises_no_correction_that_is_listed_nowhere(client):
    article = make_article(published=True)
    path = article.live_edition.get_absolute_url()
    publishing.correct(article, "It was the 4th.")
    publishing.withdraw(article, note="Its source asked us to.")
    page = client.get(path).text
    assert "The newsroom has taken it away." not in page
    assert "Its source asked us to." in page
    assert "orrections" not in page.split("<main")[1].split("</main>")[0]
    assert "It was the 4th." not in client.get("/corrections/").text


def test_the_page_that_says_so_names_what_readers_had_and_when_it_went(client):
    article = make_article(headline="The ferry stops", published=True, at=minutes_ago(60))
    path = article.live_edition.get_absolute_url()
    Article.objects.filter(pk=article.pk).update(headline="What nobody has seen")
    publishing.withdraw(article)
    page = client.get(path).text
    assert "The ferry stops" in page and "What nobody has seen" not in page
    assert f"Withdrawn on {date_format(timezone.localdate())}" in page
    assert "The newsroom has taken it away." in page


def test_a_headline_that_has_to_go_is_not_shown(client):
    article = make_article(headline="The ferry stops", published=True, at=minutes_ago(60))
    path = article.live_edition.get_absolute_url()
    publishing.withdraw(article, names=False)
    page = client.get(path)
    assert page.status_code == 410 and "The ferry stops" not in page.text
    publishing.change_notice(article, names=True)
    assert "The ferry stops" in client.get(path).text
    # An end that is planned keeps the choice when a new edition takes it over.
    publishing.reinstate(article)
    publishing.schedule_withdrawal(article, minutes_ago(-60), names=False)
    publishing.publish(article)
    assert not Redirect.objects.get(old_path=path).shows_headline


def test_an_address_that_is_gone_by_hand_names_nothing(client):
    Redirect.objects.create(old_path="/2020/01/02/never-there/", new_path="")
    page = client.get("/2020/01/02/never-there/")
    assert page.status_code == 410 and "Withdrawn on" not in page.text


def test_publishing_again_after_withdrawing_keeps_date_and_address(client):
    article = make_article(published=True, at=minutes_ago(60))
    before = article.live_edition
    publishing.withdraw(article)
    again = publishing.publish(article)
    assert again.published_at == before.published_at
    assert client.get(again.get_absolute_url()).status_code == 200


def test_withdrawing_drops_a_scheduled_update():
    article = make_article(published=True)
    publishing.schedule(article, minutes_ago(-60))
    publishing.withdraw(article)
    assert not PublishedArticle.objects.live(minutes_ago(-90)).exists()


def test_withdrawing_a_draft_is_refused():
    with pytest.raises(publishing.NotReady, match="is not public"):
        publishing.withdraw(make_article())


def test_correcting_works():
    article = make_article(published=True, at=minutes_ago(60))
    publishing.correct(article, "It was 4 November, not 11.")
    correction = Correction.objects.public().get()
    assert correction.text == "It was 4 November, not 11."
    assert article.live_edition.updated_at == correction.made_at


def test_a_withdrawn_articles_correction_is_no_longer_listed():
    article = make_article(published=True)
    publishing.correct(article, "Wrong.")
    publishing.withdraw(article)
    assert not Correction.objects.public().exists()


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_correction_is_refused(text):
    with pytest.raises(publishing.NotReady, match="what was wrong"):
        publishing.correct(make_article(published=True), text)


def test_correcting_what_nobody_saw_is_refused():
    with pytest.raises(publishing.NotReady, match="only what readers saw"):
        publishing.correct(make_article(), "Wrong.")
