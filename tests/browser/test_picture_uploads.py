"""Several files at once: good ones appear, a bad one keeps its line and its sentence."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Picture
from newsroom.site.models import SiteSettings
from tests.factories import make_user
from tests.pictures import photograph

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_works(page: Page, live_server):
    SiteSettings(name="The Lantern").save()
    make_user("ada@example.com", is_staff=True, is_superuser=True)
    page.goto(f"{live_server.url}/admin/login/?next=/admin/articles/picture/")
    page.locator("[name=username]").fill("ada@example.com")
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    # Until the script runs the section is hidden, and files given to it would be nobody's.
    expect(page.locator("[data-upload]")).to_be_visible()
    files = [("one.png", photograph(1)), ("words.jpg", b"no picture"), ("two.png", photograph(2))]
    page.locator("[data-files]").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files]
    )
    lines = page.locator("[data-list] > li")
    expect(page.locator("[data-status]")).to_have_text(
        re.compile("3 of 3 files are through, 1 refused"), timeout=30_000
    )
    expect(lines.nth(0).locator("img")).to_be_visible()
    expect(lines.nth(1)).to_contain_text("holds no picture")
    expect(lines.nth(2)).to_contain_text("Added.")
    assert Picture.objects.count() == 2
    page.locator("[data-words]").click()
    credits = page.locator("[data-word=credit] input")
    credits.nth(0).fill("Ada")
    page.locator("[data-word=credit]").nth(0).get_by_role("button").click()
    expect(credits.nth(1)).to_have_value("Ada")
