"""What is typed is kept for the one who typed it, and touches nothing else."""

# ruff: noqa: F811

import json
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.form_values import as_sent
from articles.models import Article, ArticleVersion, Autosave, OpenForm
from tests.articles.admin.conftest import management
from tests.articles.desk.saving_forms import change, form_of, typed, typing, writer  # noqa: F401
from tests.factories import make_article, make_author, make_tag, make_user

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")


def test_words_are_kept_and_nothing_else_changes(writer):
    ada = writer()
    article = make_article(published=True, headline="As saved")
    revision = article.revision
    answer = typing(ada, article, form_of(article, ada, headline="As typed", section="no number"))
    assert answer.status_code == 200 and answer.json()["time"]
    assert Autosave.objects.get().headline == "As typed"
    article.refresh_from_db()
    assert (article.headline, article.revision, article.live_edition.headline) == ("As saved", revision, "As saved")
    assert ArticleVersion.objects.count() == 1
    typing(ada, article, form_of(article, writer("Bohdan"), headline="As typed again"))
    assert Autosave.objects.get().headline == "As typed again"


def test_the_form_opens_with_them_and_marks_no_mistake(writer):
    ada = writer()
    article = make_article(authors=[make_author(name="Vira")])
    line = article.bylines.get()
    lines = {
        **management("bylines", 2, 1), "bylines-0-id": line.pk, "bylines-0-author": line.author_id,
        "bylines-0-position": 0, "bylines-1-author": make_author(name="Halyna").pk, "bylines-1-position": 1,
    }  # fmt: skip
    form = [*form_of(article, ada, headline="", body="<p>Half a sent", **lines), ("tags", "Brand new")]
    typing(ada, article, form)
    page = ada.get(change(article))
    assert "Your unsaved words of" in page.text
    assert "Half a sent" in page.text and "Brand new" in page.text and "Halyna" in page.text
    assert "Write a headline." not in page.text and "errornote" not in page.text
    again = make_article()
    assert "Your unsaved words" not in ada.get(change(again)).text


def untouched(client, article):
    """The form as the browser sends it where nobody typed."""
    page = client.get(change(article))
    formsets = [each.formset for each in page.context["inline_admin_formsets"]]
    return as_sent(page.context["adminform"].form, formsets).dict() | {"seen": page.context["saving"]["seen"]}


@pytest.mark.parametrize("button", [{"_schedule": ""}, {"_correct": "", "correction_text": " "}])
def test_a_refused_button_is_no_unsaved_word(writer, button):
    ada = writer()
    ada.user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    article = make_article(published=True, tags=["Energy"], authors=[make_author(name="Vira")])
    form = untouched(ada, article)
    assert "errorlist" in ada.post(change(article), form | button).text
    assert Autosave.objects.exists()
    assert "Your unsaved words of" not in ada.get(change(article)).text
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("typed_over", [{"tags": ""}, {"shows_appeal": ""}, {"correction_text": "It was Monday."}])
def test_what_was_taken_away_and_what_stands_in_a_panel_is_unsaved(writer, typed_over):
    ada = writer()
    ada.user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    article = make_article(published=True, tags=["Energy"])
    form = untouched(ada, article) | typed_over
    typing(ada, article, [(name, value) for name, value in form.items() if value])
    assert "Your unsaved words of" in ada.get(change(article)).text


def test_lines_that_a_colleague_removed_come_back_as_new_ones(writer):
    ada = writer()
    article = make_article(authors=[make_author(name="Vira")])
    line = article.bylines.get()
    lines = {**management("bylines", 1, 1), "bylines-0-id": line.pk, "bylines-0-author": line.author_id}
    form = form_of(article, ada, headline="Mine", **lines)
    typing(ada, article, form)
    line.delete()
    page = ada.get(change(article))
    assert page.status_code == 200 and "Vira" in page.text


def test_nobody_elses_words_are_shown(writer):
    ada, bohdan = writer("Ada"), writer("Bohdan")
    article = make_article()
    typing(ada, article, form_of(article, ada, headline="Secret half sentence"))
    kept = Autosave.objects.get()
    assert "Secret half" not in bohdan.get(change(article)).text
    typing(ada, None, [("headline", "Secret beginning")])
    draft = Autosave.objects.get(article=None)
    for address in (ADD, f"{ADD}?draft={draft.key}", f"{ADD}?draft={kept.key}"):
        assert "Secret" not in bohdan.get(address).text
    assert typing(bohdan, None, [("headline", "Mine")], key=str(draft.key)).status_code == 400
    bohdan.post(reverse("desk_discard"), {"key": draft.key})
    assert Autosave.objects.count() == 2 and Autosave.objects.get(pk=draft.pk).headline == "Secret beginning"


def test_a_new_article_is_found_again(writer, typed):
    ada = writer()
    form = {"headline": "Begun", "deck": "Half a d", **management("bylines")}
    typing(ada, None, [(name, str(value)) for name, value in form.items()])
    draft = Autosave.objects.get()
    page = ada.get(ADD)
    assert "“Begun”" in page.text and "Half a d" not in page.text
    assert "Half a d" in ada.get(f"{ADD}?draft={draft.key}").text
    ada.post(ADD, typed(headline="Begun", draft=str(draft.key)))
    assert Article.objects.get().headline == "Begun" and not Autosave.objects.exists()


def test_saving_drops_them_and_discarding_too(writer, typed):
    ada = writer()
    article = make_article(headline="As saved")
    typing(ada, article, form_of(article, ada, headline="As typed"))
    number = str(uuid.uuid4())
    response = ada.post(change(article), dict(form_of(article, ada)) | typed(headline="As typed", typed=number))
    assert response.status_code == 302 and response.cookies["desk_saved"].value == number
    assert not Autosave.objects.exists()
    typing(ada, article, form_of(article, ada, headline="Worse"))
    response = ada.post(reverse("desk_discard"), {"key": Autosave.objects.get().key}, follow=True)
    assert not Autosave.objects.exists() and "As typed</textarea>" in response.text


def test_what_could_not_be_saved_is_kept(writer, typed):
    ada = writer()
    response = ada.post(ADD, typed(headline="", deck="Kept words"))
    assert response.status_code == 200
    assert ["deck", "Kept words"] in Autosave.objects.get().data
    article = make_article()
    ada.post(change(article), typed(headline="", deck="Kept words too"))
    assert ["deck", "Kept words too"] in Autosave.objects.get(article=article).data


def test_a_deleted_article_becomes_a_new_one(writer, typed):
    ada = writer()
    article = make_article()
    address = change(article)
    article.delete()
    response = ada.post(address, typed(headline="Still here"), follow=True)
    assert "was deleted meanwhile" in response.text and "Still here" in response.text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{", 400), ("[]", 400), ("null", 400), ("[" * 100_000, 400),
        ({"form": "x"}, 400), ({"form": [["a"]]}, 400), ({"form": [["a", 1]]}, 400), ({"form": [["a" * 300, ""]]}, 400),
        ({"form": [], "article": "7"}, 400), ({"form": [], "article": 10**30}, 400), ({"form": [], "article": 99}, 404),
        ({"form": [], "key": "x"}, 400), ({"form": [["body", "x" * 2_100_000]]}, 400),
        ({"form": [["body", "x" * 2_300_000]]}, 413), ({"form": [], "user": 0}, 403),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_in_a_sentence(writer, sent, status):
    body = sent if isinstance(sent, str) else json.dumps({"key": str(uuid.uuid4())} | sent)
    answer = writer().post(reverse("desk_autosave"), body, content_type="application/json")
    assert (answer.status_code, Autosave.objects.count()) == (status, 0)
    assert answer.json()["error"]


def test_any_text_is_kept(writer):
    ada, article = writer(), make_article()
    hostile = "\0 \ud800 🗞️ שלום <script>alert(1)</script> " + "x" * 10_000
    assert (
        typing(ada, article, [("headline", hostile), ("csrfmiddlewaretoken", "t"), ("password", "p")]).status_code
        == 200
    )
    kept = Autosave.objects.get()
    assert [name for name, _value in kept.data] == ["headline"]
    page = ada.get(change(article))
    assert page.status_code == 200 and "<script>alert(1)" not in page.text


@pytest.mark.parametrize("name", ["desk_autosave", "desk_presence"])
def test_who_may_not_write_gets_403(name, writer):
    article = make_article()
    reader = writer("Reader")
    reader.user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    sent = json.dumps({"article": article.pk, "tab": str(uuid.uuid4()), "form": []})
    for client in (reader, Client()):
        assert client.post(reverse(name), sent, content_type="application/json").status_code == 403
        assert client.get(reverse(name)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer("Ada").user)
    assert strict.post(reverse(name), sent, content_type="application/json").status_code == 403
    assert not Autosave.objects.exists() and not OpenForm.objects.exists()
    assert "desk-saving" not in reader.get(change(article)).text
    assert Client().post(reverse("desk_leave")).status_code == 403
    assert Client().post(reverse("desk_discard"), {"key": str(uuid.uuid4())}).status_code == 403


def test_who_is_signed_in(writer):
    ada = writer()
    answer = ada.get(reverse("desk_signed_in"))
    assert answer.json()["user"] == ada.user.pk and answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(reverse("desk_signed_in")).json()["user"] is None


def test_keeping_costs_the_same_with_many_colleagues(writer):
    ada, article = writer(), make_article()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert typing(ada, article, [("headline", "x")]).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _number in range(9):
        OpenForm.objects.create(tab=uuid.uuid4(), article=article, user=make_user())
    make_tag()
    assert cost() == few
