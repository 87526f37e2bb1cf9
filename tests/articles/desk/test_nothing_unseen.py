"""Every write that says what its sender was shown is refused when it does not say so, as a stale one is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, trash, versions
from articles.models import Article, ArticleVersion
from newsroom.accounts import roles
from newsroom.audit.models import Event
from tests.articles.admin.conftest import typed
from tests.factories import NEXT_YEAR, make_article, make_user

__all__ = ["typed"]
pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def chief():
    user, client = make_user(is_staff=True, name="Halyna"), Client()
    user.groups.add(Group.objects.get(name=roles.CHIEF_EDITOR))
    client.force_login(user)
    return client


def one(name, article, *more):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def many(action, **data):
    return lambda article: (LIST, {"action": action, "_selected_action": [article.pk]} | data)


def restoring(article):
    old = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    Article.objects.filter(pk=article.pk).update(headline="A colleague's")
    return one("version", article, old.pk), {}


def thrown_away(build):
    def of(article):
        trash.throw_away(article)
        return build(article)

    return of


def scheduled(article):

    publishing.schedule(article, timezone.now() + timedelta(days=3))
    return one("plan", article), {"day": f"{NEXT_YEAR}-05-01", "kind": "scheduled"}


# Where each write goes, and what it sends; the name of the field with the revision follows.
WRITES = {
    "restore": (restoring, "revision"),
    "board": (lambda article: (one("move", article), {"to": "in_review"}), "seen"),
    "calendar": (lambda article: (one("plan", article), {"day": f"{NEXT_YEAR}-05-01"}), "seen"),
    "calendar, scheduled": (scheduled, "seen"),
    "throw away": (lambda article: (one("step", article, "throw_away"), {}), "seen"),
    "bring back": (thrown_away(lambda article: (one("step", article, "bring_back"), {})), "seen"),
    "delete": (thrown_away(lambda article: (one("delete", article), {"post": "yes"})), "row"),
    "submit many": (many("submit_selected"), "row"),
    "approve many": (many("approve_selected"), "row"),
    "publish many": (many("publish_selected"), "row"),
    "assign many": (many("assign_selected", apply="1", person=""), "row"),
    "plan many": (many("plan_selected", apply="1", day=f"{NEXT_YEAR}-05-01"), "row"),
    "throw many": (many("throw_away_selected"), "row"),
}


def state_of(article):
    row = Article.objects.filter(pk=article.pk).values().first()
    return row, ArticleVersion.objects.count(), Event.objects.count()


@pytest.mark.parametrize("sent", [None, "", "x", "0", "-1", "²", "9" * 40, "1.0"])
@pytest.mark.parametrize("write", WRITES)
def test_a_write_that_does_not_say_what_was_shown_is_refused(chief, write, sent):
    build, field = WRITES[write]
    article = make_article()
    address, data = build(article)
    field = f"revision-{article.pk}" if field == "row" else field
    before = state_of(article)
    chief.post(address, data | ({} if sent is None else {field: sent}))
    assert state_of(article) == before
    revision = Article.objects.get(pk=article.pk).revision
    chief.post(address, data | {field: revision})
    assert state_of(article) != before


@pytest.mark.parametrize("verb", ["_save", "_publish", "_approve", "_submit"])
@pytest.mark.parametrize("sent", [None, "", "x", "{}", '{"revision": null}', "[]"])
def test_a_form_that_does_not_say_what_it_showed_is_a_question(chief, typed, verb, sent):
    article = make_article(headline="As it is")
    versions.snapshot(article, ArticleVersion.Reason.SAVED, Article.objects.get().created_by)
    before = state_of(article)
    data = typed(headline="Written over", **{verb: ""}) | ({} if sent is None else {"seen": sent})
    page = chief.post(one("change", article), data)
    assert page.status_code == 409 and "Written over" in page.text
    assert state_of(article) == before


def test_restoring_what_stands_there_adds_no_version(chief):
    article = make_article()
    version = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    chief.post(one("version", article, version.pk), {"revision": article.revision})
    assert article.versions.count() == 1


def test_restoring_keeps_what_no_version_says_and_no_more(chief):
    article = make_article(headline="First")
    old = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    Article.objects.filter(pk=article.pk).update(headline="Second")
    chief.post(one("version", article, old.pk), {"revision": article.revision})
    assert [each.content["fields"]["headline"] for each in article.versions.all()] == ["First", "Second", "First"]
    latest = article.versions.first()
    article.refresh_from_db()
    chief.post(one("version", article, article.versions.all()[1].pk), {"revision": article.revision})
    assert article.versions.count() == 4 and article.versions.all()[1] == latest
