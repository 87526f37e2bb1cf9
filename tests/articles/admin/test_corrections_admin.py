"""A chief mends the words of a correction, or removes one; an editor reads them."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Correction
from newsroom.audit.models import Event
from tests.factories import make_article

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_correction_changelist")


@pytest.fixture
def correction():
    return publishing.correct(make_article(published=True, headline="Ferry"), "It was the 4th.")


def one(correction, page="change"):
    return reverse(f"admin:articles_correction_{page}", args=[correction.pk])


def test_a_chief_mends_it(chief, correction):
    page = chief.get(one(correction)).text
    assert "Readers are told that the words were edited." in page and "Ferry" in page
    chief.post(one(correction), {"kind": "clarification", "placement": "above", "text": "It was the 5th."})
    kept = Correction.objects.get()
    assert (kept.kind, kept.placement, kept.text) == ("clarification", "above", "It was the 5th.")
    assert Event.objects.get(verb="article.correction_edited").actor == str(chief.user)


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_bad_words_come_back(chief, correction, text):
    page = chief.post(one(correction), {"kind": "correction", "placement": "below", "text": text})
    assert page.status_code == 200
    assert ("Write what was wrong" if not text else "at most 2000") in page.text
    assert Correction.objects.get().text == "It was the 4th."


def test_removing_asks(chief, correction):
    assert "Are you sure" in chief.get(one(correction, "delete")).text
    assert Correction.objects.exists()
    chief.post(one(correction, "delete"), {"post": "yes"})
    assert not Correction.objects.exists()
    assert Event.objects.get(verb="article.correction_removed").actor == str(chief.user)


def test_removing_several(chief, correction):
    data = {"action": "delete_selected", "_selected_action": [correction.pk], "post": "yes"}
    chief.post(LIST, data)
    assert not Correction.objects.exists()
    assert Event.objects.filter(verb="article.correction_removed").exists()


def test_an_editor_only_reads(editor, correction):
    assert 'name="text"' not in editor.get(one(correction)).text
    data = {"kind": "correction", "placement": "below", "text": "Sneaked in"}
    assert editor.post(one(correction), data).status_code == 403
    assert editor.post(one(correction, "delete"), {"post": "yes"}).status_code == 403


def test_the_article_leads_there_for_who_may(chief, editor, correction):
    form = reverse("admin:articles_article_change", args=[correction.article_id])
    assert one(correction) in chief.get(form).text
    assert one(correction) not in editor.get(form).text


def test_its_history_is_the_articles(chief, correction):
    page = chief.get(one(correction, "history"), follow=True).text
    assert "Corrected" in page
