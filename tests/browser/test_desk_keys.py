"""A key pressed beside the text leaves no form."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor import EDITOR
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)
# What the theme's key does is to click this link.
COUNT = "document.querySelector('.addlink').addEventListener('click', () => (window.wentAway = true))"


def went_away(page: Page) -> bool:
    return bool(page.evaluate("Boolean(window.wentAway)"))


def test_c_leaves_no_form(desk: Page, live_server):
    desk.goto(f"{live_server.url}/admin/articles/article/{make_article().pk}/change/")
    expect(desk.locator(EDITOR)).to_be_visible()
    desk.evaluate(COUNT)
    desk.locator("[name=genre]").focus()
    desk.keyboard.press("c")
    desk.get_by_role("button", name="Focus mode").focus()
    desk.keyboard.press("c")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("c")
    assert not went_away(desk)


def test_c_leaves_a_list_only_when_nothing_is_being_chosen(desk: Page, live_server):
    make_article()
    desk.goto(f"{live_server.url}/admin/articles/article/")
    desk.evaluate(COUNT)
    desk.locator("#result_list .action-select").check()
    desk.locator("select[name=action]").focus()
    desk.keyboard.press("c")
    assert not went_away(desk)
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("c")
    expect(desk).to_have_url(re.compile("/add/"))
