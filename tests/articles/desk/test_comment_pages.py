"""The addresses that the comments' script and a plain form use: what they take, refuse and cost."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import commenting
from articles.models import Comment
from newsroom.accounts import roles
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(commenting, "PAUSE", commenting.PAUSE * 0)


def signed_in(role="", name="", **fields):
    client = Client()
    client.user = make_user(is_staff=True, name=name, **fields)
    if role:
        client.user.groups.add(Group.objects.get(name=role))
    client.force_login(client.user)
    return client


@pytest.fixture
def editor():
    return signed_in(roles.EDITOR, "Ada Editor")


def address(article):
    return reverse("desk_comments", args=[article.pk])


def test_a_comment_is_sent_and_comes_back_in_the_list(editor):
    article = make_article()
    sent = {"text": "Is <b>this</b> right?\nReally?", "quote": "Body of", "before": ""}
    answer = editor.post(address(article), sent, headers=JSON).json()
    assert "Is &lt;b&gt;this&lt;/b&gt; right?<br>Really?" in answer["html"]
    assert answer["open"] == 1
    assert answer["anchors"] == [{"id": answer["at"], "quote": "Body of", "before": ""}]
    assert editor.get(address(article), headers=JSON).json()["html"].count("Really?") == 2  # the second to edit it


def test_who_wrote_it_hears_who_was_not_told(editor):
    make_user(name="Vira Writer", is_staff=True).groups.add(Group.objects.get(name=roles.WRITER))
    article = make_article()
    sent = {"text": "@Vira Writer look"}
    said = "Vira Writer cannot open this article and was not told."
    assert editor.post(address(article), sent, headers={"Accept": "application/json"}).json()["note"] == said
    Comment.objects.all().delete()
    assert said in editor.post(address(article), sent, follow=True).text


def test_a_plain_form_comes_back_to_the_article(editor):
    article = make_article()
    response = editor.post(address(article), {"text": "Plain"}, follow=True)
    assert response.redirect_chain[0][0].endswith(f"/change/#comment-{Comment.objects.get().pk}")
    assert "Plain" in response.text
    refused = editor.post(address(article), {"text": "long " * 1000}, follow=True).text
    assert "shorten it to 4,000" in refused or "shorten it to 4000" in refused
    assert "long long" in refused


def test_the_forms_page_shows_open_and_settled_comments(editor):
    article = make_article()
    commenting.comment(article, "Still open", by=editor.user)
    commenting.resolve(commenting.comment(article, "All settled", outsider="A lawyer"), by=editor.user)
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert page.index("Still open") < page.index("1 resolved") < page.index("All settled")
    assert "A lawyer" in page and "from outside" in page


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"text": ""}, {"text": " \0 "}, {"text": "x" * 10_000}, {"text": "x", "parent": "999"},
        {"text": "x", "parent": "nonsense"}, {"text": "x", "parent": "9" * 30},
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(editor, sent):
    response = editor.post(address(make_article()), sent, headers=JSON)
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")
    assert not Comment.objects.exists()


def test_odd_quotes_and_mentions_do_no_harm(editor):
    sent = {"text": "@x\U0001f600", "quote": "q\0" * 5_000, "before": "b" * 900, "mentions": ["x", "-1", "9" * 40, "0"]}
    assert editor.post(address(make_article()), sent, headers=JSON).status_code == 200
    made = Comment.objects.get()
    assert (len(made.quote), len(made.before)) == (500, 64)


def test_settling_changing_and_taking_away(editor):
    article = make_article()
    made = commenting.comment(article, "Mine", by=editor.user)

    def verb(name, **data):
        return editor.post(reverse("desk_comment", args=[article.pk, made.pk, name]), data, headers=JSON)

    assert verb("resolve").json()["open"] == 0
    assert verb("reopen").json()["open"] == 1
    assert "Changed" in verb("edit", text="Changed").json()["html"]
    assert verb("publish").status_code == 404
    assert editor.get(reverse("desk_comment", args=[article.pk, made.pk, "delete"])).status_code == 405
    other = reverse("desk_comment", args=[make_article().pk, made.pk, "delete"])
    assert editor.post(other, headers=JSON).status_code == 404
    assert verb("delete").status_code == 200
    assert not Comment.objects.exists()


def test_somebody_elses_comment_is_not_changed(editor):
    article = make_article()
    made = commenting.comment(article, "Hers", by=make_user(name="Eve"))
    for verb in ("edit", "delete"):
        response = editor.post(reverse("desk_comment", args=[article.pk, made.pk, verb]), {"text": "x"}, headers=JSON)
        assert response.status_code == 400
    assert Comment.objects.get().text == "Hers"


@pytest.mark.parametrize("who", ["nobody", "reader", "staff", "pledge"])
def test_who_may_not_see_the_article_reads_and_writes_nothing(who):
    article = make_article()
    made = commenting.comment(article, "A secret remark", by=make_user(name="Eve"))
    client = {
        "nobody": Client,
        "reader": lambda: signed_in(roles.EDITOR, is_active=True),
        "staff": signed_in,
        "pledge": lambda: signed_in(roles.PLEDGE_STAFF),
    }[who]()
    if who == "reader":
        client.user.is_staff = False
        client.user.save()
    verb = reverse("desk_comment", args=[article.pk, made.pk, "resolve"])
    answers = [
        client.get(address(article), headers=JSON),
        client.post(address(article), {"text": "x"}, headers=JSON),
        client.post(verb, headers=JSON),
        client.get(reverse("desk_people", args=[article.pk])),
        client.get(address(make_article()) + "9", headers=JSON),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert not any("secret" in answer.text for answer in answers)
    assert Comment.objects.get().resolved_at is None


def test_who_may_only_read_the_article_may_comment():
    client = signed_in()
    client.user.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert client.post(address(make_article()), {"text": "A reader's remark"}, headers=JSON).status_code == 200


def test_a_comment_from_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(signed_in(roles.EDITOR).user)
    assert client.post(address(make_article()), {"text": "x"}, headers=JSON).status_code == 403
    assert not Comment.objects.exists()


def test_people_are_suggested_by_name_and_without_their_address(editor):
    article = make_article()
    signed_in(roles.CHIEF_EDITOR, "Bohdan Chief")
    signed_in(roles.PLEDGE_STAFF, "Bohdana Pledges")
    nameless = signed_in(roles.EDITOR).user
    response = editor.get(reverse("desk_people", args=[article.pk]), {"term": "bohdan"})
    assert [(each["name"], each["note"]) for each in response.json()["results"]] == [("Bohdan Chief", "Chief editor")]
    everyone = editor.get(reverse("desk_people", args=[article.pk]))
    assert nameless.email not in everyone.text and nameless.email.partition("@")[0] in everyone.text
    assert editor.get(reverse("desk_people", args=[article.pk]), {"term": "\0" * 9000}).status_code == 200


def test_comments_cost_the_same_at_three_and_at_thirty(editor):
    article = make_article()

    def cost(count):
        for number in range(count):
            by = make_user(name=f"P {count} {number}")
            made = commenting.comment(article, "Text", by=by, quote="Body")
            commenting.comment(article, "Answer", by=by, parent=made)
            if number % 2:
                commenting.resolve(made, by=by)
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address(article), headers=JSON).status_code == 200
        return len(queries)

    assert cost(3) == cost(27) <= 8
