"""Around the text: what counts, what previews, what hides and what opens by itself."""

import json
import re
from html import escape

import pytest
from playwright.sync_api import Page, expect

from articles.body.text import reading_minutes, word_count
from tests.browser.editor import EDITOR
from tests.factories import make_article, make_author, make_picture, minutes_ago

from .desk_page import press
from .editor import write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(desk: Page, live_server) -> Page:
    desk.goto(f"{live_server.url}/admin/articles/article/add/")
    expect(desk.locator(EDITOR)).to_be_visible()
    return desk


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_the_browser_counts_as_the_server_does(sheet: Page):
    body = (
        "<p>п’ять state-owned war—and — 3,5</p><h2>Two<br>words</h2><ul><li><p>a</p></li><li><p>b</p></li></ul>"
        '<p>note<cms-footnote data-text="four words of note"></cms-footnote></p><p>'
        + "word " * 600
        + '</p><cms-picture data-picture="1" data-caption="A caption"></cms-picture><p>End</p>'
    )
    expect(sheet.locator("[data-count-words]")).to_have_text("0")
    expect(sheet.locator("[data-count-minutes]")).to_be_hidden()
    write(sheet, body)
    expect(sheet.locator("[data-count-minutes]")).to_be_visible()
    expect(sheet.locator("[data-count-words]")).to_have_text(f"{word_count(body)}")
    expect(sheet.locator("[data-count-minutes]")).to_have_text(f"{reading_minutes(word_count(body))}")


def test_the_browser_counts_real_texts_as_the_server_does(sheet: Page, shared_data):
    count = "async html => (await import('articles/prose/text')).wordCount(html)"
    seen = 0
    for path in sorted((shared_data / "texts").glob("*/articles.json")):
        for text in json.loads(path.read_text()):
            lines = [each["text"] if isinstance(each, dict) else each for each in text["paragraphs"]]
            body = "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
            there, here = sheet.evaluate(count, body), word_count(body)
            assert abs(there - here) <= here / 100, (text["id"], there, here)
            seen += 1
    assert seen > 50


def test_the_previews_fall_back_as_the_public_page_does(sheet: Page):
    sheet.locator("[data-panel=search-and-social] summary").click()
    sheet.get_by_label("Headline", exact=True).fill("Parliament sets a date")
    write(sheet, "<p>The beginning of the text.</p>")
    shown = sheet.locator
    expect(shown("[data-look=search_title]")).to_have_text("Parliament sets a date | The Lantern")
    expect(shown("[data-look=social_headline]")).to_have_text("Parliament sets a date")
    expect(shown("[data-look=social_description]")).to_have_text("The beginning of the text.")
    sheet.get_by_label("Deck").fill("After a year.")
    expect(shown("[data-look=search_description]")).to_have_text("After a year.")
    sheet.get_by_label("Description for search engines").fill("For search.")
    expect(shown("[data-look=social_description]")).to_have_text("For search.")
    sheet.get_by_label("Description for social networks").fill("For friends.")
    expect(shown("[data-look=social_description]")).to_have_text("For friends.")
    expect(shown("[data-look=search_description]")).to_have_text("For search.")
    sheet.get_by_label("Headline for search engines").fill("Word " * 22)
    expect(shown("[data-look=search_title]")).to_have_text(re.compile("…$"))
    expect(sheet.locator("#id_search_headline_counter")).to_have_class(re.compile("desk-warning"))


def test_the_picture_for_networks_stands_before_the_lead_picture(desk: Page, live_server):
    lead, social = make_picture(with_files=True), make_picture(with_files=True)
    article = make_article(lead_picture=lead, social_picture=social)
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    desk.locator("[data-panel=search-and-social] summary").click()
    expect(desk.locator("[data-look-picture=social] img")).to_have_attribute("src", re.compile(social.rendition_key))
    expect(desk.locator("[data-look-picture=front] img")).to_have_attribute("src", re.compile(lead.rendition_key))


def test_a_line_of_the_byline_has_room_and_its_number_waits_for_the_keyboard(desk: Page, live_server):
    article = make_article(authors=[make_author(name="Aleksandra Konstantinova-Wiśniewska")])
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    line = desk.locator("#bylines-group tbody.original").first
    chooser, menu, bin_ = (
        line.locator(each).bounding_box() for each in (".select2-container", "[x-ref]", ".field-position ~ td")
    )
    assert chooser["x"] + chooser["width"] <= menu["x"]
    assert menu["x"] + menu["width"] <= bin_["x"]
    number = line.get_by_label("Position")
    assert number.locator("xpath=ancestor::td").bounding_box()["width"] <= 1
    number.focus()
    assert number.bounding_box()["width"] > 30
    assert line.locator("[x-ref]").bounding_box()["x"] < number.bounding_box()["x"]


def test_focus_mode_hides_all_but_the_text_and_is_remembered(sheet: Page):
    button = sheet.get_by_role("button", name="Focus mode")
    button.click()
    expect(sheet.get_by_label("Section", exact=True)).to_be_hidden()
    expect(sheet.get_by_label("Headline", exact=True)).to_be_visible()
    expect(sheet.locator(EDITOR)).to_be_visible()
    expect(sheet.get_by_role("button", name="Save", exact=True)).to_be_visible()
    sheet.get_by_label("Headline", exact=True).fill("In quiet")
    expect(sheet.get_by_text("Kept in your drafts at")).to_be_visible()
    sheet.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    sheet.keyboard.press("Escape")
    expect(sheet.get_by_label("Section", exact=True)).to_be_visible()
    sheet.keyboard.press("Alt+Shift+Z")
    expect(sheet.get_by_label("Section", exact=True)).to_be_hidden()


def test_a_mistake_in_a_closed_panel_opens_it_and_the_summary_leads_there(sheet: Page):
    panel = sheet.locator("[data-panel=address-and-language]")
    panel.locator("summary").click()
    sheet.get_by_label("First published at").fill("nonsense")
    panel.locator("summary").click()
    sheet.get_by_label("Headline", exact=True).fill("Kept")
    sheet.get_by_role("button", name="Save", exact=True).click()
    summary = sheet.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(sheet.get_by_label("First published at")).to_be_visible()
    summary.get_by_role("link", name="First published at").click()
    expect(sheet.get_by_label("First published at")).to_be_focused()
    expect(sheet.get_by_label("Headline", exact=True)).to_have_value("Kept")


def test_a_refused_publication_says_why_in_sight(desk: Page, live_server):
    article = make_article(embargo_until=minutes_ago(-600), embargo_source="The institute")
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    press(desk, "Save and publish")
    expect(desk.get_by_text("nothing public changed")).to_be_visible()
    expect(desk.locator("#main > div .errornote", has_text="The embargo of The institute ends")).to_be_visible()
