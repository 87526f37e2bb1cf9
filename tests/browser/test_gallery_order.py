"""The pictures of a gallery are put in order in its dialog; the list behind the slash stays in sight."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor import EDITOR, write, written
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_pictures_are_moved_by_keyboard_and_by_dragging(desk: Page, live_server):
    one, two, three = (make_picture(title=title, with_files=True) for title in ("Bridge", "Ferry", "Tower"))
    article = make_article()
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(desk.locator(EDITOR)).to_be_visible()
    write(desk, f'<cms-gallery data-pictures="{one.pk},{two.pk},{three.pk}"></cms-gallery><p></p>')
    desk.locator(".desk-cms-gallery").get_by_role("button", name="Edit").click()
    dialog = desk.get_by_role("dialog")
    later = dialog.get_by_role("button", name="Move later: Bridge")
    later.focus()
    desk.keyboard.press("Enter")
    expect(dialog.get_by_role("status").filter(has_text="2 / 3")).to_have_count(1)
    expect(later).to_be_focused()
    expect(dialog.get_by_role("button", name="Move earlier: Ferry")).to_be_disabled()
    lines = dialog.locator(".desk-chosen > li")
    lines.nth(2).drag_to(lines.nth(0))
    expect(dialog.get_by_role("status").filter(has_text="1 / 3")).to_have_count(1)
    dialog.get_by_role("button", name="Done").click()
    desk.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert f'data-pictures="{three.pk},{two.pk},{one.pk}"' in written(desk)


def test_the_list_of_blocks_opens_above_the_row_of_buttons(desk: Page, live_server):
    desk.set_viewport_size({"width": 1440, "height": 800})
    desk.goto(f"{live_server.url}/admin/articles/article/add/")
    body = desk.locator(EDITOR)
    expect(body).to_be_visible()
    write(desk, "<p>x</p>" * 30 + "<p></p>")
    body.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("/")
    offered = desk.locator(".desk-block-menu")
    expect(offered.get_by_role("option", name="Footnote")).to_have_count(1)
    row = desk.locator("#submit-row").bounding_box()
    found = offered.bounding_box()
    assert found["y"] + found["height"] <= row["y"] and found["y"] >= 0
