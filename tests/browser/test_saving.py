"""Nothing typed is lost: a pause, a reload, a lost line, a closed tab, an ended session, a colleague."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Autosave
from newsroom.site.models import SiteSettings
from tests.browser.editor import EDITOR
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)
HEADLINE = "[name=headline]"
KEPT = re.compile("Kept in your drafts at")


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/admin/login/")
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")


@pytest.fixture
def ada(page: Page, live_server):
    """The page of somebody who has signed in."""
    SiteSettings(name="The Lantern").save()
    make_user("ada@example.com", name="Ada", is_staff=True, is_superuser=True)
    make_user("oksana@example.com", name="Oksana", is_staff=True, is_superuser=True)
    sign_in(page, live_server.url, "ada@example.com")
    return page


@pytest.fixture
def oksana(ada, browser: Browser, live_server):
    """A second person, in a browser of her own."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, live_server.url, "oksana@example.com")
    yield page
    context.close()


def form_of(live_server, article) -> str:
    return f"{live_server.url}/admin/articles/article/{article.pk}/change/"


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(EDITOR)).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def saved(page: Page):
    return expect(page.get_by_text("Saved. Readers see no change"))


def test_a_pause_keeps_the_words_and_changes_nothing_else(ada: Page, live_server):
    article = make_article(headline="As readers have it", published=True)
    page = ada
    open_form(page, form_of(live_server, article))
    assert not Autosave.objects.exists()
    with page.expect_response("**/desk/autosave", timeout=2000 + 1000):
        page.locator(HEADLINE).fill("As typed")
    body = page.locator(EDITOR)
    body.click()
    page.keyboard.press("Control+End")
    with page.expect_response("**/desk/autosave"):
        page.keyboard.type(" More words.")
    expect(page.locator("[data-saving-line]")).to_have_text(KEPT)
    assert Autosave.objects.get().headline == "As typed"
    article.refresh_from_db()
    assert (article.headline, article.live_edition.headline) == ("As readers have it", "As readers have it")
    page.reload()
    expect(page.get_by_text("Your unsaved words of")).to_be_visible()
    expect(page.locator(HEADLINE)).to_have_value("As typed")
    expect(page.locator(EDITOR)).to_contain_text("More words.")
    page.get_by_role("button", name="Discard them").click()
    expect(page.locator(HEADLINE)).to_have_value("As readers have it")
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("width", [1440, 390])
def test_how_saving_goes_is_in_sight_at_the_end_of_a_long_text(ada: Page, live_server, width):
    article = make_article(body="<p>A paragraph among many.</p>" * 80)
    page = ada
    page.set_viewport_size({"width": width, "height": 800})
    open_form(page, form_of(live_server, article))
    page.locator(f"{EDITOR} > p").last.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("The end.")
    expect(page.locator("[data-saving-line]")).to_have_text(KEPT)
    expect(page.locator("[data-saving-line]")).to_be_in_viewport()
    page.context.clear_cookies()
    page.keyboard.type(" Not quite.")
    save(page)
    refused = page.get_by_role("alert").filter(has_text="It was not saved: you are signed out")
    expect(refused).to_be_in_viewport()
    expect(refused.get_by_role("link", name="Sign in in another tab")).to_be_in_viewport()


def test_a_form_that_was_only_opened_keeps_nothing(ada: Page, live_server):
    article = make_article(tags=["Energy"], body="<p>One</p><h2>Two</h2><p>Three</p>")
    open_form(ada, form_of(live_server, article))
    ada.locator(HEADLINE).click()
    ada.wait_for_timeout(4500)  # Longer than the form is looked at by itself.
    assert not Autosave.objects.exists()


def test_without_a_connection_the_browser_keeps_them_through_a_crash(ada: Page, live_server):
    article = make_article(headline="As saved")
    page, context = ada, ada.context
    open_form(page, form_of(live_server, article))
    context.set_offline(True)
    page.locator(HEADLINE).fill("Typed in the dark")
    expect(page.locator("[data-saving-line]")).to_contain_text("kept in this browser")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("It was not saved")
    expect(page.locator(HEADLINE)).to_have_value("Typed in the dark")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(form_of(live_server, article))
    expect(page.get_by_text("Your unsaved words of")).to_be_visible()
    expect(page.locator(HEADLINE)).to_have_value("Typed in the dark")
    save(page)
    saved(page).to_be_visible()
    assert Article.objects.get().headline == "Typed in the dark"
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('desk:'))") == []
    page.reload()
    expect(page.get_by_text("Your unsaved words of")).to_have_count(0)


def test_a_server_that_fails_is_asked_again(ada: Page, live_server):
    article = make_article()
    page = ada
    open_form(page, form_of(live_server, article))
    page.route("**/desk/autosave", lambda route: route.fulfill(status=502, body="Bad gateway"))
    page.locator(HEADLINE).fill("Through the storm")
    expect(page.locator("[data-saving-line]")).to_contain_text("The server does not answer as it should")
    page.unroute("**/desk/autosave")
    expect(page.locator("[data-saving-line]")).to_have_text(KEPT, timeout=15000)
    assert Autosave.objects.get().headline == "Through the storm"


def test_a_session_that_ended_stops_the_save_and_loses_nothing(ada: Page, live_server):
    article = make_article(headline="As saved")
    page = ada
    open_form(page, form_of(live_server, article))
    Session.objects.all().delete()
    page.locator(HEADLINE).fill("Typed too late")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("you are signed out")
    other = page.context.new_page()
    sign_in(other, live_server.url, "ada@example.com")
    other.close()
    save(page)
    saved(page).to_be_visible()
    assert Article.objects.get().headline == "Typed too late"


def test_a_new_article_is_found_again(ada: Page, live_server):
    page = ada
    address = f"{live_server.url}/admin/articles/article/add/"
    open_form(page, address)
    with page.expect_response("**/desk/autosave"):
        page.locator(HEADLINE).fill("Begun")
    page.wait_for_url("**/add/?draft=*")
    open_form(page, address)
    page.get_by_text("1 unfinished draft").click()
    page.get_by_role("link", name="Go on with it").click()
    expect(page.locator(HEADLINE)).to_have_value("Begun")
    save(page)
    saved(page).to_be_visible()
    assert Article.objects.get().headline == "Begun" and not Autosave.objects.exists()


def test_two_people_write_different_fields(ada: Page, oksana: Page, live_server):
    article = make_article(headline="H", deck="D")
    open_form(ada, form_of(live_server, article))
    open_form(oksana, form_of(live_server, article))
    ada.reload()
    expect(ada.get_by_text("Oksana also has this open")).to_be_visible()
    ada.get_by_label("Deck").fill("By Ada")
    oksana.locator(HEADLINE).fill("By Oksana")
    save(oksana)
    saved(oksana).to_be_visible()
    save(ada)
    expect(ada.get_by_text(re.compile("Merged with what Oksana saved at .*: headline"))).to_be_visible()
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("By Oksana", "By Ada")


def test_two_people_write_the_same_field(ada: Page, oksana: Page, live_server):
    article = make_article(headline="H", body="<p>One two three.</p>")
    for page, word in ((ada, "By Ada"), (oksana, "By Oksana")):
        open_form(page, form_of(live_server, article))
        page.locator(HEADLINE).fill(word)
    save(oksana)
    saved(oksana).to_be_visible()
    save(ada)
    expect(ada.get_by_role("group", name="Headline")).to_contain_text("By Oksana")
    article.refresh_from_db()
    assert article.headline == "By Oksana"
    ada.get_by_label("Keep mine").check()
    ada.get_by_role("button", name="Save my choice").click()
    saved(ada).to_be_visible()
    article.refresh_from_db()
    assert article.headline == "By Ada"


def test_a_tab_that_crashed_is_not_said_to_be_open(ada: Page, live_server):
    article = make_article()
    other = ada.context.new_page()
    open_form(other, form_of(live_server, article))
    open_form(ada, form_of(live_server, article))
    here_too = ada.get_by_text("You have it open in another tab")
    expect(here_too).to_be_visible()
    # It says no goodbye.
    other.route("**/desk/leave", lambda route: route.abort())
    other.close()
    ada.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(here_too).to_be_hidden()
