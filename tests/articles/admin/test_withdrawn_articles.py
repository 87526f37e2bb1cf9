"""What the desk says of a withdrawn article, and the notice that readers find, changed afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.merging import Seen
from articles.models import Article
from newsroom.audit.models import Event
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def opened(article):
    return {"seen": Seen(Article.objects.get(pk=article.pk).revision, {}).written()}


@pytest.fixture
def article():
    article = make_article(published=True, slug="ferry")
    publishing.withdraw(article, by=make_user(name="Halyna"), note="Its <b>source</b> asked us to.")
    return article


def test_the_form_says_when_by_whom_and_what_readers_find(chief, article):
    page = chief.get(change(article)).text
    assert "Withdrawn " in page and "(Europe/Kyiv) · Halyna" in " ".join(page.split()).replace("</p>", "")
    assert "Readers find a page that says so." in page
    assert "Its &lt;b&gt;source&lt;/b&gt; asked us to.</blockquote>" in page


def test_nothing_there_is_said_too(chief):
    article = make_article(published=True)
    publishing.withdraw(article, says_so=False)
    assert "Readers find nothing at its address." in chief.get(change(article)).text


def test_who_planned_it_did_it(chief, monkeypatch):
    article = make_article(published=True)
    publishing.schedule_withdrawal(
        article, timezone.now() + timedelta(hours=1), by=make_user(name="Halyna"), note="So."
    )
    moment = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    page = chief.get(change(article)).text
    assert "· Halyna" in page and "So.</blockquote>" in page


def test_the_words_are_changed(chief, client, article, typed):
    assert (
        "Its &lt;b&gt;source"
        in chief.get(change(article)).text.split('name="withdraw_note"')[1].split("</textarea>")[0]
    )
    data = typed(slug="ferry", withdraw_leaves="page", withdraw_note="For the safety of a source.", _change_notice="")
    chief.post(change(article), data | opened(article))
    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "For the safety of a source." in gone.text
    event = Event.objects.get(verb="article.notice_changed")
    assert (event.actor, event.details["note"]) == (str(chief.user), "For the safety of a source.")


def test_the_notice_is_taken_away_and_comes_back(client, article):
    publishing.change_notice(article, says_so=False)
    assert client.get(article.get_absolute_url()).status_code == 404
    publishing.change_notice(article, note="Again.")
    assert "Again." in client.get(article.get_absolute_url()).text


def test_too_many_words_are_refused_and_stay(chief, article, typed):
    data = typed(slug="ferry", withdraw_leaves="page", withdraw_note="x" * 301, _change_notice="")
    page = chief.post(change(article), data | opened(article))
    assert page.status_code == 200
    assert "x" * 301 in page.text and 'id="desk-notice" popover data-open' in page.text


def test_an_editor_may_not_and_is_not_asked(editor, article, typed):
    page = editor.get(change(article)).text
    assert "Readers find a page that says so." in page and "desk-notice" not in page.replace("desk-notice-words", "")
    data = typed(slug="ferry", withdraw_note="Sneaked in", _change_notice="")
    assert editor.post(change(article), data | opened(article)).status_code == 403


@pytest.mark.parametrize("published", [True, False])
def test_what_is_not_withdrawn_has_no_notice(chief, published):
    article = make_article(published=published)
    assert "Change what readers find" not in chief.get(change(article)).text
    with pytest.raises(publishing.NotReady, match="is not withdrawn"):
        publishing.change_notice(article)
