"""Pictures of saving, of two people in one article, and of versions."""

from playwright.sync_api import expect

from articles import publishing, versions
from tests.browser.desk_page import press
from tests.browser.editor import EDITOR as TEXT

from .camera import Cut, Studio, picture
from .people import CHIEF, EDITOR, WRITER, article, form_of, person, rewrite

GRAIN = "last-grain-before-the-ice"


@picture("saving-line")
def saving_line(studio: Studio) -> Cut:
    page = studio.page(form_of("trains-timetable-by-hand"), who=WRITER, height=640)
    page.locator(f"{TEXT} > p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" She has been asked for her autograph.", delay=5)
    expect(page.locator("[data-saving-line]")).to_contain_text("Kept in your drafts at")
    return Cut(page, "#submit-row", margin=0, whole=False)


@picture("saving-conflict")
def conflict(studio: Studio) -> Cut:
    budget = "what-the-new-budget-does-not-say"
    page = studio.page(form_of(budget), who=EDITOR)
    expect(page.locator(TEXT)).to_be_visible()
    rewrite(budget, CHIEF, headline="What the new budget of the region says about dog shelters")
    page.locator("[name=headline]").fill("What the new budget does not say about shelters for people")
    press(page, "Save")
    expect(page.get_by_role("group", name="Headline")).to_be_visible()
    return Cut(page, ".desk-conflict")


def grain_with_versions() -> str:
    """Give an article that is public a few more versions, the last of them not published; return the list's address."""
    grain = article(GRAIN)
    address = f"/admin/articles/article/{grain.pk}/versions/"
    if grain.versions.count() > 3:
        return address
    # The demo was built a moment ago; its versions say so, its editions do not.
    grain.versions.update(made_at=grain.editions.get().live_from)
    first, closing, rest = grain.body.partition("</p>")
    rewrite(GRAIN, WRITER, 240, deck="Eleven barges, two cranes and a thermometer on a fishing line.")
    longer = f"{first} Nobody on the quay takes off a hat, and nobody leaves.{closing}{rest}"
    versions.name(rewrite(GRAIN, EDITOR, 150, body=longer), "Before the lawyer’s cuts")
    rewrite(GRAIN, EDITOR, 95, headline="Last grain before the ice", body=grain.body)
    publishing.publish(article(GRAIN), by=person(EDITOR))
    other = grain.body.replace("start again a little faster", "go on, a little faster than before")
    rewrite(GRAIN, CHIEF, headline="The last grain before the ice", body=other)
    return address


@picture("versions-list")
def versions_list(studio: Studio) -> Cut:
    page = studio.page(grain_with_versions(), who=EDITOR)
    page.locator("[name=old]").nth(5).check()
    page.locator("[name=new]").nth(3).check()
    return Cut(page, ".desk-history")


@picture("versions-compare")
def compare(studio: Studio) -> Cut:
    page = studio.page(grain_with_versions(), who=EDITOR)
    page.get_by_role("button", name="Compare the two chosen").click()
    page.wait_for_load_state("networkidle")
    return Cut(page, ".desk-sides", "section[aria-label='What differs']")
