"""Pictures of related news at the desk."""

from playwright.sync_api import expect

from articles.models import ApprovalRule

from .camera import Cut, Studio, picture
from .people import CHIEF, EDITOR, article, form_of

NUMBERS = "migrant-numbers-fall-polish-line"


@picture("related-panel")
def panel(studio: Studio) -> Cut:
    article(NUMBERS).related_links.order_by("position").last().delete()
    page = studio.page(form_of(NUMBERS), who=EDITOR, width=1440, scale=1.25)
    fold = page.locator("details[data-panel=related_links]")
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    expect(fold.locator("[data-offers] [data-offer]").first).to_be_visible()
    lines = fold.locator("[data-lines] [data-line]")
    lines.nth(1).get_by_label("Pin").check()
    page.wait_for_load_state("networkidle")
    return Cut(page, fold.locator("summary").first, fold.locator("[data-offers] [data-offer]").nth(1), margin=(15, 6))


@picture("related-rule")
def rule(studio: Studio) -> Cut:
    made = ApprovalRule.objects.create(name="Neighbours we trust", shared_tags=1, least_score=10, days=14)
    page = studio.page(f"/admin/articles/approvalrule/{made.pk}/try/", who=CHIEF, scale=1.25)
    return Cut(page, "#main .desk-panel", height=582)
