"""Lists and the board mark what says something else than readers have, at a constant cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.merging import Seen
from articles.models import Article
from tests.factories import make_article, minutes_ago

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_article_changelist")
BOARD = reverse("admin:articles_article_board")
MARK = 'desk-label-changed">Changed since publication<'


@pytest.fixture
def changed(editor, typed):
    article = make_article(published=True, headline="Ferry")
    data = typed(headline="Bridge", seen=Seen(article.revision, {}).written())
    editor.post(reverse("admin:articles_article_change", args=[article.pk]), data)
    return article


@pytest.mark.parametrize("page", [LIST, BOARD])
def test_what_was_saved_and_not_published_is_marked(editor, changed, page):
    make_article(published=True, headline="Same as ever")
    assert editor.get(page).text.count(MARK) == 1
    publishing.publish(Article.objects.get(pk=changed.pk))
    assert MARK not in editor.get(page).text


def test_the_list_finds_them(editor, changed):
    make_article(published=True, headline="Same as ever")
    page = editor.get(LIST, {"state": "changed"}).text
    assert "Bridge" in page and "Same as ever" not in page


def test_marks_cost_no_queries(editor):
    def cost(page):
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(page).status_code == 200
        return len(queries)

    def fill(number):
        for _number in range(number):
            make_article(published=True, at=minutes_ago(5))
        Article.objects.update(has_changes=True)

    fill(2)
    few = [cost(page) for page in (LIST, BOARD)]
    fill(8)
    assert [cost(page) for page in (LIST, BOARD)] == few


def test_the_board_shows_what_was_withdrawn(editor, changed):
    publishing.withdraw(Article.objects.get(pk=changed.pk))
    page = editor.get(BOARD).text
    column = page.split('data-state="withdrawn"')[1]
    assert "Bridge" in column and MARK not in column


def test_a_card_is_not_withdrawn_by_dragging(editor, changed):
    changed.refresh_from_db()
    move = reverse("admin:articles_article_move", args=[changed.pk])
    answer = editor.post(move, {"to": "withdrawn", "seen": changed.revision}, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "withdrawn from its own page" in answer.json()["sentences"][0]
