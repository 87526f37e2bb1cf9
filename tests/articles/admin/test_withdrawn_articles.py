"""What the desk says of a withdrawn article, and the notice that readers find, changed afterwards."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing, versions
from articles.admin.merged_form import CHOICE
from articles.merging import Seen
from articles.models import Article
from newsroom.audit.models import Event
from tests.articles.desk.saving_forms import form_of as as_sent
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def opened(article):
    return {"seen": Seen(Article.objects.get(pk=article.pk).revision, {}).written()}


@pytest.fixture
def form_of(typed):
    """The form as somebody's browser would send it."""
    return lambda article, client: typed() | dict(as_sent(article, client, slug="ferry"))


@pytest.fixture
def article():
    article = make_article(published=True, slug="ferry")
    publishing.withdraw(article, by=make_user(name="Halyna"), note="Its <b>source</b> asked us to.")
    return article


def test_the_form_says_when_by_whom_and_what_readers_find(chief, article):
    page = chief.get(change(article)).text
    assert "Withdrawn " in page and "(Europe/Kyiv) · Halyna" in " ".join(page.split()).replace("</p>", "")
    assert "Readers find a page that says so." in page
    assert "Its &lt;b&gt;source&lt;/b&gt; asked us to.</blockquote>" in page


def test_nothing_there_is_said_too(chief):
    article = make_article(published=True)
    publishing.withdraw(article, says_so=False)
    assert "Readers find nothing at its address." in chief.get(change(article)).text


def test_who_planned_it_did_it(chief, monkeypatch):
    article = make_article(published=True)
    publishing.schedule_withdrawal(
        article, timezone.now() + timedelta(hours=1), by=make_user(name="Halyna"), note="So."
    )
    moment = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    page = chief.get(change(article)).text
    assert "· Halyna" in page and "So.</blockquote>" in page


def test_the_words_are_changed(chief, client, article, typed):
    assert (
        "Its &lt;b&gt;source"
        in chief.get(change(article)).text.split('name="withdraw_note"')[1].split("</textarea>")[0]
    )
    data = typed(slug="ferry", withdraw_leaves="page", withdraw_note="For the safety of a source.", _change_notice="")
    chief.post(change(article), data | opened(article))
    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "For the safety of a source." in gone.text
    event = Event.objects.get(verb="article.notice_changed")
    assert (event.actor, event.details["note"]) == (str(chief.user), "For the safety of a source.")


def test_the_notice_is_taken_away_and_comes_back(client, article):
    publishing.change_notice(article, says_so=False)
    assert client.get(article.get_absolute_url()).status_code == 404
    publishing.change_notice(article, note="Again.")
    assert "Again." in client.get(article.get_absolute_url()).text


def test_too_many_words_are_refused_and_stay(chief, article, typed):
    data = typed(slug="ferry", withdraw_leaves="page", withdraw_note="x" * 301, _change_notice="")
    page = chief.post(change(article), data | opened(article))
    assert page.status_code == 200
    assert "x" * 301 in page.text and 'id="desk-notice" popover data-open' in page.text


def test_an_editor_may_not_and_is_not_asked(editor, article, typed):
    page = editor.get(change(article)).text
    assert "Readers find a page that says so." in page and "desk-notice" not in page.replace("desk-notice-words", "")
    data = typed(slug="ferry", withdraw_note="Sneaked in", _change_notice="")
    assert editor.post(change(article), data | opened(article)).status_code == 403


@pytest.mark.parametrize("published", [True, False])
def test_what_is_not_withdrawn_has_no_notice(chief, published):
    article = make_article(published=published)
    assert "Change what readers find" not in chief.get(change(article)).text
    with pytest.raises(publishing.NotReady, match="is not withdrawn"):
        publishing.change_notice(article)


def buttons(page):
    return set(re.findall(r'name="(_[a-z_]+)" class="desk-button', page)) | set(
        re.findall(r'popovertarget="([a-z-]+)"', page)
    )


def test_a_chief_brings_back_what_readers_had(chief, client, article, typed):
    address, before = article.get_absolute_url(), article.editions.get()
    Article.objects.filter(pk=article.pk).update(body="<p>Never public.</p>", revision=9)
    page = chief.get(change(article)).text
    assert "desk-bring-back" in buttons(page) and "_publish" not in buttons(page)
    panel = page.split('id="desk-bring-back"')[1].split("</div>")[0]
    assert "Halyna" in panel and "Its &lt;b&gt;source" in panel and "the text that they had then" in panel
    data = typed(slug="ferry", headline=article.headline, body="<p>Never public.</p>", _reinstate="")
    assert "Back:" in chief.post(change(article), data | opened(article), follow=True).text
    shown = client.get(address)
    assert shown.status_code == 200 and "Never public" not in shown.text
    edition = article.editions.get()
    assert (edition.pk, edition.published_at, edition.body) == (before.pk, before.published_at, before.body)
    article = Article.objects.get(pk=article.pk)
    assert (article.state, article.has_changes, article.body) == ("published", True, "<p>Never public.</p>")
    assert Event.objects.get(verb="article.reinstated").actor == str(chief.user)
    page = chief.get(reverse("admin:articles_article_versions", args=[article.pk])).text
    assert page.count("Public now") == 1 and page.count("Was public") == 1
    assert "_publish" in buttons(chief.get(change(article)).text)


def test_a_colleagues_save_does_not_stop_it(chief, signed_in, client, article, form_of):
    mine = form_of(article, chief) | {"_reinstate": ""}
    editor = signed_in("editor")
    editor.post(change(article), form_of(article, editor) | {"headline": "A colleague's", "_save": ""})
    said = chief.post(change(article), mine, follow=True).text
    assert "Back:" in said and "Merged with" in said and "read it, then press" not in said
    shown = client.get(Article.objects.get().get_absolute_url())
    assert shown.status_code == 200 and "A colleague" not in shown.text
    assert Article.objects.get().headline == "A colleague's"


def test_a_choice_does_not_stop_it_either(chief, signed_in, article, form_of):
    mine = form_of(article, chief) | {"headline": "Mine", "_reinstate": ""}
    editor = signed_in("editor")
    editor.post(change(article), form_of(article, editor) | {"headline": "A colleague's", "_save": ""})
    page = chief.post(change(article), mine)
    assert page.status_code == 409 and "then press the button again" not in page.text
    (conflict,) = page.context["conflicts"]
    chosen = dict(page.context["hidden"]) | {f"{CHOICE}{conflict.name}": f"mine:{conflict.shown}", "_save": ""}
    assert "Back:" in chief.post(change(article), chosen, follow=True).text


def test_saving_it_promises_nothing_about_publishing(chief, article, form_of):
    said = chief.post(change(article), form_of(article, chief) | {"deck": "New", "_save": ""}, follow=True).text
    assert "Saved. The article stays withdrawn until it is brought back." in said
    assert "before you publish" not in said


def test_bringing_back_is_one_line_of_the_versions(chief, article):
    Article.objects.filter(pk=article.pk).update(headline="A colleague's")
    versions.snapshot(Article.objects.get(), "saved")
    publishing.reinstate(article, by=chief.user)
    reasons = list(article.versions.values_list("reason", flat=True))
    assert reasons == ["reinstated", "saved", "published"]
    page = chief.get(reverse("admin:articles_article_versions", args=[article.pk]))
    first = page.context["lines"][0]
    assert first["is_back"] and first["period"].is_now
    assert "Brought back" in page.text and "Readers have again what they had before" in page.text
    # The next save goes on from the working copy: nothing of it is kept a second time.
    article = Article.objects.get()
    assert versions.keep(article, "saved") is None
    article.deck = "New"
    article.save()
    versions.keep(article, "saved")
    page = chief.get(reverse("admin:articles_article_versions", args=[article.pk]))
    assert page.context["lines"][0]["changed"] == ["deck"]


def test_the_page_that_readers_find_may_lack_the_headline(chief, client, article, form_of):
    page = chief.get(change(article))
    assert page.context["adminform"].form["withdraw_leaves"].value() == "page"
    data = form_of(article, chief) | {"withdraw_leaves": "unnamed", "withdraw_note": "So.", "_change_notice": ""}
    chief.post(change(article), data)
    shown = client.get(article.get_absolute_url())
    assert shown.status_code == 410 and article.headline not in shown.text
    assert chief.get(change(article)).context["adminform"].form["withdraw_leaves"].value() == "unnamed"


def test_an_editor_is_told_to_ask(editor, client, article, typed):
    page = editor.get(change(article)).text
    assert not {"_publish", "_reinstate", "desk-bring-back", "desk-schedule"} & buttons(page.split("<dialog")[0])
    assert "Only a chief editor brings back what was withdrawn" in page
    assert editor.post(change(article), typed(slug="ferry", _reinstate="") | opened(article)).status_code == 403
    assert client.get(article.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("who", ["editor", "chief"])
def test_a_page_opened_before_does_not_undo_it(signed_in, client, article, typed, who):
    desk = signed_in(who)
    data = typed(slug="ferry", headline="Written before", _publish="") | opened(article)
    page = desk.post(change(article), data, follow=True).text
    assert "a chief editor brings it back" in page and "What you wrote is saved" in page
    assert Article.objects.get(pk=article.pk).headline == "Written before"
    moment = {"schedule_at_0": "2027-05-01", "schedule_at_1": "10:00"}
    page = desk.post(change(article), data | moment | {"_schedule": ""} | opened(article), follow=True).text
    assert client.get(article.get_absolute_url()).status_code == 410


def test_an_editor_does_not_schedule_it_either(editor, article, typed):
    moment = {"schedule_at_0": "2027-05-01", "schedule_at_1": "10:00"}
    data = {key: value for key, value in typed(slug="ferry", headline="Kept").items() if key != "_save"}
    page = editor.post(change(article), data | moment | {"_schedule": ""} | opened(article), follow=True).text
    assert "ask a chief editor to bring it back" in page
    assert (article.editions.count(), Article.objects.get(pk=article.pk).headline) == (1, "Kept")


def test_nor_from_the_list_and_the_calendar(editor, article):
    lines = {"action": "publish_selected", "_selected_action": [article.pk]}
    page = editor.post(reverse("admin:articles_article_changelist"), lines, follow=True).text
    assert "a chief editor brings it back" in page and article.live_edition is None
    publishing.schedule(article, timezone.now() + timedelta(days=9))
    plan = reverse("admin:articles_article_plan", args=[article.pk])
    assert editor.post(plan, {"day": "2026-12-24", "kind": "scheduled"}).status_code == 403


def test_bringing_back_is_refused(article):
    with pytest.raises(publishing.NotReady, match="is not withdrawn"):
        publishing.reinstate(make_article(published=True))
    Article.objects.filter(pk=article.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    with pytest.raises(publishing.NotReady, match="under embargo"):
        publishing.reinstate(article)
    Article.objects.filter(pk=article.pk).update(embargo_until=None)
    publishing.schedule(article, timezone.now() + timedelta(days=1))
    with pytest.raises(publishing.NotReady, match="unschedule it first"):
        publishing.reinstate(article)
