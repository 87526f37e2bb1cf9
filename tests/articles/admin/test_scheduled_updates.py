"""An update of a public article that waits for its moment: readers have the article meanwhile, and the desk says so."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.merging import Seen
from articles.models import Article
from articles.transitions import words_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_article_changelist")
BOARD = reverse("admin:articles_article_board")
CALENDAR = reverse("admin:articles_article_calendar")


def page_of(client, article):
    return client.get(reverse("admin:articles_article_change", args=[article.pk])).text


def labels(page):
    return [" ".join(words.split()) for words in re.findall(r'class="desk-label desk-label-\w+">([^<]*)<', page)]


@pytest.fixture
def live():
    article = make_article(published=True, headline="Ferry")
    publishing.schedule(article, timezone.now() + timedelta(hours=2))
    return article


@pytest.fixture
def coming():
    article = make_article(headline="Bridge")
    publishing.schedule(article, timezone.now() + timedelta(hours=2))
    return article


def test_the_form_says_that_it_is_public(chief, live, coming):
    page = page_of(chief, live)
    assert labels(page)[:2] == ["Published", "Update scheduled"]
    assert "The update goes out" in page and "Goes public" not in page
    assert "Changed since publication" not in page
    page = page_of(chief, coming)
    assert labels(page)[0] == "Scheduled" and "Update scheduled" not in labels(page)
    assert "Goes public" in page


def test_scheduling_says_that_it_schedules_the_changes(editor):
    live, draft = page_of(editor, make_article(published=True)), page_of(editor, make_article())
    assert "Schedule the changes" in live and "Save and schedule the changes" in live
    assert "Schedule the changes" not in draft


def test_withdrawing_is_in_sight(chief, live):
    page = page_of(chief, live)
    bar, more = page.split('class="desk-rest"')[1].split('id="desk-more"')
    assert "Withdraw…" in bar
    assert "_unschedule" in more


def test_lists_say_that_it_is_public(editor, live, coming):
    page = editor.get(LIST).text
    assert sorted(labels(page)) == ["Published", "Scheduled", "Update scheduled"]
    assert editor.get(BOARD).text.count("This is an update of it.") == 1
    month = {"month": f"{timezone.localtime(live.goes_live_at):%Y-%m}"}
    assert len(re.findall(r"\d\d:\d\d update<", editor.get(CALENDAR, month).text)) == 1
    assert editor.get(reverse("admin:index")).text.count(" update</span>") == 1


def test_once_its_moment_has_come_it_is_just_published(editor, live, monkeypatch):
    moment = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert labels(page_of(editor, live))[:1] == ["Published"]
    assert labels(editor.get(LIST).text) == ["Published"]


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def opened(article):
    article.refresh_from_db()
    return {"seen": Seen(article.revision, {}).written()}


def test_saving_says_which_text_goes_out_and_offers_this_one(editor, coming, typed):
    page = editor.post(change(coming), typed(**opened(coming), headline="Bridge closed"), follow=True).text
    assert "Readers see no change" not in page
    assert f"The text as it was scheduled goes out on {words_of(coming.goes_live_at)}." in page
    assert page.count('name="_schedule_anew"') == 2
    done = editor.post(change(coming), typed(**opened(coming), headline="Bridge open", _schedule_anew=""), follow=True)
    assert f"Scheduled as it is now, for {words_of(coming.goes_live_at)}." in done.text
    assert "_schedule_anew" not in done.text
    assert (coming.editions.get().headline, coming.editions.get().live_from) == ("Bridge open", coming.goes_live_at)


def test_saving_what_is_the_same_says_so(editor, typed):
    editor.post(reverse("admin:articles_article_add"), typed())
    article = Article.objects.get()
    publishing.schedule(article, timezone.now() + timedelta(hours=2))
    page = editor.post(change(article), typed(**opened(article), slug=article.slug), follow=True).text
    assert "Saved. Readers see no change before you publish." in page
    assert "goes out on" not in page
