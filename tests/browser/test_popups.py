"""A new author, section or picture is made from within an article, and is chosen there."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Author
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db(transaction=True)
DOTS = ".field-author .related-widget-wrapper [role=button]"
FRAME = ".related-modal-frame"


def open_article(page: Page, live_server, **fields) -> None:
    page.goto(f"{live_server.url}/admin/articles/article/{make_article(**fields).pk}/change/")
    expect(page.locator(DOTS).first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_an_author_made_from_within_an_article_is_chosen_in_it(desk: Page, live_server, width):
    desk.set_viewport_size({"width": width, "height": 800})
    open_article(desk, live_server)
    desk.locator(DOTS).first.click()
    desk.get_by_role("link", name="Add another author").click()
    frame = desk.frame_locator(FRAME)
    expect(frame.locator("[name=name]")).to_be_focused()
    frame.locator("[name=name]").fill("Mavka Writer")
    frame.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".field-author .select2-selection__rendered").first).to_contain_text("Mavka Writer")
    expect(desk.locator("#id_bylines-0-author")).to_have_value(str(Author.objects.get().pk))
    expect(desk.locator(DOTS).first).to_be_focused()
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_an_author_is_changed_from_within_an_article(desk: Page, live_server):
    open_article(desk, live_server, authors=[make_author(name="Mavka")])
    desk.locator(DOTS).first.click()
    desk.get_by_role("link", name="Change selected author").click()
    frame = desk.frame_locator(FRAME)
    frame.locator("[name=name]").fill("Mavka Lisova")
    frame.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".field-author .select2-selection__rendered").first).to_contain_text("Mavka Lisova")


@pytest.mark.parametrize("where", ["the frame", "the page"])
def test_escape_closes_the_frame_and_brings_the_focus_back(desk: Page, live_server, where):
    open_article(desk, live_server)
    desk.locator(DOTS).first.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("link", name="Add another author")).to_be_focused()
    desk.keyboard.press("Enter")
    frame = desk.frame_locator(FRAME)
    expect(frame.locator("[name=name]")).to_be_focused()
    if where == "the page":
        desk.get_by_role("button", name="Close").focus()
    desk.keyboard.press("Escape")
    expect(desk.locator(FRAME)).to_have_count(0)
    expect(desk.locator(DOTS).first).to_be_focused()


@pytest.mark.parametrize("what", ["lead_picture", "section"])
def test_the_other_ones_open_too(desk: Page, live_server, what):
    open_article(desk, live_server)
    desk.locator(f".field-{what} .related-widget-wrapper [role=button]").click()
    desk.locator(f"#add_id_{what}").click()
    expect(desk.frame_locator(FRAME).locator("form input:not([type=hidden])").first).to_be_visible()
    desk.get_by_role("button", name="Close").click()
    expect(desk.locator(FRAME)).to_have_count(0)
