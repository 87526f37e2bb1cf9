"""Two people at the same text: paragraphs that do not touch are put together, the others are asked about one by one."""

# ruff: noqa: F811

import pytest

from articles import versions
from articles.models import Article, ArticleVersion, Autosave
from tests.articles.desk.saving_forms import change, form_of, typed, writer  # noqa: F401
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db

TEXT = ["<p>One.</p>", "<p>Two.</p>", "<h2>Three</h2>", "<p>Four.</p>", "<p>Five.</p>"]


@pytest.fixture
def two(writer):
    return writer("Ada"), writer("Oksana")


@pytest.fixture
def article(db):
    article = make_article(headline="H", body="".join(TEXT))
    versions.snapshot(article, ArticleVersion.Reason.SAVED)
    return article


def written(client, article, headline="H", **blocks):
    """The form with some blocks of the text written anew, by number."""
    text = [blocks.get(f"p{number}", block) for number, block in enumerate(TEXT)]
    return dict(form_of(article, client, headline=headline, body="".join(text)))


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def answer(page, *choices):
    data = dict(page.context["hidden"]) | {"_save": ""}
    for conflict, choice in zip(page.context["conflicts"], choices, strict=True):
        data[f"keep-{conflict.name}"] = f"{choice}:{conflict.shown}"
    return data


def test_different_paragraphs_are_put_together(two, article):
    ada, oksana = two
    mine = written(ada, article, p0="<p>One, by Ada.</p>", p4="<p>Five.</p><p>Six, by Ada.</p>")
    oksana.post(change(article), written(oksana, article, p2="", p3="<p>Four, by Oksana.</p>"))
    response = ada.post(change(article), mine, follow=True)
    article.refresh_from_db()
    assert article.body == ("<p>One, by Ada.</p><p>Two.</p><p>Four, by Oksana.</p><p>Five.</p><p>Six, by Ada.</p>")
    assert "Merged with what Oksana saved at" in said(response) and "body." in said(response)
    assert article.versions.first().content["fields"]["body"] == article.body
    assert not Autosave.objects.filter(user=ada.user).exists()


def test_only_the_paragraph_that_both_changed_is_asked_about(two, article):
    ada, oksana = two
    mine = written(ada, article, p0="<p>Mine <b>here</b>.</p>", p3="<p>Four, by Ada.</p>")
    oksana.post(change(article), written(oksana, article, p0="<p>Theirs.</p>", p4="<p>Five, by Oksana.</p>"))
    page = ada.post(change(article), mine)
    assert page.status_code == 409
    [conflict] = page.context["conflicts"]
    assert "Mine" in conflict.mine and "<ins>" in conflict.mine and "Theirs" in conflict.theirs
    assert "both changes are in it: body" in page.text
    assert "by Ada" not in conflict.mine and "by Oksana" not in conflict.theirs
    assert Article.objects.get().body.startswith("<p>Theirs.</p>")
    assert ada.post(change(article), answer(page, "")).status_code == 409, "no choice is no choice"
    ada.post(change(article), answer(page, "mine"))
    article.refresh_from_db()
    assert article.body == (
        "<p>Mine <strong>here</strong>.</p><p>Two.</p><h2>Three</h2><p>Four, by Ada.</p><p>Five, by Oksana.</p>"
    )


@pytest.mark.parametrize("order", ["both", "both-theirs-first"])
def test_theirs_or_both_may_stay(two, article, order):
    ada, oksana = two
    mine = written(ada, article, p0="<p>Mine.</p>", p4="")
    oksana.post(change(article), written(oksana, article, p0="<p>Theirs.</p>", p4="<p>Five, by Oksana.</p>"))
    page = ada.post(change(article), mine)
    assert [conflict.label for conflict in page.context["conflicts"]] == [
        "body, place 1 of 2", "body, place 2 of 2",
    ]  # fmt: skip
    assert "both changes are in it" not in page.text, "nothing is put together yet"
    ada.post(change(article), answer(page, order, "theirs"))
    article.refresh_from_db()
    rest = "<p>Two.</p><h2>Three</h2><p>Four.</p><p>Five, by Oksana.</p>"
    assert article.body == ("<p>Mine.</p><p>Theirs.</p>" if order == "both" else "<p>Theirs.</p><p>Mine.</p>") + rest


def test_a_choice_holds_while_the_place_says_what_was_shown(two, article):
    ada, oksana = two
    mine = written(ada, article, p0="<p>Mine.</p>", p4="<p>My five.</p>")
    oksana.post(change(article), written(oksana, article, p0="<p>Theirs.</p>", p4="<p>Their five.</p>"))
    page = ada.post(change(article), mine)
    again = dict(form_of(article, oksana, body=Article.objects.get().body.replace("Theirs.", "Theirs again.")))
    oksana.post(change(article), again)
    page = ada.post(change(article), answer(page, "mine", "mine"))
    assert page.status_code == 409
    [conflict] = page.context["conflicts"]
    assert "Theirs again" in conflict.theirs
    assert not Article.objects.filter(body__contains="Mine").exists()


def test_a_picture_is_shown_as_one(two, article):
    ada, oksana = two
    first, second = make_picture(title="Watchtower", with_files=True), make_picture(title="Ferry", with_files=True)
    block = '<cms-picture data-picture="{}"></cms-picture>'
    mine = written(ada, article, p1=block.format(first.pk))
    oksana.post(change(article), written(oksana, article, p1=block.format(second.pk)))
    page = ada.post(change(article), mine)
    [conflict] = page.context["conflicts"]
    assert "Watchtower" in conflict.mine and "Ferry" in conflict.theirs


def test_other_fields_are_asked_about_beside_it(two, article):
    ada, oksana = two
    mine = written(ada, article, headline="Mine", p0="<p>One, by Ada.</p>")
    oksana.post(change(article), written(oksana, article, headline="Theirs", p4="<p>Five, by Oksana.</p>"))
    page = ada.post(change(article), mine)
    assert [conflict.name for conflict in page.context["conflicts"]] == ["headline"]
    assert "both changes are in it: body" in page.text
    ada.post(change(article), answer(page, "mine"))
    article.refresh_from_db()
    assert article.headline == "Mine"
    assert article.body.startswith("<p>One, by Ada.</p>") and article.body.endswith("<p>Five, by Oksana.</p>")


def test_without_a_version_of_what_was_seen_the_whole_text_is_asked_about(two):
    ada, oksana = two
    article = make_article(headline="H", body="".join(TEXT))
    mine = written(ada, article, p0="<p>Mine.</p>")
    oksana.post(change(article), written(oksana, article, p4="<p>Theirs.</p>"))
    page = ada.post(change(article), mine)
    assert [conflict.name for conflict in page.context["conflicts"]] == ["body"]
