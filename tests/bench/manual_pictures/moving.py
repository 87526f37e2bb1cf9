"""Pictures of an article on its way: its buttons, its end, its preview and its links for outsiders."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from articles import sharing
from articles.models import ShareLink

from .camera import Cut, Studio, picture
from .people import CHIEF, EDITOR, WRITER, article, form_of, person


@picture("from-draft-review-buttons")
def review_buttons(studio: Studio) -> Cut:
    page = studio.page(form_of("ferry-that-runs-on-memory"), who=EDITOR, width=1440, height=760)
    expect(page.locator("#submit-row .desk-checks-note")).to_be_visible()
    return Cut(page, "#submit-row .desk-checks-note", "#submit-row [popovertarget=desk-more]", whole=False)


@picture("from-draft-withdraw")
def withdraw(studio: Studio) -> Cut:
    page = studio.page(form_of("migrant-numbers-fall-polish-line"), who=CHIEF, height=1000)
    if not (button := page.locator("#submit-row > .desk-rest").get_by_role("button", name="Withdraw…")).is_visible():
        page.get_by_role("button", name="More").click()
        button = page.locator("#desk-more").get_by_role("button", name="Withdraw…").last
    button.click()
    panel = page.locator("#desk-withdraw")
    panel.get_by_label("Words for readers").fill("We published figures that were not final. A new article follows.")
    return Cut(page, panel, margin=-2, whole=False)


@picture("preview-phone-dark")
def phone_dark(studio: Studio) -> Cut:
    page = studio.page(form_of("block-14-plans-for-the-dark"), who=EDITOR, height=860, scale=1.25)
    page.locator("[name=headline]").fill("Block 14 plans for the dark, floor by floor")
    with page.expect_popup() as opened:
        page.locator("#submit-row").get_by_role("link", name="Preview").click()
    preview = opened.value
    preview.set_viewport_size({"width": 860, "height": 800})
    preview.get_by_role("button", name="Phone").click()
    preview.get_by_role("button", name="Dark").click()
    frame = preview.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    expect(frame.locator("h1")).to_have_text("Block 14 plans for the dark, floor by floor")
    preview.wait_for_load_state("networkidle")
    return Cut(preview, "body", margin=0, whole=False)


@picture("preview-links")
def links(studio: Studio) -> Cut:
    shown, vira, now = article("night-shift-at-the-pumping-station"), person(WRITER), timezone.now()
    ended = sharing.make(shown, by=vira, days=1, note="our lawyer")
    revoked = sharing.make(shown, by=vira, days=3, note="a friend at the water board")
    sharing.make(shown, by=vira, days=7, note="Halyna Prokopchuk, for her quotes", may_comment=True)
    for link, hours in ((ended, 30), (revoked, 20)):
        sharing.opened(link, "Firefox")
        ShareLink.objects.filter(pk=link.pk).update(
            made_at=now - timedelta(hours=hours), opened_at=now - timedelta(hours=hours - 4)
        )
    ShareLink.objects.filter(pk=ended.pk).update(expires_at=now - timedelta(hours=6))
    sharing.revoke(revoked, by=vira)
    page = studio.page(form_of(shown.slug), who=WRITER, width=1440)
    page.locator("#desk-shares > summary").click()
    return Cut(page, "#desk-shares", margin=(15, 6))
