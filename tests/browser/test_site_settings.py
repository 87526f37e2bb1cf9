"""The settings' previews follow what is typed, and a page chosen for a menu becomes a line."""

import re

import pytest
from playwright.sync_api import Page, expect

from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_colours_appeal_and_menus_are_shown_while_they_are_written(page: Page, live_server):
    SiteSettings(name="The Lantern").save()
    make_section(name="Border", slug="border", translations={"uk": {"name": "Кордон"}})
    make_user("ada@example.com", is_staff=True, is_superuser=True)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{live_server.url}/admin/login/?next=/admin/site/sitesettings/1/change/")
    page.get_by_label(re.compile("E-mail", re.IGNORECASE)).fill("ada@example.com")
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")

    light = page.locator("[data-look=light]")
    expect(light).to_contain_text("easy to read")
    page.locator("#id_accent").fill("#ff8800")
    expect(light).to_contain_text("2.1 to 1: too weak")
    expect(light.locator(".desk-look-link")).to_have_css("color", "rgb(255, 136, 0)")
    page.locator("#id_accent").fill("#7a1fa2")
    expect(light).to_contain_text("easy to read")

    page.get_by_text("Appeal for support").first.click()
    box = page.locator("[data-appeal]")
    expect(box).to_contain_text("no box is shown")
    page.locator("#id_appeal_headline").fill("Readers pay <b>for</b> this")
    page.locator("#id_appeal_url").fill("/corrections/")
    expect(box).to_contain_text("Readers pay <b>for</b> this")

    page.get_by_role("link", name="Menus").click()
    page.get_by_label("Add a link to").select_option(label="Border")
    expect(page.locator("#id_menu_items-0-label")).to_be_focused()
    expect(page.locator("#id_menu_items-0-label_in_uk")).to_have_value("Кордон")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/**")
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    assert MenuItem.objects.get().url == "/section/border/"
    assert SiteSettings.objects.get().accent == "#7a1fa2"
    assert problems == []
