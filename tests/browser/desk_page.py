"""The way to the desk, and where things are on the writing page."""

import re

from playwright.sync_api import Page

from .editor import EDITOR


def sign_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/admin/login/")
    page.get_by_label(re.compile("E-mail", re.IGNORECASE)).fill(email)
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")


def headline(page: Page):
    return page.locator("[name=headline]")


def body(page: Page):
    return page.locator(EDITOR)


def end_of_text(page: Page) -> None:
    body(page).locator("> p").last.click()
    page.keyboard.press("Control+End")


def press(page: Page, name: str) -> None:
    """Press one of the buttons below the form, wherever there was room for it."""
    row = page.locator("#submit-row")
    button = row.get_by_role("button", name=name, exact=True)
    if not button.is_visible():
        row.get_by_role("button", name="More").click()
    button.click()
