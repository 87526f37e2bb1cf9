"""What only a browser shows: the list follows the writing and leads to the spot; the preview has unsaved words."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.site.models import SiteSettings
from tests.browser.editor import EDITOR
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(page: Page, live_server):
    """The form of a draft, open before an editor; nothing may fail in its console."""
    SiteSettings(name="The Lantern").save()
    client = Client()
    client.force_login(make_user("ada@example.com", is_staff=True, is_superuser=True))
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    article = make_article(headline="The ferry stops", body="<p>One.</p><p>Two.</p>")
    problems: list[str] = []
    page.context.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(page.locator(EDITOR)).to_be_visible()
    yield page
    assert problems == []


def test_the_list_follows_the_writing_and_leads_to_the_spot(form: Page):
    panel = form.locator("#desk-checks")
    panel.locator("summary").click()
    expect(panel).to_contain_text("There are no tags.")
    form.locator(EDITOR).locator("> p").last.click()
    form.keyboard.press("End")
    form.keyboard.type(" Paid TK hryvnias.")
    expect(panel).to_contain_text("“TK” still stands in the text")
    panel.get_by_role("link", name="still stands").click()
    form.keyboard.press("Home")
    form.keyboard.type("Here: ")
    expect(form.locator(EDITOR).locator("> p").last).to_have_text("Here: Two. Paid TK hryvnias.")
    panel.get_by_role("link", name="There are no tags.").click()
    expect(form.locator(".field-tags .select2-search__field")).to_be_focused()
    form.get_by_label("Headline", exact=False).first.fill("x" * 90)
    panel.get_by_role("link", name="90 characters").click()
    expect(form.locator("#id_search_headline")).to_be_focused()
    expect(form.locator("#submit-row .desk-checks-note")).to_contain_text("things to look at")
    assert Article.objects.get().headline == "The ferry stops"


def test_the_preview_has_what_is_not_saved(form: Page):
    form.get_by_label("Headline", exact=False).first.fill("Written and not saved")
    with form.expect_popup() as opened:
        form.locator("#submit-row").get_by_role("link", name="Preview").click()
    preview = opened.value
    frame = preview.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("Written and not saved")
    expect(preview.get_by_role("status")).to_have_text("With what is not saved yet")
    preview.get_by_role("button", name="Phone").click()
    expect(preview.locator("iframe")).to_have_css("width", "390px")
    preview.get_by_role("button", name="Dark").click()
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    form.get_by_label("Headline", exact=False).first.fill("")
    preview.get_by_role("button", name="Refresh").click()
    expect(frame.locator("h1")).to_have_text("The ferry stops")
    expect(preview.locator(".preview-notes")).to_contain_text("Write a headline.")
    assert Article.objects.get().headline == "The ferry stops"


def test_a_link_is_made_and_revoked_without_losing_words(form: Page, live_server):
    form.get_by_label("Headline", exact=False).first.fill("Typed before")
    form.get_by_text("Show it to somebody without an account").click()
    form.get_by_label("For whom").fill("our lawyer")
    form.get_by_role("button", name="Make a link").click()
    address = form.get_by_label("Address of the link")
    expect(address).to_have_value(re.compile("/shared/"))
    expect(form.get_by_role("button", name="Copy")).to_be_focused()
    path = "/shared/" + address.input_value().partition("/shared/")[2]
    outside = form.context.browser.new_page()
    outside.goto(live_server.url + path)
    expect(outside.locator("h1")).to_have_text("The ferry stops")
    form.get_by_role("button", name="Revoke").click()
    expect(form.locator("[data-shares]")).to_contain_text("revoked")
    outside.reload()
    expect(outside.locator("h1")).to_have_text("This link has ended")
    outside.close()
    expect(form.get_by_label("Headline", exact=False).first).to_have_value("Typed before")
