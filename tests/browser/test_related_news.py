"""Related news chosen at the desk: found, added, pinned, put in order, banned; and seen by a reader."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import ApprovalRule, RelatedBan, RelatedByRule, RelatedLink, Source, StoryTag, Tag
from tests.browser.desk_page import press
from tests.browser.editor import EDITOR
from tests.browser.test_desk_accessibility import serious
from tests.factories import make_article, make_story, minutes_ago

pytestmark = pytest.mark.django_db(transaction=True)
DAY = 24 * 60


@pytest.fixture
def article(db):
    """An article that shares a tag with three stories and one of ours, and has a line already."""
    wire = Source.objects.create(name="North Wire", feed_url="https://wire.example/", is_trusted=True)
    found = make_article(
        headline="The council meets", tags=["Harbour"], published=True, related=[make_story("Chosen before")]
    )
    make_article(headline="Our harbour, last year", tags=["Harbour"], published=True)
    for number, title in enumerate(("Ships wait", "Cranes stop", "Gulls return")):
        story = make_story(title, source=wire, language="en", published_at=minutes_ago(number * DAY))
        tag = Tag.objects.get(name="Harbour")
        StoryTag.objects.create(story=story, tag=tag, published_at=story.published_at)
    return found


@pytest.fixture
def panel(desk: Page, live_server, article):
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    expect(desk.locator(EDITOR)).to_be_visible()
    fold = desk.locator("details[data-panel=related_links]")
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    expect(fold.locator("[data-offers] [data-offer]")).to_have_count(4)
    return fold


def offer(panel, title):
    return panel.locator("[data-offers] [data-offer]", has_text=title)


def titles(panel):
    return panel.locator("[data-lines] [data-line] [data-title]")


def line(panel, title):
    return panel.locator("[data-lines] [data-line]", has_text=title)


def test_an_editor_chooses_and_a_reader_sees_it(panel, desk: Page, live_server, article, context):
    expect(offer(panel, "Ships wait")).to_contain_text("shares Harbour; the same day; trusted source")
    expect(offer(panel, "Cranes stop")).to_contain_text("1 day apart")
    offer(panel, "Ships wait").get_by_role("button", name="Add").click()
    offer(panel, "Our harbour").get_by_role("button", name="Add").press("Enter")
    expect(titles(panel)).to_have_text(["Chosen before", "Ships wait", "Our harbour, last year"])
    expect(panel.locator("[data-offers] [data-offer]")).to_have_count(2)

    # Pinned, it stands on top and stays there.
    line(panel, "Our harbour").get_by_label("Pin").check()
    expect(titles(panel)).to_have_text(["Our harbour, last year", "Chosen before", "Ships wait"])
    line(panel, "Chosen before").get_by_role("button", name="Move up").click()
    expect(titles(panel)).to_have_text(["Our harbour, last year", "Chosen before", "Ships wait"])
    line(panel, "Ships wait").get_by_role("button", name="Move up").press("Enter")
    expect(titles(panel)).to_have_text(["Our harbour, last year", "Ships wait", "Chosen before"])
    expect(line(panel, "Ships wait").get_by_role("button", name="Move up")).to_be_focused()
    expect(panel.locator("[data-said]")).to_have_text("Ships wait: place 2 of 3")
    # By mouse, back again.
    line(panel, "Chosen before").locator(".desk-slot-handle").drag_to(
        line(panel, "Ships wait"), target_position={"x": 30, "y": 3}
    )
    expect(titles(panel)).to_have_text(["Our harbour, last year", "Chosen before", "Ships wait"])
    line(panel, "Chosen before").get_by_role("button", name="Remove").click()

    # Never, undone, and never again: at once, whatever is saved.
    offer(panel, "Cranes stop").get_by_role("button", name="Never").click()
    expect(panel.locator("[data-offers]")).to_contain_text("Never with this article: “Cranes stop”.")
    panel.get_by_role("button", name="Undo").click()
    offer(panel, "Cranes stop").get_by_role("button", name="Never").click()
    expect(panel.get_by_role("button", name="Undo")).to_be_focused()
    panel.get_by_role("button", name="Look again").click()
    expect(panel.locator("[data-offers] > ol [data-offer]")).to_have_count(1)
    assert list(RelatedBan.objects.values_list("story__title", flat=True)) == ["Cranes stop"]

    press(desk, "Save and publish changes")
    expect(line(panel, "Chosen before")).to_have_count(0)
    expect(titles(panel)).to_have_text(["Our harbour, last year", "Ships wait"])
    found = RelatedLink.objects.order_by("position").values_list("target__headline", "story__title", "is_pinned")
    assert list(found) == [("Our harbour, last year", None, True), (None, "Ships wait", False)]

    reader = context.browser.new_context().new_page()
    reader.goto(live_server.url + article.live_edition.get_absolute_url())
    shown = reader.get_by_role("heading", name="Related news").locator(
        "xpath=ancestor::*[self::section or self::aside][1]"
    )
    expect(shown).to_have_text(re.compile("Our harbour, last year.*Ships wait", re.DOTALL))
    reader.context.close()


def test_found_by_search_and_by_address(panel, desk: Page, live_server, article):
    story = make_story("A known story")
    panel.get_by_label("Add by search").fill("gulls")
    found = panel.locator("[data-found] [data-offer]")
    expect(found).to_have_count(1)
    found.get_by_role("button", name="Add").click()
    expect(found.get_by_role("button", name="Add")).to_be_disabled()
    address = panel.get_by_label("Add by address")
    address.fill("no address at all")
    address.press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text("is no web address")
    expect(address).to_have_value("no address at all")
    address.fill(story.url)
    panel.locator("[data-fetch]").click()
    expect(titles(panel)).to_have_text(["Chosen before", "Gulls return", "A known story"])
    expect(address).to_have_value("")
    line(panel, "A known story").get_by_role("button", name="Move up").click()
    line(panel, "A known story").get_by_role("button", name="Move up").click()
    in_order = ["A known story", "Chosen before", "Gulls return"]
    expect(titles(panel)).to_have_text(in_order)
    # Nothing of this has left the page: Enter asked, and did not save.
    assert RelatedLink.objects.count() == 1
    # What was added and not saved comes back.
    expect(desk.locator("[data-saving-line]")).to_contain_text("Kept")
    desk.reload()
    expect(titles(panel)).to_have_text(in_order)
    press(desk, "Save")
    expect(desk.get_by_text("Saved. Readers see no change")).to_be_visible()
    expect(titles(panel)).to_have_text(in_order)
    assert RelatedLink.objects.count() == 3


def test_axe_finds_nothing_serious_in_the_panel(panel, desk: Page, article):
    rule = ApprovalRule.objects.create(name="Harbour", is_active=True)
    by_rule = make_story("By the rule", source=Source.objects.get())
    RelatedByRule.objects.create(article=article, story=by_rule, rule=rule, score=50)
    RelatedBan.objects.create(article=article, story=make_story("Never"))
    panel.get_by_role("button", name="Look again").click()
    expect(panel.locator("[data-offers]")).to_contain_text("added by the rule “Harbour”")
    offer(panel, "Gulls return").get_by_role("button", name="Never").click()
    expect(panel.get_by_role("button", name="Undo")).to_be_focused()
    offer(panel, "Ships wait").get_by_role("button", name="Add").click()
    line(panel, "Ships wait").get_by_label("Pin").check()
    line(panel, "Chosen before").get_by_role("button", name="Remove").click()
    panel.get_by_label("Add by search").fill("harbour")
    expect(panel.locator("[data-found] [data-offer]")).to_have_count(1)
    panel.locator("[data-banned]").evaluate("each => { each.open = true }")
    for theme in ("light", "dark"):
        for width in (390, 1440):
            desk.emulate_media(color_scheme=theme)
            desk.set_viewport_size({"width": width, "height": 900})
            assert serious(desk, ".desk-related") == [], (theme, width)
            assert desk.evaluate("document.documentElement.scrollWidth") <= width
