"""Pictures of the writing page and of what stands around the text."""

from playwright.sync_api import expect

from articles import commenting
from tests.browser.editor import SELECT

from .camera import Cut, Studio, picture
from .people import CHIEF, EDITOR, WRITER, article, form_of, person, rewrite

# The first words of a paragraph that is in sight.
BESIDE = """() => [...document.querySelectorAll(".ProseMirror > p")]
  .find((each) => each.getBoundingClientRect().top > 220).textContent.split(/(?<=[.,])/)[0]"""


@picture("writing-page")
def writing_page(studio: Studio) -> Cut:
    page = studio.page(form_of("seven-pylons-frozen-river"), who=EDITOR, width=1440, height=960, scale=1)
    expect(page.locator("[data-count-words]")).not_to_have_text("0")
    return Cut(page, ".desk-top", ".desk-side", "#submit-row", margin=(0, 12), whole=False)


@picture("writing-search-and-social")
def search_and_social(studio: Studio) -> Cut:
    page = studio.page(form_of("parliament-sets-date-energy-reserve-hearing"), who=EDITOR, width=1440, scale=1.25)
    panel = page.locator("[data-panel=search-and-social]")
    panel.locator("summary").click()
    expect(panel.locator("[data-look-picture=social] img")).to_be_visible()
    return Cut(page, panel)


@picture("checks-panel")
def checks_panel(studio: Studio) -> Cut:
    bridges = article("report-under-embargo-bridges")
    rewrite(bridges.slug, WRITER, body=bridges.body + "<p>The oldest of them was opened by TK in 1893.</p>")
    page = studio.page(form_of(bridges.slug), who=EDITOR, width=1440, height=758, scale=1)
    panel = page.locator("#desk-checks")
    expect(panel).to_have_attribute("open", "")
    expect(page.locator("#submit-row .desk-checks-note")).to_be_visible()
    return Cut(page, ".desk-top", ".desk-side", "#submit-row", margin=(0, 12), whole=False)


@picture("checks-levels")
def check_levels(studio: Studio) -> Cut:
    page = studio.page("/admin/articles/checklevel/", who=CHIEF, width=1100)
    return Cut(page, ".desk-levels > p", ".desk-levels tbody tr:nth-child(9)", margin=(15, 8))


@picture("comments-beside")
def comments(studio: Studio) -> Cut:
    families = article("poplar-road-five-families")
    asked = commenting.comment(families, "@Ada Editor may we name the second family?", by=person(WRITER))
    commenting.comment(families, "We may: their letter is in the archive.", by=person(CHIEF), parent=asked)
    page = studio.page(form_of(families.slug), who=EDITOR, width=1440, height=860, scale=1)
    beside = page.locator("#desk-comments")
    beside.evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 20)")
    words = page.evaluate(BESIDE)
    page.evaluate(SELECT, words)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.keyboard.type("Who says so? Name the source, please.")
    beside.get_by_role("button", name="Send comment").click()
    expect(beside.get_by_text("Who says so?").first).to_be_visible()
    page.wait_for_function("CSS.highlights.get('desk-comments')?.size > 0")
    beside.evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 20)")
    return Cut(page, ".desk-writing", beside, height=712, whole=False)
