"""An article where it may only be read: the article with its facts beside it, and nothing of a form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import trash, workflow
from tests.factories import make_article, make_author, make_picture, make_story

pytestmark = pytest.mark.django_db
FULL = {
    "headline": "The ferry <b>stays</b>", "deck": "Until spring.", "kicker": "Border",
    "body": "<p>The ferry stays until spring.</p><h2>Why</h2>", "social_headline": "Ferry!",
}  # fmt: skip


def page_of(client, article):
    return client.get(reverse("admin:articles_article_change", args=[article.pk])).text


def full(**fields):
    return make_article(
        **FULL, tags=["Danube"], authors=[make_author(name="Wanda Writer")],
        lead_picture=make_picture(caption="A pier", credit="Ada"),
        related=[make_article(headline="Other shore"), make_story("Ferries of Europe")], **fields,
    )  # fmt: skip


def test_it_reads_like_the_article(signed_in):
    page = page_of(signed_in("pictures"), full())
    for words in (
        "Border", "The ferry &lt;b&gt;stays&lt;/b&gt;", "Until spring.", "The ferry stays until spring.</p>",
        "Wanda Writer", "A pier", "Danube", "Politics", "English", "Ferry!", "Other shore", "Ferries of Europe",
    ):  # fmt: skip
        assert words in page
    assert "articles/admin/writing.css" in page


@pytest.mark.parametrize("who", ["pictures", "writer"])
def test_it_gives_no_hints_for_writing(signed_in, who):
    client = signed_in(who)
    article = full(created_by=client.user)
    workflow.submit_for_review(article)
    page = page_of(client, article)
    for words in (
        "comma-separated",
        "empty: the genre",
        "Focus mode",
        "what you have not saved",
        "can be deleted",
        ">-<",
    ):
        assert words not in page
    assert "desk-reading" in page


def test_what_is_not_set_is_not_named(signed_in):
    page = page_of(signed_in("pictures"), make_article(body=""))
    assert "There is no text yet." in page
    for name in ("Deadline", "Tags", "Embargo until", "Assigned to"):
        assert f"<dt>{name}</dt>" not in page
    assert "Search and social" not in page and "desk-reading-related" not in page


def test_what_lies_in_the_trash_is_read_by_its_editor_too(editor):
    article = full()
    trash.throw_away(article)
    assert "desk-reading" in page_of(editor, article)


def test_whoever_may_write_gets_the_form(editor):
    page = page_of(editor, full())
    assert "desk-reading" not in page
    assert "Focus mode" in page


def test_it_asks_for_no_more_the_longer_the_article(signed_in):
    client = signed_in("pictures")
    few, many = full(), full()
    for _number in range(20):
        many.tags.add(f"Tag {_number}")
    page_of(client, few)
    counts = []
    for article in (few, many):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, article)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
