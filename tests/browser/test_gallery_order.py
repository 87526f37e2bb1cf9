"""The pictures of a gallery are put in order in its dialog; the list behind the slash stays in sight."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor import EDITOR, expect_written, paste, put_caret, write, written
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
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect_written(desk, lambda html: f'data-pictures="{three.pk},{two.pk},{one.pk}"' in html)


def a_gallery(desk: Page, live_server, *titles: str):
    pictures = [make_picture(title=title, with_files=True) for title in titles]
    desk.goto(f"{live_server.url}/admin/articles/article/{make_article().pk}/change/")
    expect(desk.locator(EDITOR)).to_be_visible()
    numbers = ",".join(str(picture.pk) for picture in pictures[:2])
    write(desk, f'<p>Before</p><cms-gallery data-pictures="{numbers}" data-caption="Banks"></cms-gallery><p>After</p>')
    return pictures


def test_the_dialog_says_what_is_chosen_and_takes_it_out_again(desk: Page, live_server):
    pictures = a_gallery(desk, live_server, "Bridge", "Ferry", "Tower")
    for size in ({"width": 390, "height": 844}, {"width": 1440, "height": 900}):
        desk.set_viewport_size(size)
        desk.locator(".desk-cms-gallery").get_by_role("button", name="Edit").click()
        dialog = desk.get_by_role("dialog")
        done = dialog.get_by_role("button", name="Done")
        expect(done).to_be_in_viewport(ratio=1)
        dialog.get_by_role("button", name="Cancel").click()
    desk.locator(".desk-cms-gallery").get_by_role("button", name="Edit").click()
    tower = dialog.locator(".desk-item", has_text="Tower")
    expect(tower).to_have_attribute("aria-pressed", "false")
    tower.click()
    expect(tower).to_have_attribute("aria-pressed", "true")
    expect(dialog.get_by_role("status").filter(has_text="Added: Tower. 3 chosen, at most 60")).to_have_count(1)
    dialog.locator(".desk-item", has_text="Bridge").click()
    expect(dialog.get_by_role("status").filter(has_text="Taken out: Bridge. 2 chosen")).to_have_count(1)
    dialog.get_by_label("Caption").fill("Both banks")
    done.click()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expected = f'data-pictures="{pictures[1].pk},{pictures[2].pk}" data-caption="Both banks"'
    expect_written(desk, lambda html: expected in html)


def test_a_gallery_that_was_emptied_goes(desk: Page, live_server):
    a_gallery(desk, live_server, "Bridge", "Ferry")
    desk.locator(".desk-cms-gallery").get_by_role("button", name="Edit").click()
    dialog = desk.get_by_role("dialog")
    for title in ("Bridge", "Ferry"):
        dialog.get_by_role("button", name=f"Remove: {title}").click()
    dialog.get_by_role("button", name="Done").click()
    expect(desk.locator(".desk-cms-gallery")).to_have_count(0)
    assert written(desk) == "<p>Before</p><p>After</p>"


def test_a_letter_does_not_take_the_place_of_a_selected_block(desk: Page, live_server):
    a_gallery(desk, live_server, "Bridge", "Ferry")
    block = desk.locator(".desk-cms-gallery")
    block.locator(".desk-block-body").click()
    expect(block).to_have_class(re.compile("ProseMirror-selectednode"))
    desk.keyboard.type("abc")
    assert "</cms-gallery><p>abc</p><p>After</p>" in written(desk)
    put_caret(desk, "Before")
    desk.keyboard.press("ArrowDown")
    expect(block).to_have_class(re.compile("ProseMirror-selectednode"))
    paste(desk, text="pasted")
    assert "</cms-gallery><p>pasted</p><p>abc</p>" in written(desk)
    put_caret(desk, "Before")
    desk.keyboard.press("ArrowDown")
    expect(block).to_have_class(re.compile("ProseMirror-selectednode"))
    desk.keyboard.press("Control+Home")
    desk.keyboard.type("1")
    assert "<p>1Before</p><cms-gallery" in written(desk)
    desk.keyboard.press("ArrowDown")
    expect(block).to_have_class(re.compile("ProseMirror-selectednode"))
    desk.keyboard.press("Delete")
    assert "cms-gallery" not in written(desk)


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
