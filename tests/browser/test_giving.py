"""A reader's way from an article to "thank you": over the demonstration bank, whose word comes by HTTP."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from newsroom.demo.giving import offer_support
from newsroom.site.models import SiteSettings
from patrons.models import LedgerEntry, Payment, Pledge, ProviderEvent
from patrons.providers.demo import sending
from tests.factories import make_article, minutes_ago

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((390, 844), (1440, 1000))


@pytest.fixture
def article(live_server, settings, tmp_path):
    """An article of a newspaper that readers can support."""
    settings.PATRONS_DEMO, settings.VAR_DIR, settings.SITE_URL = True, tmp_path, live_server.url
    SiteSettings(name="The Lantern", appeal_headline="Readers pay for this.", appeal_button="Become a patron").save()
    offer_support()
    return make_article(headline="Snow at the border", published=True, at=minutes_ago(60))


@pytest.fixture
def reader(page: Page):
    """A reader's page. The answer to a form with mistakes is no 200, which the console notes; nothing else may."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    yield page
    assert [each for each in problems if "422" not in each] == []


def choose(page: Page, live_server, article, amount: str = "") -> None:
    """Go from the article to the page before the last button."""
    page.goto(live_server.url + article.live_edition.get_absolute_url())
    page.locator("aside.ask").get_by_role("link", name="Become a patron").click()
    # Before its stylesheet is there, all that is hidden can be seen.
    page.wait_for_url("**/support/**", wait_until="load")
    if amount:
        page.get_by_role("radio", name="Another amount").locator("visible=true").check()
        page.get_by_role("textbox", name="Amount in EUR").locator("visible=true").fill(amount)
    page.get_by_label("Email address", exact=True).fill("olha@example.com")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and pay")


def link_in(mail) -> str:
    """Return the address that a letter leads to."""
    return next(line for line in mail.body.splitlines() if line.startswith("http"))


def to_the_bank(page: Page) -> None:
    page.get_by_role("button", name="Go to Demonstration bank").click()
    expect(page.get_by_text("No money moves here.")).to_be_visible()


def test_from_an_article_to_thank_you(reader: Page, live_server, article):
    choose(reader, live_server, article)
    expect(reader.get_by_text("You will give €12 every month, starting today.")).to_be_visible()
    to_the_bank(reader)
    reader.get_by_role("button", name="Pay", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you", timeout=15_000)
    expect(reader.get_by_text("€12 every month")).to_be_visible()
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.article_id, pledge.is_live) == ("active", article.pk, False)
    assert ProviderEvent.objects.get().state == "done" and not LedgerEntry.objects.filter(is_live=True).exists()

    # Back through the bank to the button: nothing is paid again.
    reader.goto(pledge.attempts.get().url)
    expect(reader.get_by_text("It cannot be paid twice.")).to_be_visible()
    reader.get_by_role("link", name="Back to the newspaper").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert Payment.objects.count() == Pledge.objects.count() == 1


def test_from_the_receipt_to_the_end(reader: Page, live_server, article, mailoutbox):
    choose(reader, live_server, article)
    to_the_bank(reader)
    reader.get_by_role("button", name="Pay", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you", timeout=15_000)
    link = link_in(next(mail for mail in mailoutbox if mail.subject.startswith("Receipt")))
    reader.goto(link)
    # Nobody is let in by an address in a letter: it leads to the sign-in.
    reader.get_by_label("Email address", exact=True).fill("olha@example.com")
    reader.get_by_role("button", name="Mail me a way in").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    reader.goto(link_in(mailoutbox[-1]))
    reader.get_by_role("button", name="Sign in").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Your support")
    reader.get_by_text("Another amount").click()
    reader.get_by_label("Amount in EUR").fill("20")
    reader.get_by_role("button", name="Change the amount").click()
    expect(reader.get_by_role("heading", name="€20 monthly")).to_be_visible()
    reader.get_by_text("Pause", exact=True).click()
    reader.get_by_label("Go on from").fill(f"{timezone.localdate() + timedelta(days=40)}")
    reader.get_by_role("button", name="Pause until that day").click()
    expect(reader.get_by_text("It is paused.")).to_be_visible()
    reader.get_by_role("button", name="Go on").click()
    expect(reader.get_by_text("It goes on. Thank you.")).to_be_visible()
    for width, height in SIZES:
        reader.set_viewport_size({"width": width, "height": height})
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(reader).response["violations"] == []
    reader.get_by_role("link", name="End it").click()
    reader.get_by_role("button", name="End it").click()
    expect(reader.get_by_text("It ends with the time that is paid for.")).to_be_visible()
    assert Pledge.objects.get().state == "canceling"
    assert Payment.objects.count() == 1


def test_the_same_without_javascript(browser, live_server, article):
    page = browser.new_context(java_script_enabled=False).new_page()
    choose(page, live_server, article, "17,50")
    expect(page.get_by_text("You will give €17.50 every month, starting today.")).to_be_visible()
    to_the_bank(page)
    page.get_by_role("button", name="Pay, and send the message twice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you", timeout=15_000)
    assert Payment.objects.count() == 1
    page.context.close()


def test_declined_then_paid_slowly(reader: Page, live_server, article, monkeypatch):
    monkeypatch.setattr(sending, "SLOW_SECONDS", 2)
    choose(reader, live_server, article)
    to_the_bank(reader)
    reader.get_by_role("button", name="Decline the card").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("The payment was declined", timeout=15_000)
    expect(reader.get_by_text("You have not been charged.")).to_be_visible()
    reader.get_by_role("button", name="Try another card").click()
    reader.get_by_role("button", name="Pay slowly").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you", timeout=15_000)
    assert Payment.objects.filter(state="succeeded").count() == 1


def test_a_double_click_and_the_back_button_begin_one_pledge(reader: Page, live_server, article):
    choose(reader, live_server, article)
    reader.get_by_role("button", name="Go to Demonstration bank").dblclick(no_wait_after=True)
    expect(reader.get_by_text("No money moves here.")).to_be_visible()
    bank = reader.url
    reader.go_back()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Check and pay")
    to_the_bank(reader)
    assert reader.url == bank
    reader.get_by_role("button", name="Go back without paying").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Readers pay for this.")
    assert [(each.state, each.attempts.count()) for each in Pledge.objects.all()] == [("pending", 1)]
    assert not Payment.objects.exists()


def test_mistakes_take_the_focus_and_keep_what_was_typed(reader: Page, live_server, article):
    reader.goto(f"{live_server.url}/support/")
    reader.get_by_role("radio", name="Another amount").check()
    expect(reader.locator("#sum")).to_have_text("Enter an amount to see your sum.")
    reader.get_by_role("textbox", name="Amount in EUR").fill("17,5")
    expect(reader.locator("#sum")).to_have_text("You will give €17.50 every month, starting today.")
    reader.get_by_label("Add the payment fee").check()
    expect(reader.locator("#sum")).to_have_text("You will give €17.77 every month, starting today.")
    reader.get_by_label("Yearly").check()
    expect(reader.locator("#sum")).to_have_text("You will give €121.83 every year, starting today.")
    reader.get_by_label("Monthly").check()
    reader.get_by_role("textbox", name="Amount in EUR").fill("1")
    reader.get_by_role("button", name="Continue").click()
    expect(reader).to_have_title("Error: Become a patron | The Lantern")
    expect(reader.locator("#errors")).to_be_focused()
    reader.locator("#errors").get_by_role("link", name="€2 or more").click()
    expect(reader.get_by_role("textbox", name="Amount in EUR")).to_be_focused()
    expect(reader.get_by_role("textbox", name="Amount in EUR")).to_have_value("1")
    assert not Pledge.objects.exists()


def test_it_can_be_done_by_keyboard(reader: Page, live_server, article):
    reader.goto(f"{live_server.url}/support/")
    reader.get_by_label("Monthly").focus()
    for key in ("ArrowRight", "ArrowRight", "Tab", "ArrowUp"):
        reader.keyboard.press(key)
    expect(reader.get_by_role("radio", name="Once")).to_be_checked()
    expect(reader.locator("#sum")).to_contain_text("€10 once")
    reader.get_by_label("Email address", exact=True).fill("olha@example.com")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Check and pay")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, live_server, article, scheme):
    page.emulate_media(color_scheme=scheme)
    found = {}

    def look(name: str) -> None:
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            results = Axe().run(page)
            found[name, width] = [
                (each["id"], each["nodes"][0]["html"][:120]) for each in results.response["violations"]
            ]
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name

    page.goto(f"{live_server.url}/support/")
    look("form")
    page.get_by_role("radio", name="Another amount").locator("visible=true").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#errors")).to_be_focused()
    look("errors")
    choose(page, live_server, article)
    look("confirm")
    to_the_bank(page)
    look("bank")
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you", timeout=15_000)
    look("thanks")
    assert {name: each for name, each in found.items() if each} == {}
