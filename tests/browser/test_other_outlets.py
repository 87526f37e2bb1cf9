"""From an outlet's address to its stories below an article: seen before adding, taken in, approved, read."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Source, Story
from articles.related.picture_queue import fetch_pictures
from tests.articles.related.conftest import XML, item, rss
from tests.browser.desk_page import press
from tests.browser.editor import EDITOR
from tests.factories import make_article, picture_file
from tests.misbehaving import answer

pytestmark = pytest.mark.django_db(transaction=True)

STORIES = ("Ships wait for ice in the harbour", "Harbour cranes stop", "Market day moved to Sunday")


@pytest.fixture
def outlet(outside):
    """Another outlet's site: its front page names its feed, each story has a picture."""
    outside.on("/big.png", answer(picture_file().read(), content_type="image/png"))
    media = f'<media:thumbnail url="{outside.url("/big.png")}"/>'
    items = [
        item(number, title=title, link=outside.url(f"/{number}"), more=media) for number, title in enumerate(STORIES)
    ]
    feed = outside.on("/feed", answer(rss(*items, title="North Wire", language="en"), content_type=XML))
    link = f'<link rel="alternate" type="application/rss+xml" title="All news" href="{feed}">'
    outside.on("/", answer(f"<html><head><title>North Wire</title>{link}</head></html>", content_type="text/html"))
    return outside


def test_an_editor_adds_an_outlet_and_a_reader_finds_its_stories(desk: Page, live_server, outlet, context):
    article = make_article(headline="Ice closes the harbour", tags=["Harbour"], published=True)
    desk.goto(f"{live_server.url}/admin/articles/source/add/")
    desk.get_by_label("Address").fill(outlet.url("/"))
    desk.get_by_role("button", name="See what is there").click()
    expect(desk.locator(".desk-clip-title")).to_have_text(list(STORIES))
    assert not Source.objects.exists()
    desk.get_by_label("Outlet").fill("North Wire")
    desk.get_by_role("button", name="Add this source").click()
    expect(desk.get_by_text("3 stories came in")).to_be_visible()
    expect(desk.locator(".desk-clip-title")).to_have_count(3)
    assert fetch_pictures() == 3

    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(desk.locator(EDITOR)).to_be_visible()
    panel = desk.locator("details[data-panel=related_links]")
    if panel.get_attribute("open") is None:
        panel.locator("summary").first.click()
    for title in STORIES[:2]:
        offer = panel.locator("[data-offers] [data-offer]", has_text=title)
        expect(offer).to_contain_text("North Wire")
        offer.get_by_role("button", name="Add").click()
    expect(panel.locator("[data-lines] [data-line] [data-title]")).to_have_text(list(STORIES[:2]))
    press(desk, "Save and publish changes")
    expect(desk.get_by_text("Published:")).to_be_visible()

    reader = context.browser.new_context().new_page()
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(live_server.url + article.live_edition.get_absolute_url())
    news = reader.get_by_role("heading", name="Related news").locator(
        "xpath=ancestor::*[self::section or self::aside][1]"
    )
    expect(news).to_have_text(re.compile(".*".join(STORIES[:2]), re.DOTALL))
    expect(news).not_to_contain_text(STORIES[2])
    expect(news.get_by_role("link", name=re.compile(STORIES[0]))).to_have_attribute("href", outlet.url("/0"))
    expect(news.get_by_role("link", name=re.compile(STORIES[0]))).to_have_attribute("rel", re.compile("noopener"))
    news.scroll_into_view_if_needed()
    expect(news.locator("img")).to_have_count(2)
    assert Story.objects.count() == 3 and all(url.startswith(live_server.url) for url in asked)
    reader.context.close()
