"""The board and the calendar at the desk: looked at, filtered, moved, refused."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing, workflow
from articles.models import Article
from tests.factories import NEXT_YEAR, make_article, make_section

pytestmark = pytest.mark.django_db

BOARD, CALENDAR = "/admin/articles/article/board/", "/admin/articles/article/calendar/"
JSON = {"Accept": "application/json"}


def move(client, article, to, **fields):
    return client.post(reverse("admin:articles_article_move", args=[article.pk]), {"to": to} | fields, headers=JSON)


def plan(client, article, day, kind="planned", **fields):
    data = {"day": day, "kind": kind} | fields
    return client.post(reverse("admin:articles_article_plan", args=[article.pk]), data, headers=JSON)


def state(article):
    return Article.objects.get(pk=article.pk).state


def test_a_card_goes_from_draft_to_ready(editor):
    article = make_article()
    assert move(editor, article, "in_review", seen=article.revision).status_code == 200
    assert state(article) == "in_review"
    assert move(editor, article, "ready").status_code == 200
    assert state(article) == "ready"


def test_back_only_with_a_reason(editor):
    article = make_article()
    workflow.approve(article)
    refused = move(editor, article, "draft")
    assert refused.status_code == 409
    assert refused.json()["sentences"] == ["Write what should be done, for the writer."]
    assert move(editor, article, "draft", reason="Call the mayor.").status_code == 200
    assert state(article) == "draft"


@pytest.mark.parametrize("to", ["scheduled", "published", "withdrawn", "nonsense", ""])
def test_columns_that_no_drag_reaches(editor, to):
    article = make_article(headline="A long day")
    response = move(editor, article, to)
    assert response.status_code == 409
    assert "A long day" in response.json()["sentences"][0]
    assert state(article) == "draft"


def test_a_card_that_somebody_moved_meanwhile(editor):
    article = make_article()
    workflow.submit_for_review(article)
    response = move(editor, article, "ready", seen=1)
    assert response.status_code == 409
    assert "was changed by somebody else meanwhile" in response.json()["sentences"][0]


def test_without_a_script_the_answer_is_the_page_it_came_from(editor):
    article = make_article()
    address = reverse("admin:articles_article_move", args=[article.pk])
    assert editor.post(address, {"to": "ready", "back": f"{BOARD}?person=1"}).url == f"{BOARD}?person=1"
    for back in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert editor.post(address, {"to": "draft", "reason": "x", "back": back}).url == BOARD


def test_a_writer_moves_only_what_is_theirs(signed_in):
    writer = signed_in("writer")
    own, other = make_article(created_by=writer.user), make_article()
    assert move(writer, own, "ready").status_code == 403
    assert move(writer, own, "in_review").status_code == 200
    assert move(writer, own, "draft").status_code == 200
    assert state(own) == "draft"
    assert move(writer, other, "in_review").status_code == 403


def test_a_planned_day_is_moved_and_taken_away(editor):
    article = make_article(planned_for=date(NEXT_YEAR, 5, 2))
    assert plan(editor, article, f"{NEXT_YEAR}-05-03", seen=article.revision).status_code == 200
    assert Article.objects.get().planned_for == date(NEXT_YEAR, 5, 3)
    assert plan(editor, article, "").status_code == 200
    assert Article.objects.get().planned_for is None


def test_a_scheduled_moment_keeps_its_time_of_day(editor):
    article = make_article()
    publishing.schedule(article, timezone.now() + timedelta(days=3))
    before = timezone.localtime(Article.objects.get().goes_live_at)
    day = (before + timedelta(days=4)).date()
    assert plan(editor, article, day.isoformat(), kind="scheduled").status_code == 200
    after = timezone.localtime(Article.objects.get().goes_live_at)
    assert (after.date(), after.time()) == (day, before.time())


def test_a_day_that_has_passed(editor):
    article = make_article()
    publishing.schedule(article, timezone.now() + timedelta(days=3))
    response = plan(editor, article, "2020-01-01", kind="scheduled")
    assert response.status_code == 409
    assert "has passed" in response.json()["sentences"][0]


@pytest.mark.parametrize("kind", ["planned", "scheduled"])
def test_a_day_too_far_ahead(editor, kind):
    article = make_article()
    publishing.schedule(article, timezone.now() + timedelta(days=3))
    before = Article.objects.values().get()
    refused = plan(editor, article, "2999-12-30", kind=kind)
    assert refused.status_code == 409
    assert "30 December 2999 is more than two years ahead: choose a day until" in refused.json()["sentences"][0]
    assert Article.objects.values().get() == before


def test_a_day_before_the_embargo_ends(editor):
    article = make_article(headline="Early", embargo_until=timezone.now() + timedelta(days=9))
    day = timezone.localdate() + timedelta(days=3)
    answer = plan(editor, article, day.isoformat()).json()["sentences"]
    assert any("under embargo until" in each and "(Europe/Kyiv)" in each for each in answer)
    answer = plan(editor, article, (day + timedelta(days=30)).isoformat()).json()["sentences"]
    assert not any("embargo" in each for each in answer)


@pytest.mark.parametrize("day", ["tomorrow", "2031-13-01", "2031-02-30", "99999-01-01", "\x00", "9999-12-31"])
@pytest.mark.parametrize("kind", ["planned", "scheduled"])
def test_days_that_are_none(editor, day, kind):
    article = make_article()
    publishing.schedule(article, timezone.now() + timedelta(days=3))
    assert plan(editor, article, day, kind=kind).status_code in (200, 409)


def test_the_board_is_filtered(editor):
    section = make_section(name="Border", slug="border")
    make_article(headline="At the border", section=section)
    make_article(headline="Elsewhere")
    page = editor.get(BOARD, {"section": section.pk}).text
    assert "At the border" in page
    assert "Elsewhere" not in page
    assert editor.get(BOARD, {"section": "x", "person": "-1", "language": "xx"}).status_code == 200


def test_hostile_words_are_shown_as_words(editor):
    make_article(headline="<script>alert(1)</script>", planned_for=timezone.localdate())
    for address in (BOARD, CALENDAR, "/admin/"):
        assert "<script>alert(1)" not in editor.get(address).text
        assert "&lt;script&gt;alert(1)" in editor.get(address).text or address == "/admin/"


def test_months(editor):
    make_article(headline="In May", planned_for=date(NEXT_YEAR, 5, 2))
    assert "In May" in editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-05"}).text
    assert "In May" not in editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-07"}).text
    for month in ("2031-13", "x", "0000-01", "99999-01", f"{NEXT_YEAR}-05-01"):
        assert editor.get(CALENDAR, {"month": month}).url == CALENDAR
    for month in ("0001-01", "9998-12"):
        assert editor.get(CALENDAR, {"month": month}, follow=True).status_code == 200


def test_the_header_says_which_page_it_is(editor):
    for address, title in ((BOARD, "Board"), (CALENDAR, "Calendar")):
        assert re.search(rf"tracking-tight\">\s*{title}\s*</span", editor.get(address).text)


def test_the_start_page_names_the_zone_of_what_comes(editor, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    publishing.schedule(make_article(), timezone.now() + timedelta(days=1))
    assert "(Europe/Kyiv)" in editor.get("/admin/").text


def test_who_opens_them(signed_in):
    for who, status in (("pledge", 403), ("staff", 403), ("writer", 200), ("chief", 200)):
        client = signed_in(who)
        assert (client.get(BOARD).status_code, client.get(CALENDAR).status_code) == (status, status)
    for address in (BOARD, CALENDAR):
        assert signed_in("nobody").get(address).status_code == 302


def test_the_start_page_is_ones_own_table(signed_in):
    editor = signed_in("editor")
    make_article(headline="Mine to write", assigned_to=editor.user)
    page = editor.get("/admin/").text
    assert "On your table" in page
    assert "Mine to write" in page
    assert "On your table" not in signed_in("pledge").get("/admin/").text


def test_the_rest_of_a_table_is_a_press_away(editor):
    for number in range(12):
        make_article(headline=f"Draft {number}", assigned_to=editor.user)
    make_article(headline="A colleague's")
    page = editor.get(reverse("admin:index"))
    assert "2 more" in page.text
    rest = f"{reverse('admin:articles_article_changelist')}?table=mine"
    assert rest in page.text
    listed = editor.get(rest).text
    assert "Draft 0" in listed and "A colleague" not in listed


def test_a_move_is_undone_by_whoever_made_it(editor, writer):
    article = make_article(headline="Moved", created_by=writer.user)
    made = move(writer, article, "in_review").json()
    assert (made["sentences"], made["undo"]) == (["“Moved” was moved to “In review”."], {"undo": "1"})
    refused = move(editor, article, "", seen=made["seen"], **made["undo"])
    assert refused.status_code == 409 and "move it by hand" in refused.json()["sentences"][0]
    undone = move(writer, article, "", seen=made["seen"], **made["undo"])
    assert undone.json()["sentences"] == ["“Moved” is back where it was."] and state(article) == "draft"
    assert move(writer, article, "", **made["undo"]).status_code == 409


def test_a_sending_back_is_undone_without_words(editor):
    article = make_article()
    workflow.approve(article)
    made = move(editor, article, "draft", reason="Call the mayor.").json()
    assert move(editor, article, "", seen=made["seen"], **made["undo"]).status_code == 200
    assert state(article) == "ready"


def test_a_planned_day_and_a_moment_are_undone(editor):
    article, other = make_article(planned_for=timezone.localdate()), make_article(planned_for=None)
    for one in (article, other):
        before = one.planned_for
        made = plan(editor, one, f"{NEXT_YEAR}-05-03").json()
        assert plan(editor, one, seen=made["seen"], **made["undo"]).status_code == 200
        assert Article.objects.get(pk=one.pk).planned_for == before
    publishing.schedule(article, timezone.now() + timedelta(days=3))
    article = Article.objects.get(pk=article.pk)
    made = plan(editor, article, f"{NEXT_YEAR}-05-03", kind="scheduled").json()
    assert plan(editor, article, seen=made["seen"], **made["undo"]).status_code == 200
    assert abs(Article.objects.get(pk=article.pk).goes_live_at - article.goes_live_at) < timedelta(minutes=1)


def test_a_refusal_names_the_column_and_the_ways(editor, writer):
    article = make_article(headline="Moved", created_by=writer.user)
    assert move(editor, article, "published").json()["sentences"][0].endswith("It may go to: “In review”, “Ready”.")
    workflow.approve(article)
    said = move(editor, article, "in_review").json()["sentences"]
    assert said == ["“Moved” is “Ready”: from there it cannot go to “In review”. It may go to: “Draft”."]
    # Who may bring it nowhere is promised nothing.
    assert "may go to" not in move(writer, article, "in_review").json()["sentences"][0]


def test_a_board_that_is_out_of_date_says_where_the_card_is_by_now(editor):
    article = make_article(headline="Moved")
    workflow.approve(article)
    refused = move(editor, article, "in_review", seen=1, **{"from": "draft"})
    assert refused.status_code == 409
    expected = "“Moved” is “Ready” by now: somebody moved it since. Load the page again."
    assert refused.json()["sentences"] == [expected]


def test_a_good_move_says_where_to(editor, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    article = make_article(headline="The ferry")
    assert plan(editor, article, f"{NEXT_YEAR}-05-03").json()["sentences"] == [
        f"“The ferry” is planned for 3 May {NEXT_YEAR}."
    ]
    assert plan(editor, article, "").json()["sentences"] == ["“The ferry” is planned for no day."]
    publishing.schedule(article, timezone.now() + timedelta(days=3))
    said = plan(editor, article, f"{NEXT_YEAR}-05-03", kind="scheduled").json()["sentences"][0]
    assert said.startswith(f"“The ferry” goes public on 3 May {NEXT_YEAR}, ") and said.endswith("(Europe/Kyiv).")


def test_days_that_have_passed_are_marked_as_such(editor):
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    gone = editor.get(CALENDAR, {"month": f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"}).text
    assert "desk-day-past" in gone
    assert "desk-day-past" not in editor.get(CALENDAR, {"month": f"{NEXT_YEAR}-12"}).text
