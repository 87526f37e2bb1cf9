"""From a draft to ready: submit, take back, send back, approve; who is on it, until when; the trash."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import publishing, trash, workflow
from articles.models import Article
from articles.transitions import NotReady
from articles.working_copy import ChangedSince
from newsroom.audit.models import Event
from tests.factories import NEXT_YEAR, make_article, make_user

pytestmark = pytest.mark.django_db


def said(article):
    return list(Event.objects.filter(subject_id=str(article.pk)).order_by("pk").values_list("verb", flat=True))


def stored(article):
    return Article.objects.get(pk=article.pk)


def test_it_works():
    ada, article = make_user(name="Ada"), make_article()
    workflow.submit_for_review(article, by=ada, seen=article.revision)
    assert stored(article).state == "in_review"
    workflow.send_back(article, "The second source is missing.", by=ada)
    assert stored(article).state == "draft"
    workflow.submit_for_review(article, by=ada)
    workflow.take_back(article, by=ada)
    workflow.submit_for_review(article, by=ada)
    workflow.approve(article, by=ada)
    assert stored(article).state == "ready"
    publishing.publish(article, by=ada)
    assert said(article) == [
        "article.submitted", "article.sent_back", "article.submitted", "article.taken_back", "article.submitted",
        "article.approved", "article.published",
    ]  # fmt: skip
    event = Event.objects.get(verb="article.sent_back")
    assert (event.actor, event.details["reason"]) == ("Ada", "The second source is missing.")
    assert Event.objects.get(verb="article.published").details["before"] == "ready"


@pytest.mark.parametrize(
    ("state", "verb", "sentence"),
    [
        ("in_review", workflow.submit_for_review, "is no draft"),
        ("published", workflow.submit_for_review, "“Published”"),
        ("draft", workflow.take_back, "is not in review"),
        ("ready", workflow.take_back, "is not in review"),
        ("published", workflow.approve, "neither a draft nor in review"),
        ("draft", lambda article: workflow.send_back(article, "Why"), "neither in review nor ready"),
    ],
)
def test_from_another_state_it_is_refused_and_nothing_changes(state, verb, sentence):
    article = make_article(state=state)
    with pytest.raises(NotReady, match=sentence):
        verb(article)
    assert stored(article).state == state
    assert not Event.objects.exists()


def test_a_reason_is_needed():
    with pytest.raises(NotReady, match="for the writer"):
        workflow.send_back(make_article(state="in_review"), " \n")


def test_nothing_to_review_is_refused():
    with pytest.raises(NotReady, match="The body is empty"):
        workflow.submit_for_review(make_article(body="<p> </p>"))


@pytest.mark.parametrize("verb", [workflow.submit_for_review, workflow.approve, trash.throw_away, publishing.publish])
def test_what_a_colleague_changed_meanwhile_is_refused(verb):
    article = make_article()
    seen = article.revision
    workflow.plan(stored(article), priority=4)
    with pytest.raises(ChangedSince):
        verb(article, seen=seen)
    assert stored(article).state == "draft"


def test_assigning_and_planning():
    ada, article = make_user(name="Ada", is_staff=True), make_article()
    workflow.assign(article, ada)
    due = timezone.now() + timedelta(days=1)
    workflow.plan(article, due_at=due, planned_for=date(NEXT_YEAR, 5, 1), priority=Article.Priority.URGENT)
    workflow.plan(article, priority=Article.Priority.URGENT)
    found = stored(article)
    assert (found.assigned_to, found.due_at, found.planned_for, found.priority) == (ada, due, date(NEXT_YEAR, 5, 1), 4)
    assert said(article) == ["article.assigned", "article.planned"]
    assert Event.objects.get(verb="article.planned").details["changed"]["planned_for"] == [None, f"{NEXT_YEAR}-05-01"]
    with pytest.raises(NotReady, match="cannot open the desk"):
        workflow.assign(article, make_user(name="Reader"))
    with pytest.raises(TypeError):
        workflow.plan(article, headline="Sneaked in")


def test_the_trash_and_back():
    ada, article = make_user(), make_article(state="ready")
    trash.throw_away(article, by=ada)
    assert not Article.objects.at_work().exists()
    for verb in (publishing.publish, workflow.approve, workflow.submit_for_review, trash.throw_away):
        with pytest.raises(NotReady, match="lies in the trash"):
            verb(stored(article))
    trash.bring_back(article, by=ada)
    assert (stored(article).state, stored(article).trashed_at) == ("ready", None)
    with pytest.raises(NotReady, match="not in the trash"):
        trash.delete_for_good(article)
    trash.throw_away(article)
    pk = article.pk
    trash.delete_for_good(article, by=ada)
    assert not Article.objects.exists()
    assert list(Event.objects.filter(subject_id=str(pk)).values_list("verb", flat=True))[0] == "article.deleted"


def test_what_readers_have_or_will_have_is_not_thrown_away():
    with pytest.raises(NotReady, match="withdraw it first"):
        trash.throw_away(make_article(published=True))
    article = make_article()
    publishing.schedule(article, timezone.now() + timedelta(hours=1))
    with pytest.raises(NotReady, match="unschedule it first"):
        trash.throw_away(article)


def test_what_readers_have_seen_is_not_deleted():
    article = make_article(published=True)
    publishing.withdraw(article)
    trash.throw_away(article)
    with pytest.raises(NotReady, match="Readers have seen"):
        trash.delete_for_good(article)


def test_an_embargo_holds():
    article = make_article(embargo_until=timezone.now() + timedelta(hours=5))
    with pytest.raises(NotReady, match="The embargo ends"):
        publishing.publish(article)
    with pytest.raises(NotReady, match="The embargo ends"):
        publishing.schedule(article, timezone.now() + timedelta(hours=4))
    publishing.schedule(article, timezone.now() + timedelta(hours=6))
    assert stored(article).state == "scheduled"


def test_a_reason_that_is_too_long_is_refused_and_none_is_cut():
    article = make_article(state="in_review")
    with pytest.raises(NotReady, match="have 2001 characters: write at most 2000"):
        workflow.send_back(article, "x" * 2001)
    workflow.send_back(article, "x" * 2000)
    assert Event.objects.get(verb="article.sent_back").details["reason"] == "x" * 2000


def test_nobody_plans_for_the_year_9999():
    article, far = make_article(), timezone.now() + timedelta(days=740)
    for fields in ({"planned_for": date(9999, 12, 31)}, {"due_at": far}):
        with pytest.raises(NotReady, match="more than two years ahead: choose a day until"):
            workflow.plan(article, **fields)
    with pytest.raises(NotReady, match="more than two years ahead"):
        publishing.schedule(article, far)
    publishing.publish(article)
    with pytest.raises(NotReady, match="more than two years ahead"):
        publishing.schedule_withdrawal(article, far)
    workflow.plan(article, planned_for=(timezone.now() + timedelta(days=729)).date())
