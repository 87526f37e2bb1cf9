"""What came of a move on the board and in the calendar: in view, with a way back, the focus on the card."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_user

from .desk_page import sign_in

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
    said = desk.get_by_role("alert").filter(has_text="It is under embargo")
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
    expect(desk.get_by_role("alert").filter(has_text="“Draft 11” was moved to “Ready”.")).to_be_in_viewport()
    expect(card(desk, last).get_by_role("link", name="Draft 11")).to_be_focused()
    assert Article.objects.get(pk=last.pk).state == "ready"


def test_a_drag_that_comes_to_nothing_leaves_the_board_and_the_last_move(page: Page, live_server):
    # Its own page: the console tells of each request that is refused here.
    SiteSettings(name="The Lantern").save()
    make_user("ada@example.com", is_staff=True, is_superuser=True)
    sign_in(page, live_server.url, "ada@example.com")
    desk = page
    article, other = make_article(headline="The ferry"), make_article(headline="The bridge")
    ready, published = desk.locator('[data-state="ready"]'), desk.locator('[data-state="published"]')
    desk.set_viewport_size({"width": 1280, "height": 1600})
    desk.goto(f"{live_server.url}/admin/articles/article/board/")
    card(desk, article).drag_to(ready)
    told = desk.get_by_role("alert")
    expect(told.filter(has_text="was moved to “Ready”")).to_be_visible()

    desk.context.set_offline(True)
    card(desk, other).drag_to(ready)
    expect(told.filter(has_text="No connection: nothing was moved")).to_be_visible()
    desk.context.set_offline(False)

    cookies = desk.context.cookies()
    desk.context.clear_cookies()
    card(desk, other).drag_to(ready)
    expect(told.filter(has_text="you are signed out")).to_be_visible()
    expect(told.get_by_role("link", name="Sign in in another tab")).to_be_visible()
    desk.context.add_cookies(cookies)

    card(desk, other).drag_to(published)
    expect(told.filter(has_text="It may go to: “In review”, “Ready”.")).to_be_visible()
    assert desk.url.endswith("/board/")
    desk.keyboard.press("Control+z")
    expect(told.filter(has_text="“The ferry” is back where it was")).to_be_visible()
    assert {one.state for one in Article.objects.all()} == {"draft"}


def test_columns_that_cannot_take_a_card_are_dim_while_it_is_dragged(desk: Page, live_server):
    article = make_article(headline="The ferry")
    desk.set_viewport_size({"width": 1280, "height": 1600})
    desk.goto(f"{live_server.url}/admin/articles/article/board/")
    card(desk, article).hover()
    desk.mouse.down()
    desk.locator('[data-state="ready"]').hover()
    dim = desk.locator(".desk-drop-not")
    expect(dim).to_have_count(3)
    assert {column.get_attribute("data-state") for column in dim.all()} == {"scheduled", "published", "withdrawn"}
    desk.keyboard.press("Escape")
    desk.mouse.up()
