"""What came of a move on the board and in the calendar: in view, with a way back, the focus on the card."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def a_month() -> tuple[date, date]:
    """Two days of next month, the second far below the first."""
    first = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=3)
    return first, first.replace(day=26)


def card(page: Page, article: Article):
    return page.locator(f'[data-article="{article.pk}"]')


def test_a_drag_in_the_calendar_is_told_in_view_and_undone_by_keyboard(desk: Page, live_server):
    early, late = a_month()
    article = make_article(headline="The ferry", planned_for=early, embargo_until=timezone.now() + timedelta(days=90))
    desk.set_viewport_size({"width": 1280, "height": 1600})
    desk.goto(f"{live_server.url}/admin/articles/article/calendar/?month={early:%Y-%m}")
    card(desk, article).drag_to(desk.locator(f'[data-day="{late}"]'))
    said = desk.get_by_role("alert").filter(has_text="was moved. It is under embargo")
    expect(said).to_be_in_viewport()
    link = card(desk, article).get_by_role("link", name="The ferry")
    expect(link).to_be_focused()
    assert Article.objects.get().planned_for == late
    desk.keyboard.press("Control+z")
    expect(desk.get_by_role("alert").filter(has_text="is back where it was")).to_be_in_viewport()
    expect(link).to_be_focused()
    assert Article.objects.get().planned_for == early


def test_the_form_of_a_card_keeps_the_focus_too(desk: Page, live_server):
    early, late = a_month()
    article = make_article(headline="The ferry", planned_for=early)
    desk.goto(f"{live_server.url}/admin/articles/article/calendar/?month={early:%Y-%m}")
    card(desk, article).get_by_text("Move", exact=True).first.click()
    card(desk, article).get_by_label("To the day").fill(str(late))
    card(desk, article).get_by_role("button", name="Move").click()
    expect(card(desk, article).get_by_role("link", name="The ferry")).to_be_focused()
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("alert").filter(has_text="is back where it was")).to_be_in_viewport()
    assert Article.objects.get().planned_for == early


def test_a_move_on_the_board_is_told_and_keeps_the_focus(desk: Page, live_server):
    articles = [make_article(headline=f"Draft {number}") for number in range(12)]
    desk.set_viewport_size({"width": 1280, "height": 1600})
    last = articles[-1]
    desk.goto(f"{live_server.url}/admin/articles/article/board/")
    card(desk, last).drag_to(desk.locator('[data-state="ready"]'))
    expect(desk.get_by_role("alert").filter(has_text="“Draft 11” was moved.")).to_be_in_viewport()
    expect(card(desk, last).get_by_role("link", name="Draft 11")).to_be_focused()
    assert Article.objects.get(pk=last.pk).state == "ready"
