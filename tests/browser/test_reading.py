"""A reader's way: front page, the article, Read also, a tag, search, the dark theme, the lite edition."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles import publishing
from articles.models import Front, FrontSlot, RelatedLink
from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import make_article, make_author, make_picture, make_section, make_story, minutes_ago

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newspaper():
    """A small newspaper around an article with all that the page can hold."""
    settings = SiteSettings(
        name="The Lantern", tagline="Independent reporting", appeal_headline="Readers pay for this.",
        appeal_text="Join us.", appeal_button="Become a patron", appeal_url="/support/",
    )  # fmt: skip
    settings.save()
    border = make_section(name="Border", slug="border")
    MenuItem.objects.create(settings=settings, place="sections", label="Border", url="/section/border/")
    ada = make_author(name="Ada Writer", slug="ada")
    target = make_article(headline="How to read a build-up", section=border, published=True, at=minutes_ago(500))
    article = make_article(
        headline="Belarus plans drills near the border", deck="Said the minister.", section=border, authors=[ada],
        tags=["Belarus"], lead_picture=make_picture(with_files=True, caption="A watchtower", credit="Drawn by us"),
        body=f'<p>The minister spoke of measures.</p><cms-read-also data-article="{target.pk}"></cms-read-also>'
        "<blockquote><p>We will not stand aside.</p></blockquote>",
    )  # fmt: skip
    RelatedLink.objects.create(article=article, story=make_story("Snow ahead", excerpt="It snows."))
    publishing.publish(article, at=minutes_ago(60))
    publishing.correct(article, "It was the 4th, not the 11th.")
    front = Front.objects.create(language="en")
    FrontSlot.objects.create(front=front, place=FrontSlot.Place.LEAD, article=article)
    return article


def test_a_reader_goes_through_the_newspaper(page: Page, live_server, newspaper):
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    page.goto(live_server.url)
    expect(page.locator("h1")).to_have_text("The Lantern")
    page.get_by_role("link", name="Belarus plans drills near the border").first.click()

    expect(page.locator("h1")).to_have_text("Belarus plans drills near the border")
    for words in ("Ada Writer", "A watchtower", "Drawn by us", "It was the 4th", "Become a patron", "Snow ahead"):
        expect(page.locator("main")).to_contain_text(words)
    assert page.locator("main figure img").first.evaluate("image => image.complete && image.naturalWidth > 0")

    page.locator("aside.read").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("How to read a build-up")
    page.go_back()

    page.get_by_role("link", name="Belarus", exact=True).last.click()
    expect(page).to_have_url(re.compile("/tag/belarus/$"))
    expect(page.locator("main")).to_contain_text("Belarus plans drills near the border")

    page.get_by_role("link", name="Search").first.click()
    page.get_by_role("searchbox").fill("measure")
    page.keyboard.press("Enter")
    expect(page.locator("main mark").first).to_be_visible()
    page.get_by_role("link", name="Belarus plans drills near the border").first.click()

    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("button[aria-pressed]").first.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before

    page.get_by_role("link", name=re.compile("^Lite")).first.click()
    expect(page).to_have_url(re.compile("/lite/"))
    expect(page.locator("h1")).to_have_text("Belarus plans drills near the border")
    assert page.locator("img, script, link[rel=stylesheet]").count() == 0

    assert problems == []


def test_everything_is_read_without_javascript(browser, live_server, newspaper):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(live_server.url + newspaper.live_edition.get_absolute_url())
    expect(page.locator("main")).to_contain_text("We will not stand aside.")
    expect(page.get_by_role("button", name="Dark")).to_have_count(0)
    context.close()


def test_the_keyboard_reaches_the_text_first(page: Page, live_server, newspaper):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")


def test_the_initial_of_a_text_that_begins_with_a_link_is_an_initial(page: Page, live_server):
    SiteSettings(name="The Lantern").save()
    said = "said so, and said it again at length, until a paragraph stood there that is long enough. " * 2
    body = f'<p><a href="https://example.com/">Officials</a> {said}</p><p>More.</p>'
    page.goto(live_server.url + make_article(body=body, published=True).get_absolute_url())
    drawn = "const drawn = getComputedStyle(document.querySelector('.prose > p'), '::first-letter');"
    # What floats is not underlined with the words around it.
    assert page.evaluate(f"(() => {{ {drawn} return drawn.cssFloat }})()") == "left"
    ink = page.evaluate("getComputedStyle(document.querySelector('.prose > p')).color")
    assert page.evaluate(f"(() => {{ {drawn} return drawn.color }})()") == ink
