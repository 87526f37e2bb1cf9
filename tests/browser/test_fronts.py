"""A front set by hand in the browser: stories move between its places without a mouse, and with one."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Front, FrontSlot
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page, live_server):
    make_user("ada@example.com", is_staff=True, is_superuser=True)
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label(re.compile("E-mail", re.IGNORECASE)).fill("ada@example.com")
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    return page


def standing():
    return [(slot.place, slot.article.headline) for slot in FrontSlot.objects.select_related("article")]


def test_stories_are_moved_added_and_removed(desk: Page, live_server):
    front = Front.objects.create(language="en")
    for number, place in enumerate(("lead", "also", "desk")):
        story = make_article(published=True, headline=f"Story {number}")
        FrontSlot.objects.create(front=front, place=place, article=story, position=number)
    make_article(published=True, headline="A fresh story")
    make_article(published=True, headline="The newest of all")
    desk.goto(f"{live_server.url}/admin/articles/front/{front.pk}/change/")
    lead, below, beside = (desk.locator(f"[data-place={place}]") for place in ("lead", "also", "desk"))

    # By keyboard: the lead goes below, behind its old neighbour.
    lead.get_by_role("button", name="Move down").press("Enter")
    below.get_by_role("button", name="Move down").first.press("Enter")
    expect(below.locator("[data-slot]")).to_have_count(2)
    # By mouse: the story beside the lead becomes the lead.
    beside.locator(".desk-slot-handle").drag_to(lead.locator("h2"))
    expect(lead.locator("[data-slot]")).to_have_count(1)
    beside.get_by_role("button", name="Add a story").click()
    expect(desk.get_by_role("searchbox")).to_be_focused()
    desk.keyboard.type("fresh")
    desk.get_by_role("option", name=re.compile("A fresh story")).click()
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/admin/articles/front/")
    assert standing() == [("lead", "Story 2"), ("also", "Story 1"), ("also", "Story 0"), ("desk", "A fresh story")]

    desk.goto(f"{live_server.url}/admin/articles/front/{front.pk}/change/")
    lead.get_by_role("button", name="Remove").click()
    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Preview").click()
    expect(opened.value.locator("h2 a").first).to_have_text("The newest of all")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/admin/articles/front/")
    assert len(standing()) == 3


def test_a_place_that_is_full_says_so_at_once(desk: Page, live_server):
    front = Front.objects.create(language="en")
    for number in range(2):
        FrontSlot.objects.create(
            front=front, place="also", article=make_article(published=True, headline=f"Story {number}"), position=number
        )
    desk.goto(f"{live_server.url}/admin/articles/front/{front.pk}/change/")
    below = desk.locator("[data-place=also]")
    full = below.get_by_text("This place holds 2")
    expect(full).to_have_count(0)
    below.get_by_role("button", name="Add a story").click()
    expect(full).to_be_visible()
    below.get_by_role("button", name="Remove").first.click()
    expect(full).to_have_count(0)
