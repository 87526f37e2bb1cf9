"""From an empty database to the first draft: the way of whoever sets a newspaper up."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.first_run import state
from newsroom.site.models import SiteSettings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def new_newspaper(settings):
    settings.FIRST_RUN = True
    settings.FIXED_BY_ENVIRONMENT = ["TIME_ZONE"]  # the tests' own process keeps its zone
    state.forget()
    yield
    state.forget()


def test_from_nothing_to_the_first_draft(page: Page, live_server):
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url)
    expect(page).to_have_url(re.compile("/setup/$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_label("Name of the newspaper").fill("The Lantern")
    page.get_by_label("Your name").fill("Ada Chief")
    page.get_by_label("Your e-mail address").fill("ada@example.com")
    password = page.get_by_label("Password", exact=True)
    password.fill("short")
    page.get_by_role("button", name="Show the password").click()
    expect(password).to_have_attribute("type", "text")
    password.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_text("at least 12 characters", exact=False).first).to_be_visible()
    expect(page.get_by_label("Name of the newspaper")).to_have_value("The Lantern")

    page.get_by_role("button", name="Українська").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    expect(page.locator("[name=person]")).to_have_value("Ada Chief")
    page.get_by_role("button", name="English").click()

    page.get_by_label("Password", exact=True).fill("seven quiet lamps")
    page.get_by_role("button", name="Begin").last.click()
    expect(page).to_have_url(re.compile(r"/admin/articles/article/\d+/change/$"))
    expect(page.get_by_text("This is its first draft")).to_be_visible()
    expect(page.get_by_label("Headline", exact=False).first).to_have_value(Article.objects.get().headline)
    assert (User.objects.get().email, SiteSettings.objects.get().name) == ("ada@example.com", "The Lantern")

    page.goto(live_server.url)
    expect(page.locator("h1").first).to_have_text("The Lantern")
    gone = page.goto(f"{live_server.url}/setup/")
    assert gone is not None and gone.status == 404
    assert problems == []
