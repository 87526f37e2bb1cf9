"""The body editor: it loses nothing, and works without a mouse."""

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page, expect

from articles.body.sanitise import sanitise
from tests.articles.body.bodies import bodies, shape

from .editor import EDITOR, SELECTED, expect_written, put_caret, write, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(desk: Page, live_server) -> Page:
    desk.goto(f"{live_server.url}/admin/articles/article/add/")
    expect(desk.locator(EDITOR)).to_be_visible()
    return desk


def test_the_editor_loses_nothing_of_any_allowed_body(sheet: Page):
    @given(bodies)
    @settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def there_and_back(body):
        write(sheet, body)
        once = sanitise(written(sheet))
        assert shape(once) == shape(body)
        write(sheet, once)
        assert sanitise(written(sheet)) == once

    there_and_back()


def test_the_bar_is_one_stop_and_its_arrows_go_along_it(sheet: Page):
    sheet.locator(EDITOR).click()
    bar = sheet.get_by_role("toolbar", name="Formatting")
    assert bar.locator("button[tabindex='0']").count() == 1
    sheet.keyboard.press("Alt+F10")
    expect(bar.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    sheet.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Subheading")).to_be_focused()
    sheet.keyboard.press("Enter")
    sheet.keyboard.press("Escape")
    expect(sheet.locator(EDITOR)).to_be_focused()
    sheet.keyboard.type("Small")
    expect_written(sheet, lambda html: html == "<h3>Small</h3>")


def test_a_dialog_gives_the_focus_back(sheet: Page):
    write(sheet, "<p>words</p>")
    sheet.locator(EDITOR).click()
    sheet.keyboard.press("Control+a")
    sheet.wait_for_function(SELECTED)
    sheet.keyboard.press("Control+k")
    # As the browser's own line takes it.
    sheet.get_by_role("dialog", name="Link").get_by_label("Address").fill("example.com/x")
    sheet.keyboard.press("Enter")
    expect(sheet.locator(EDITOR)).to_be_focused()
    expect_written(sheet, lambda html: html == '<p><a href="https://example.com/x">words</a></p>')


def test_lists_begin_as_they_are_typed(sheet: Page):
    sheet.locator(EDITOR).click()
    for keys in ("- dot", "Enter", "Enter", "1. one", "Enter", "two", "Enter", "Enter", "2022. A year"):
        sheet.keyboard.press(keys) if keys == "Enter" else sheet.keyboard.type(keys)
    lists = "<ul><li><p>dot</p></li></ul><ol><li><p>one</p></li><li><p>two</p></li></ol>"
    expect_written(sheet, lambda html: html == f"{lists}<p>2022. A year</p>")


def test_a_slash_on_an_empty_line_offers_blocks(sheet: Page):
    sheet.locator(EDITOR).click()
    sheet.keyboard.type("/sub")
    expect(sheet.get_by_role("option", name="Subheading")).to_have_attribute("aria-selected", "true")
    sheet.keyboard.press("Enter")
    sheet.keyboard.type("Small")
    expect_written(sheet, lambda html: html == "<h3>Small</h3>")
    expect(sheet.get_by_role("listbox")).to_have_count(0)


def test_blocks_move_by_keys_and_buttons_and_undo_takes_it_back(sheet: Page):
    before = '<p>One</p><p>Two</p><cms-embed data-url="https://example.com/x"></cms-embed><p>End</p>'
    write(sheet, before)
    put_caret(sheet, "Two")
    sheet.keyboard.press("Alt+Shift+ArrowUp")
    expect_written(sheet, lambda html: html.startswith("<p>Two</p><p>One</p>"))
    sheet.locator(".desk-cms-embed").get_by_role("button", name="Up").click()
    expect_written(sheet, lambda html: html.startswith("<p>Two</p><cms-embed"))
    sheet.locator(".desk-cms-embed").get_by_role("button", name="Remove").click()
    expect_written(sheet, lambda html: "cms-embed" not in html)
    sheet.get_by_role("button", name="Undo").click()
    expect_written(sheet, lambda html: "cms-embed" in html)


def test_a_table_is_asked_for_in_our_words(sheet: Page):
    sheet.locator(EDITOR).click()
    sheet.get_by_role("button", name="Table", exact=True).click()
    dialog = sheet.get_by_role("dialog", name="Table")
    dialog.get_by_label("Rows").fill("2")
    dialog.get_by_label("Columns").fill("1")
    dialog.get_by_role("button", name="Done").click()
    expect(sheet.locator(f"{EDITOR} table")).to_be_visible()
    sheet.get_by_role("button", name="What it heads").click()
    sheet.get_by_role("dialog").get_by_label("It heads").select_option("col")
    sheet.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(sheet.locator(f"{EDITOR} th[scope=col]")).to_have_count(1)
    expect_written(sheet, lambda html: '<th scope="col"' in sanitise(html))
