"""The list beside the form, the endpoint that checks without saving, and the page of levels."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.checks.levels import levels
from articles.models import Article, CheckLevel
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_author, make_picture

NEW = reverse("admin:articles_article_checks_new")
LEVELS = reverse("admin:articles_checklevel_changelist")


def checks(article):
    return reverse("admin:articles_article_checks", args=[article.pk])


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_the_form_lists_what_is_to_look_at(editor):
    article = make_article(deck="", headline="Paid <b>TK</b>")
    page = editor.get(change(article)).text
    assert 'data-spot="id_deck"' in page and "There is no deck." in page
    assert "“Paid &lt;b&gt;TK&lt;/b&gt;”" in page and "<b>TK</b>" not in page
    assert checks(article) in page


def test_what_is_typed_is_checked_and_not_saved(editor, typed):
    article = make_article(headline="As saved")
    picture = make_picture(title="Tower", alt="")
    lines = {**management("bylines", 1), "bylines-0-author": make_author().pk, "bylines-0-position": 0}
    before = Article.objects.values().get(pk=article.pk)
    with CaptureQueriesContext(connection) as queries:
        answer = editor.post(
            checks(article), typed(headline="Paid TK", tags=["New one"], lead_picture=picture.pk, body="", **lines)
        )
    words = answer.text
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    assert "“TK” still stands in the headline" in words and "“Tower” has no alt text" in words
    assert "The body is empty" in words and 'data-blocking="1"' in words
    assert "There are no tags." not in words and "Nobody is named" not in words
    assert Article.objects.values().get(pk=article.pk) == before and not article.tags.exists()
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in writes if "session" not in sql] == []


def test_a_new_article_is_checked_too(editor, typed):
    words = editor.post(NEW, typed(section="", tags=[])).text
    assert "Choose a section." in words and "There are no tags." in words
    assert not Article.objects.exists()


def test_a_field_that_cannot_be_read_is_checked_as_it_is_saved(editor, typed):
    article = make_article(deck="Saved")
    assert editor.post(checks(article), typed(deck="x" * 10_000)).status_code == 200
    assert editor.post(checks(article), {"headline": "no lines at all \0"}).status_code == 200


def test_related_lines_lead_to_their_own_place(editor, typed):
    article, draft, live = make_article(), make_article(), make_article(published=True)
    lines = {
        **management("related_links", 2), "related_links-0-target": draft.pk, "related_links-0-position": 5,
        "related_links-1-target": live.pk, "related_links-1-position": 1,
    }  # fmt: skip
    assert 'data-spot="related_links-0"' in editor.post(checks(article), typed(**lines)).text


@pytest.mark.parametrize("who", ["nobody", "reader", "staff", "pledge"])
def test_others_are_refused(signed_in, typed, who):
    article, client = make_article(), signed_in(who)
    for address in (checks(article), NEW):
        assert client.post(address, typed()).status_code in (302, 403)
    assert client.get(LEVELS).status_code in (302, 403)


def test_it_takes_a_post(editor):
    article = make_article()
    assert editor.get(checks(article)).status_code == 405
    assert editor.post(reverse("admin:articles_article_checks", args=[999])).status_code == 404


def test_a_refused_publish_says_why_and_keeps_what_was_written(editor, typed):
    CheckLevel.objects.create(code="tags", level="blocks")
    article = make_article()
    page = editor.post(change(article), typed(headline="Written now", _publish="", tags=[]), follow=True)
    assert "There are no tags." in [str(message) for message in page.context["messages"]]
    article.refresh_from_db()
    assert article.headline == "Written now" and article.live_edition is None


def test_warnings_do_not_stop_anybody(editor, typed):
    article = make_article()
    editor.post(change(article), typed(deck="", tags=[], _publish=""))
    assert article.live_edition is not None


def test_the_chief_changes_levels_on_one_page(chief):
    page = chief.get(LEVELS)
    assert page.text.count("<select") == len(levels()) and page.text.count("disabled") == 3
    answer = chief.post(LEVELS, {"tags": "blocks", "deck": "off", "headline": "off", "alt": "warns"}, follow=True)
    assert "2 checks were changed." in answer.text
    now = levels()
    assert (now["tags"], now["deck"], now["headline"]) == ("blocks", "off", "blocks")
    assert CheckLevel.objects.count() == 2


def test_editors_do_not_change_levels(editor):
    assert editor.get(LEVELS).status_code == 403
    assert editor.post(LEVELS, {"tags": "off"}).status_code == 403
    assert not CheckLevel.objects.exists()
