"""The board, the calendar and one's own table: what stands where, for whom."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import planning, publishing, trash, workflow
from articles.models import Article, Autosave, Comment
from newsroom.accounts import roles
from tests.factories import NEXT_YEAR, make_article, make_user

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def person(role):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor():
    return person(roles.EDITOR)


def columns(user, **filters):
    return {c.state: [a.headline for a in c.articles] for c in planning.board(planning.at_work(user, **filters))}


def test_each_article_stands_in_its_column(editor):
    make_article(headline="Draft")
    workflow.submit_for_review(make_article(headline="In review"))
    workflow.approve(make_article(headline="Ready"))
    publishing.schedule(make_article(headline="Scheduled"), timezone.now() + DAY)
    make_article(headline="Public", published=True)
    make_article(headline="Long public", published=True, at=timezone.now() - 9 * DAY)
    publishing.withdraw(make_article(headline="Withdrawn", published=True))
    publishing.withdraw(long_ago := make_article(headline="Long withdrawn", published=True))
    Article.objects.filter(pk=long_ago.pk).update(saved_at=timezone.now() - 20 * DAY)
    trash.throw_away(make_article(headline="Thrown away"))
    assert columns(editor) == {
        "draft": ["Draft"], "in_review": ["In review"], "ready": ["Ready"], "scheduled": ["Scheduled"],
        "published": ["Public"], "withdrawn": ["Withdrawn"],
    }  # fmt: skip


def test_the_clock_moves_cards(editor):
    article = make_article(headline="Scheduled")
    publishing.schedule(article, timezone.now() + DAY)
    moment = timezone.now() - timedelta(minutes=1)
    Article.objects.update(goes_live_at=moment, first_published_at=moment)
    assert columns(editor)["scheduled"] == []
    assert columns(editor)["published"] == ["Scheduled"]


def test_the_most_urgent_stands_first(editor):
    make_article(headline="Plain")
    make_article(headline="Due later", due_at=timezone.now() + 2 * DAY)
    make_article(headline="Due", due_at=timezone.now() + DAY)
    make_article(headline="Urgent", priority=Article.Priority.URGENT)
    assert columns(editor)["draft"] == ["Urgent", "Due", "Due later", "Plain"]


def test_a_writer_sees_their_own(editor):
    writer = person(roles.WRITER)
    make_article(headline="Theirs", assigned_to=writer)
    make_article(headline="Somebody's")
    assert columns(writer)["draft"] == ["Theirs"]
    assert sorted(columns(editor)["draft"]) == ["Somebody's", "Theirs"]
    assert columns(editor, person=writer)["draft"] == ["Theirs"]


def test_a_full_column_says_so(editor):
    for number in range(planning.IN_A_COLUMN + 1):
        make_article(headline=f"Draft {number}")
    drafts = planning.board(planning.at_work(editor))[0]
    assert len(drafts.articles) == planning.IN_A_COLUMN
    assert drafts.has_more


def month(user, first=date(NEXT_YEAR, 5, 1), days=31):
    dates = [first + number * DAY for number in range(days)]
    found, has_more = planning.days(planning.at_work(user), dates, first.month)
    assert not has_more
    return {str(day.date): [(item.kind, item.article.headline) for item in day.items] for day in found if day.items}


def test_the_days_hold_what_is_planned_scheduled_and_withdrawn(editor):
    zone = timezone.get_default_timezone()
    make_article(headline="Planned", planned_for=date(NEXT_YEAR, 5, 2))
    article = make_article(headline="Scheduled", planned_for=date(NEXT_YEAR, 5, 9))
    publishing.schedule(article, datetime(NEXT_YEAR, 5, 2, 23, 59, tzinfo=zone))
    publishing.schedule_withdrawal(article, datetime(NEXT_YEAR, 5, 31, 23, 59, tzinfo=zone))
    make_article(headline="Public", published=True, planned_for=date(NEXT_YEAR, 5, 2))
    make_article(headline="Next month", planned_for=date(NEXT_YEAR, 6, 1))
    assert month(editor) == {
        f"{NEXT_YEAR}-05-02": [("scheduled", "Scheduled"), ("planned", "Planned")],
        f"{NEXT_YEAR}-05-31": [("withdrawn", "Scheduled")],
    }


def test_the_same_time_on_another_day_across_a_change_of_clocks():
    zone = timezone.get_default_timezone()
    assert settings.TIME_ZONE == "Europe/Kyiv"
    moment = datetime(2026, 10, 24, 9, 30, tzinfo=zone)
    assert planning.same_time_on(moment, date(2026, 10, 26)).astimezone(zone).strftime("%H:%M %Z") == "09:30 EET"


def test_the_table_of_an_editor(editor):
    writer = person(roles.WRITER)
    waiting = make_article(headline="Waiting", created_by=writer)
    workflow.submit_for_review(waiting)
    make_article(headline="Mine", assigned_to=editor)
    make_article(headline="Late", assigned_to=writer, due_at=timezone.now() - DAY)
    workflow.approve(make_article(headline="Ready"))
    publishing.schedule(make_article(headline="Coming"), timezone.now() + DAY)
    Autosave.objects.create(user=editor, headline="Half a thought", data={})
    Autosave.objects.create(user=writer, headline="Somebody else's", data={})
    remark = Comment.objects.create(article=waiting, author=writer, text="@you look")
    remark.mentions.add(editor)
    table = planning.table(editor)
    lists = (table.own, table.late, table.to_review, table.ready, table.coming)
    assert [[a.headline for a in found] for found in lists] == [["Mine"], ["Late"], ["Waiting"], ["Ready"], ["Coming"]]
    assert [kept.headline for kept in table.unsaved] == ["Half a thought"]
    assert [comment.text for comment in table.mentions] == ["@you look"]


def test_a_writer_reads_why_it_came_back(editor):
    writer = person(roles.WRITER)
    article = make_article(headline="Again", created_by=writer)
    workflow.submit_for_review(article, by=writer)
    workflow.send_back(article, "Call the mayor.", by=editor)
    (mine,) = planning.table(writer).own
    assert mine.sent_back == "Call the mayor."
    workflow.submit_for_review(article, by=writer)
    (mine,) = planning.table(writer).own
    assert not getattr(mine, "sent_back", "")


def test_a_writer_reads_nothing_of_others():
    writer = person(roles.WRITER)
    article = make_article(headline="Not theirs", due_at=timezone.now() - DAY)
    Comment.objects.create(article=article, text="@you").mentions.add(writer)
    table = planning.table(writer)
    assert (table.own, table.late, table.to_review, table.mentions) == ([], [], [], [])


@pytest.mark.parametrize("number", [3, 30])
def test_how_much_is_asked(editor, number):
    for each in range(number):
        make_article(assigned_to=editor, planned_for=timezone.localdate())
        workflow.approve(make_article(headline=f"Ready {each}"))
    editor = type(editor).objects.get(pk=editor.pk)
    editor.has_perm("articles.view_article")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        planning.board(planning.at_work(editor))
    assert len(queries) == 6
    with CaptureQueriesContext(connection) as queries:
        planning.table(editor)
    assert len(queries) <= 9


def test_ones_own_table_begins_with_what_was_touched_last(editor):
    now = timezone.now()
    for number in range(planning.ON_THE_TABLE + 3):
        article = make_article(headline=f"Draft {number}", assigned_to=editor)
        Article.objects.filter(pk=article.pk).update(saved_at=now - timedelta(hours=number))
    make_article(headline="A colleague's", assigned_to=person(roles.EDITOR))
    table = planning.table(editor)
    assert [article.headline for article in table.own] == [f"Draft {n}" for n in range(planning.ON_THE_TABLE)]
    assert table.more == 3
    assert planning.of(editor, Article.objects.all()).count() == planning.ON_THE_TABLE + 3
