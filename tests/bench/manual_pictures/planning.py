"""Pictures of the start page, the board and the calendar."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.withdrawals import schedule_withdrawal

from .camera import Cut, Studio, picture
from .people import CHIEF, EDITOR, article, person


@picture("planning-desk")
def start_page(studio: Studio) -> Cut:
    page = studio.page("/admin/", who=EDITOR)
    return Cut(page, ".desk-table")


@picture("planning-board")
def board(studio: Studio) -> Cut:
    page = studio.page("/admin/articles/article/board/", who=EDITOR, width=1440, height=900, scale=1)
    page.locator("[data-state=in_review] [data-card] .desk-card-facts").first.hover()
    page.mouse.down()
    target = page.locator("[data-state=ready]")
    goal = target.bounding_box()
    assert goal
    for step in range(8):
        page.mouse.move(goal["x"] + 60 + step, goal["y"] + 180 + step)
    expect(target).to_have_class("desk-column desk-drop")
    return Cut(page, "[data-state=draft]", "[data-state=scheduled]", margin=(11, 12), height=500, whole=False)


@picture("planning-calendar")
def calendar(studio: Studio) -> Cut:
    today, chief = timezone.localdate(), person(CHIEF)
    workflow.plan(article("draft-notes-winter-energy-series"), by=chief, planned_for=today - timedelta(days=4))
    evening = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
    schedule_withdrawal(article("letters-home-field-post"), evening + timedelta(days=2), by=chief)
    page = studio.page("/admin/articles/article/calendar/", who=EDITOR, width=1440, scale=1)
    return Cut(page, ".desk-month-head", ".desk-month")
