"""Tags in the form: what this person may do with them, and what the checks know of them before they are saved."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_tag

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")


def test_an_editor_is_told_that_new_words_become_tags(editor):
    page = editor.get(ADD).text
    assert "A word that is no tag yet becomes one." in page
    assert 'data-tags="true"' in page


def test_a_writer_is_told_to_choose_among_those_that_there_are(writer):
    page = writer.get(ADD).text
    assert "becomes one" not in page
    assert "One of the list: editors add new tags." in page
    assert "data-tags" not in page and "data-token-separators" not in page
    assert "data-desk-tags" in page


@pytest.mark.parametrize("tags", [["Energy"], ["Never heard of"]])
def test_the_checks_know_tags_that_are_chosen_and_not_saved(editor, typed, tags):
    make_tag("Energy")
    article = make_article()
    checks = reverse("admin:articles_article_checks", args=[article.pk])
    assert "There are no tags." in editor.post(checks, typed()).text
    assert "There are no tags." not in editor.post(checks, typed(tags=tags)).text


def test_a_word_that_is_refused_hides_no_tag_from_the_checks(writer, typed):
    make_tag("Energy")
    article = make_article(created_by=writer.user)
    checks = reverse("admin:articles_article_checks", args=[article.pk])
    assert "There are no tags." not in writer.post(checks, typed(tags=["Energy", "Never heard of"])).text
    assert "There are no tags." in writer.post(checks, typed(tags=["Never heard of"])).text
