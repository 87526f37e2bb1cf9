"""The buttons of the states, for each who may press them; planning, trash and undo, many at once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing, trash, workflow
from articles.merging import Seen
from articles.models import Article, Correction
from newsroom.audit.models import Event
from tests.factories import NEXT_YEAR, make_article, make_author, make_user

LIST = reverse("admin:articles_article_changelist")
ADD = reverse("admin:articles_article_add")


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def step(article, verb):
    return reverse("admin:articles_article_step", args=[article.pk, verb])


def buttons(client, article):
    page = client.get(change(article)).text
    return set(re.findall(r'name="(_[a-z_]+)" class="desk-button', page)) | set(re.findall(r"/do/([a-z_]+)/", page))


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def seen(article):
    """What a form says that was opened just now."""
    return {"seen": Seen(stored(article).revision, {}).written()}


def stored(article):
    return Article.objects.get(pk=article.pk)


def test_a_writer_submits_and_an_editor_publishes(writer, editor, typed):
    page = writer.get(ADD).text
    assert 'name="_submit"' in page and 'name="_publish"' not in page
    writer.post(ADD, typed(_submit=""), follow=True)
    article = Article.objects.get()
    assert (article.state, article.created_by) == ("in_review", writer.user)
    assert buttons(writer, article) == {"take_back"}
    assert writer.post(change(article), typed(headline="Sneaked in")).status_code == 403
    editor.post(change(article), typed(**seen(article), _send_back="", send_back_reason="Call <b>them</b> again."))
    assert stored(article).state == "draft"
    assert "Call &lt;b&gt;them&lt;/b&gt; again." in writer.get(change(article)).text
    writer.post(change(article), typed(**seen(article), headline="With a second source", _submit=""))
    assert "Call &lt;b&gt;" not in editor.get(change(article)).text
    assert {"_publish", "_approve"} <= buttons(editor, article)
    editor.post(change(article), typed(**seen(article), headline="With a second source", _publish=""))
    assert stored(article).state == "published"
    assert buttons(writer, article) == set()


def test_sending_back_needs_words(editor, typed):
    article = make_article(state="in_review")
    page = editor.post(change(article), typed(_send_back="", deck="Kept words"))
    assert "Write what should be done" in page.text and "Kept words" in page.text
    assert stored(article).state == "in_review"


def test_taking_back(writer):
    article = make_article(created_by=writer.user, state="in_review")
    writer.post(step(article, "take_back"), {"seen": article.revision})
    assert stored(article).state == "draft"
    assert "_submit" in buttons(writer, article)


@pytest.mark.parametrize("how", ["created_by", "assigned_to", "byline"])
def test_what_is_a_writers_own(writer, how):
    fields = {} if how == "byline" else {how: writer.user}
    authors = [make_author(account=writer.user)] if how == "byline" else []
    article, foreign = make_article(authors=authors, **fields), make_article(headline="Somebody else's")
    assert "_submit" in buttons(writer, article)
    assert writer.get(change(foreign)).status_code == 403
    listed = writer.get(LIST).text
    assert article.headline in listed and "Somebody else" not in listed


@pytest.mark.parametrize("verb", ["_publish", "_schedule", "_approve", "_send_back", "_correct", "_withdraw"])
def test_a_writers_forged_button_saves_nothing(writer, typed, verb):
    article = make_article(created_by=writer.user, headline="Before")
    moment = {"schedule_at_0": f"{NEXT_YEAR}-05-01", "schedule_at_1": "10:00"}
    data = typed(headline="After", send_back_reason="x", correction_text="x", **moment, **{verb: ""})
    assert writer.post(change(article), data).status_code == 403
    assert (stored(article).headline, stored(article).state) == ("Before", "draft")


def test_planning_is_the_editors(editor, writer, typed):
    ada = make_user(name="Ada", is_staff=True)
    article = make_article(created_by=writer.user)
    plan = {
        "assigned_to": ada.pk,
        "priority": 4,
        "due_at_0": f"{NEXT_YEAR}-05-01",
        "due_at_1": "18:00",
        "planned_for": f"{NEXT_YEAR}-05-02",
    }
    writer.post(change(article), typed(**seen(article), **plan))
    assert stored(article).assigned_to is None and stored(article).priority == 2
    editor.post(change(article), typed(**seen(article), **plan))
    assert (stored(article).assigned_to, stored(article).priority) == (ada, 4)
    assert set(Event.objects.values_list("verb", flat=True)) >= {"article.assigned", "article.planned"}
    assert Event.objects.filter(verb="article.planned").count() == 1


def test_withdrawing_at_a_moment(chief, typed, settings):
    article = make_article(published=True)
    at = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    moment = {"withdraw_at_0": f"{at:%Y-%m-%d}", "withdraw_at_1": f"{at:%H:%M}"}
    page = chief.post(change(article), typed(slug=article.slug, _schedule_withdrawal="", **moment), follow=True)
    assert stored(article).withdraws_at == at
    assert "Will be withdrawn" in page.text and settings.TIME_ZONE in page.text
    assert "will be withdrawn on" in said(
        chief.post(change(article), typed(_publish="", slug=article.slug), follow=True)
    )
    chief.post(change(article), typed(slug=article.slug, _cancel_withdrawal=""))
    assert stored(article).withdraws_at is None
    page = chief.post(change(article), typed(slug=article.slug, _schedule_withdrawal=""))
    assert "Choose the day and the time." in page.text


def test_a_correction_above_the_text(editor, typed, client):
    article = make_article(published=True, body="<p>The vote was on 11 November.</p>")
    words = {"correction_text": "It was on the 4th.", "correction_placement": "above"}
    editor.post(change(article), typed(slug=article.slug, body=article.body, _correct="", **words))
    assert Correction.objects.get().placement == "above"
    publishing.correct(article, "Ada signs with one d.", kind="clarification")
    path = article.live_edition.get_absolute_url()
    for address in (path, f"/lite{path}", f"/print{path}", "/feed.json"):
        page = client.get(address).text
        assert page.index("It was on the 4th.") < page.rindex("11 November") < page.rindex("Ada signs"), address


def test_the_trash_has_an_undo(editor):
    article = make_article(headline="Thrown away")
    page = editor.post(step(article, "throw_away"), {"seen": article.revision}, follow=True)
    assert "lies in the trash" in page.text
    assert f'action="{step(article, "bring_back")}"' in page.text
    assert "Thrown away" not in editor.get(LIST, {"q": "Thrown"}).context["cl"].result_list
    assert article not in editor.get(LIST).context["cl"].result_list
    assert article in editor.get(LIST, {"trash": "1"}).context["cl"].result_list
    assert buttons(editor, article) == {"bring_back"}
    assert editor.get(reverse("desk_articles")).json()["results"] == []
    editor.post(step(article, "bring_back"))
    assert stored(article).trashed_at is None


def test_what_changed_meanwhile_is_not_thrown_away(editor):
    article = make_article()
    seen = article.revision
    workflow.plan(stored(article), priority=4)
    page = editor.post(step(article, "throw_away"), {"seen": seen}, follow=True)
    assert "was changed by somebody else meanwhile" in said(page)
    assert stored(article).trashed_at is None


def test_what_is_in_the_trash_is_not_edited(editor, typed):
    article = make_article(headline="Before")
    trash.throw_away(article)
    assert editor.post(change(article), typed(headline="After", _publish="")).status_code == 403
    assert stored(article).headline == "Before"


def bulk(client, action, *articles, **data):
    chosen = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(LIST, chosen | data, follow=True)


def test_many_at_once_each_done_or_refused_by_itself(editor):
    good, public, empty, changed = make_article(), make_article(published=True), make_article(body=""), make_article()
    seen = {f"revision-{article.pk}": article.revision for article in (good, public, empty, changed)}
    workflow.plan(stored(changed), priority=4)
    page = bulk(editor, "submit_selected", good, public, empty, changed, **seen)
    assert [stored(article).state for article in (good, public, empty, changed)] == [
        "in_review", "published", "draft", "draft",
    ]  # fmt: skip
    words = said(page)
    assert "Done for 1 article." in words and "is no draft" in words
    assert "The body is empty" in words and "somebody changed them" in words


def test_assigning_and_planning_many(editor):
    ada, articles = make_user(name="Ada", is_staff=True), [make_article(), make_article()]
    asked = bulk(editor, "assign_selected", *articles)
    assert 'name="person"' in asked.text and f'name="revision-{articles[0].pk}"' in asked.text
    bulk(editor, "assign_selected", *articles, apply="1", person=ada.pk)
    bulk(editor, "plan_selected", *articles, apply="1", day=f"{NEXT_YEAR}-05-01")
    assert {(stored(each).assigned_to, str(stored(each).planned_for)) for each in articles} == {
        (ada, f"{NEXT_YEAR}-05-01")
    }
    refused = bulk(editor, "assign_selected", *articles, apply="1", person="999999")
    assert 'name="person"' in refused.text


def test_deleting_for_good_is_a_chiefs_and_only_from_the_trash(chief, editor):
    kept, thrown = make_article(), make_article()
    trash.throw_away(thrown)
    assert "delete_selected" not in editor.get(LIST, {"trash": "1"}).text
    for article in (kept, thrown):
        address = f"{LIST}?trash=1"
        chosen = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
        chief.post(address, chosen)
    assert list(Article.objects.all()) == [kept]
    assert Event.objects.get(verb="article.deleted").actor == str(chief.user)


def test_history_is_the_log(editor):
    article = make_article(state="in_review")
    workflow.send_back(article, "Too long.", by=editor.user)
    page = editor.get(reverse("admin:articles_article_history", args=[article.pk])).text
    assert "Sent back" in page and "Too long." in page


def test_the_form_asks_no_more_for_more_events(editor, django_assert_max_num_queries):
    article = make_article()
    for _number in range(5):
        workflow.submit_for_review(article)
        workflow.send_back(article, "Again.")
    with django_assert_max_num_queries(60):
        assert editor.get(change(article)).status_code == 200


def test_what_waits_for_review_is_read_and_not_seen_as_code(writer):
    article = make_article(
        created_by=writer.user, state="in_review", body="<h2>Heading</h2><p>The <strong>first</strong> train.</p>"
    )
    article.bylines.create(author=make_author(name="Ada"))
    page = writer.get(change(article)).text
    assert "first</strong> train" in page and "&lt;strong&gt;" not in page
    assert 'name="bylines-0-author"' not in page and "Ada" in page
