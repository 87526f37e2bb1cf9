"""One story through one day of a newsroom, from the first word to the page that says it was withdrawn."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from articles.clock import follow
from articles.models import Article, ArticleVersion, Picture
from newsroom.accounts import roles
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_author, make_picture, make_section, make_tag, make_user

from .desk_page import body, end_of_text, headline, press
from .editor import SELECT, paste

pytestmark = pytest.mark.django_db(transaction=True)

FILM = "https://www.youtube.com/watch?v=abcdefghijk"
MISTAKE = "The bridge was closed on Tuesday, not on Monday."
FAREWELL = "The ministry asked us to check its numbers. We shall."


def person(browser: Browser, address: str, name: str, role: str, problems: list[str]) -> Page:
    """Return the page of somebody who has signed in, in a browser of their own."""
    email = f"{name.split()[0].lower()}@example.com"
    user = make_user(email, name=name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    make_author(name=name, slug=name.split()[0].lower(), account=user)
    page = browser.new_context(locale="en-GB").new_page()
    page.on("pageerror", lambda error: problems.append(f"{name}: {error}"))
    page.goto(f"{address}/admin/login/")
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def newsroom(live_server, browser: Browser):
    """A writer and a chief editor at their browsers; no script of theirs may fail."""
    roles.ensure_roles()
    SiteSettings(name="The Lantern").save()
    problems: list[str] = []
    wanda = person(browser, live_server.url, "Wanda Writer", roles.WRITER, problems)
    chief = person(browser, live_server.url, "Cherry Chief", roles.CHIEF_EDITOR, problems)
    yield wanda, chief
    for page in (wanda, chief):
        page.context.close()
    assert problems == []


@pytest.fixture
def reader(live_server, browser: Browser):
    """Somebody without an account."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    # A browser keeps a public page for a minute: this one asks each time.
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    yield page
    context.close()


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    expect(body(page)).to_be_visible()


def the_story_is_written(page: Page, address: str) -> None:
    open_form(page, f"{address}/admin/articles/article/add/")
    headline(page).fill("The bridge at Kaniv is closed")
    page.get_by_label("Deck").fill("Nobody says for how long.")
    page.get_by_label("Section", exact=True).select_option(label="Border")
    page.locator(".field-tags .select2-search__field").click()
    page.keyboard.type("Energy", delay=20)
    page.keyboard.press("Enter")
    expect(page.locator(".field-tags .select2-selection__choice")).to_have_text(re.compile("Energy"))

    body(page).click()
    page.keyboard.type("The ministry closed the bridge on Monday.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Picture", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Watchtower").click()
    page.get_by_role("dialog").get_by_label("Caption").fill("Seen from the bank")
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(body(page).locator(".desk-cms-picture")).to_contain_text("No alt text")
    paste(page, text=FILM)
    expect(body(page).locator(".desk-cms-embed")).to_contain_text("YouTube")
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Read also").click()
    page.get_by_label("Search", exact=True).fill("ferry")
    page.get_by_role("dialog").get_by_role("button", name="What the ferry carries").click()
    expect(body(page).locator(".desk-cms-read-also")).to_contain_text("What the ferry carries")
    page.keyboard.press("Control+End")
    page.keyboard.type("Trucks wait on both banks.")

    page.locator(".field-author .select2-selection").first.click()
    page.get_by_role("searchbox").last.fill("Wanda")
    page.get_by_role("option", name="Wanda Writer").click()
    press(page, "Save")
    expect(page.get_by_text("Saved. Readers see no change")).to_be_visible()


def the_line_is_cut_and_comes_back(page: Page) -> None:
    line = page.locator("[data-saving-line]")
    page.context.set_offline(True)
    end_of_text(page)
    page.keyboard.type(" No ferry goes.")
    expect(line).to_contain_text("kept in this browser")
    page.context.set_offline(False)
    expect(line).to_have_text(re.compile("Kept in your drafts at"), timeout=20_000)
    page.reload()
    expect(page.get_by_text("Your unsaved words of")).to_be_visible()
    expect(body(page)).to_contain_text("Trucks wait on both banks. No ferry goes.")
    press(page, "Save")
    expect(page.get_by_text("Saved. Readers see no change")).to_be_visible()


def both_write_the_headline(wanda: Page, chief: Page, form: str) -> None:
    for page, words in ((wanda, "Kaniv bridge closed"), (chief, "The Kaniv bridge is closed until further notice")):
        open_form(page, form)
        headline(page).fill(words)
    press(chief, "Save")
    expect(chief.get_by_text("Saved. Readers see no change")).to_be_visible()
    press(wanda, "Submit for review")
    choice = wanda.get_by_role("group", name="Headline")
    expect(choice).to_contain_text("until further notice")
    expect(choice).to_contain_text("Kaniv bridge closed")
    wanda.get_by_label("Keep what Cherry Chief saved").check()
    wanda.get_by_role("button", name="Save my choice").click()
    expect(wanda.get_by_text("Saved. Readers see no change")).to_be_visible()
    expect(headline(wanda)).to_have_value("The Kaniv bridge is closed until further notice")


def it_is_submitted(wanda: Page) -> None:
    press(wanda, "Submit for review")
    expect(wanda.get_by_text("Submitted for review.")).to_be_visible()
    expect(wanda.get_by_text("The editors have it now")).to_be_visible()


def it_is_checked_and_commented_on(chief: Page, form: str) -> None:
    open_form(chief, form)
    expect(chief.locator(".desk-label-in_review:visible").first).to_be_visible()
    checks = chief.locator("#desk-checks")
    if not checks.evaluate("element => element.open"):
        checks.locator("summary").click()
    finding = checks.get_by_role("link", name="has no alt text")
    finding.click()
    picture = body(chief).locator(".desk-cms-picture")
    expect(picture).to_be_in_viewport()
    picture.get_by_role("button", name="Edit").click()
    dialog = chief.get_by_role("dialog", name="Picture", exact=True)
    dialog.get_by_label("Alt text").fill("A watchtower above a river")
    dialog.get_by_role("button", name="Done").click()
    expect(picture).to_contain_text("A watchtower above a river")
    chief.get_by_role("button", name="Check again").click()
    expect(finding).to_have_count(0)

    chief.evaluate(SELECT, "on both banks")
    chief.get_by_role("button", name="Comment", exact=True).click()
    expect(chief.get_by_label("New comment")).to_be_focused()
    chief.keyboard.type("How many?")
    chief.get_by_role("button", name="Send comment").click()
    expect(chief.locator("[data-comments-list] .desk-comment")).to_contain_text("How many?")


def it_is_sent_back_and_comes_again(wanda: Page, chief: Page, form: str) -> None:
    chief.locator("#submit-row").get_by_role("button", name="Send back…").click()
    chief.get_by_role("dialog", name="Send back").get_by_label("What should be done").fill("Count the trucks.")
    chief.get_by_role("button", name="Save and send back").click()
    expect(chief.get_by_text("Sent back: it is a draft again")).to_be_visible()
    open_form(wanda, form)
    expect(wanda.get_by_role("note")).to_contain_text("Count the trucks.")
    expect(wanda.locator("[data-comments-list] .desk-comment")).to_contain_text("on both banks")
    end_of_text(wanda)
    wanda.keyboard.type(" We counted forty trucks.")
    it_is_submitted(wanda)


def it_is_scheduled(chief: Page, form: str) -> datetime:
    zone = timezone.get_default_timezone()
    at = (timezone.localtime(timezone=zone) + timedelta(days=1)).replace(hour=7, minute=30, second=0, microsecond=0)
    open_form(chief, form)
    press(chief, "Schedule…")
    panel = chief.get_by_role("dialog", name="Schedule")
    expect(panel).to_contain_text(str(zone))
    panel.get_by_label("Day").fill(f"{at:%Y-%m-%d}")
    panel.get_by_label("Time", exact=True).fill(f"{at:%H:%M}")
    panel.get_by_role("button", name="Save and schedule").click()
    expect(chief.get_by_text("Scheduled.", exact=True)).to_be_visible()
    expect(chief.get_by_text("Goes public")).to_contain_text("7:30")
    return at


def time_goes_by(article: Article, by: timedelta) -> None:
    """Put what is stored further into the past: as if the clock had moved on by as much."""
    article.refresh_from_db()
    for edition in article.editions.all():
        edition.live_from -= by
        edition.published_at -= by
        edition.save()
    article.goes_live_at -= by
    article.first_published_at -= by
    article.save(update_fields=["goes_live_at", "first_published_at"])


def readers_find_it(reader: Page, address: str, article: Article) -> None:
    path = article.live_edition.get_absolute_url()
    for place in ("/", "/section/border/", "/tag/energy/"):
        reader.goto(address + place)
        expect(reader.locator(f'a[href$="{path}"]').first).to_be_visible()
    reader.goto(address + path)
    expect(reader.locator("h1")).to_have_text("The Kaniv bridge is closed until further notice")
    text = reader.locator("article").first
    expect(text.get_by_role("img", name="A watchtower above a river")).to_be_visible()
    expect(text).to_contain_text("Seen from the bank")
    expect(text).to_contain_text("We counted forty trucks.")
    expect(text.get_by_role("link", name="What the ferry carries")).to_be_visible()
    expect(text.locator('[data-url*="abcdefghijk"], [href*="abcdefghijk"], [src*="abcdefghijk"]').first).to_be_visible()
    expect(reader.get_by_text("Wanda Writer").first).to_be_visible()


def a_change_is_published(chief: Page, reader: Page, form: str, page_of_it: str) -> None:
    reader.goto(page_of_it)
    expect(reader.get_by_text("Updated", exact=True)).to_have_count(0)
    open_form(chief, form)
    expect(chief.locator(".desk-label-published:visible").first).to_be_visible()
    chief.evaluate(SELECT, "Monday")
    chief.keyboard.type("Tuesday")
    chief.get_by_label("Tell readers that it was updated").check()
    press(chief, "Save and publish changes")
    expect(chief.get_by_text("Published:")).to_be_visible()
    reader.goto(page_of_it)
    expect(reader.locator("article").first).to_contain_text("closed the bridge on Tuesday.")
    expect(reader.get_by_text("Updated", exact=True)).to_be_visible()


def a_mistake_is_corrected(chief: Page, reader: Page, page_of_it: str) -> None:
    press(chief, "Correct…")
    panel = chief.get_by_role("dialog", name="Correct")
    panel.get_by_label("Where").select_option(label="Above the text")
    panel.get_by_label("What was wrong, and what is right").fill(MISTAKE)
    panel.get_by_role("button", name="Save and correct").click()
    expect(chief.get_by_text("The correction stands on the article's page.")).to_be_visible()
    reader.goto(page_of_it)
    correction, text = reader.get_by_text(MISTAKE), reader.get_by_text("closed the bridge on Tuesday.")
    expect(correction).to_be_visible()
    there, here = correction.bounding_box(), text.bounding_box()
    assert there is not None and here is not None and there["y"] < here["y"]
    reader.goto(page_of_it.split("/20")[0] + "/corrections/")
    expect(reader.get_by_text(MISTAKE)).to_be_visible()


def versions_are_compared_and_one_restored(chief: Page, reader: Page, form: str, page_of_it: str) -> None:
    article = Article.objects.get(headline__contains="further notice")
    earlier = article.versions.filter(reason=ArticleVersion.Reason.SCHEDULED).latest("made_at")
    later = article.versions.filter(reason=ArticleVersion.Reason.PUBLISHED).latest("made_at")
    chief.goto(form.replace("/change/", "/versions/"))
    chief.locator(f"input[name=old][value='{earlier.pk}']").check()
    chief.locator(f"input[name=new][value='{later.pk}']").check()
    chief.get_by_role("button", name="Compare the two chosen").click()
    differs = chief.get_by_role("region", name="What differs")
    expect(differs.locator("del")).to_have_text(re.compile("Monday"))
    expect(differs.locator("ins")).to_have_text(re.compile("Tuesday"))
    chief.locator("section", has=chief.get_by_text("Older")).get_by_role("button", name="Restore this version").click()
    expect(chief.get_by_text("The version is back in the form")).to_be_visible()
    expect(body(chief)).to_contain_text("on Monday.")
    expect(chief.get_by_text("Changed since publication").locator("visible=true").first).to_be_visible()
    reader.goto(page_of_it)
    expect(reader.locator("article").first).to_contain_text("closed the bridge on Tuesday.")


def it_is_withdrawn(chief: Page, reader: Page, address: str, page_of_it: str) -> None:
    press(chief, "Withdraw…")
    panel = chief.get_by_role("dialog", name="Withdraw")
    panel.get_by_label("Words for readers on that page").fill(FAREWELL)
    panel.get_by_role("button", name="Withdraw now").click()
    expect(chief.get_by_text("Withdrawn: its address now says so.")).to_be_visible()
    answer = reader.goto(page_of_it)
    assert answer is not None and answer.status == 410
    expect(reader.get_by_text(FAREWELL)).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_text("The Kaniv bridge is closed")).to_have_count(0)


def all_of_it_is_on_record(chief: Page, address: str, form: str) -> None:
    happened = [
        "Withdrawn", "Version restored", "Corrected", "Published", "Published", "Scheduled",
        "Submitted for review", "Sent back", "Submitted for review", "Article begun",
    ]  # fmt: skip
    chief.goto(form.replace("/change/", "/history/"))
    lines = chief.locator(".desk-events > li")
    expect(lines.locator("strong")).to_have_text(happened)
    expect(lines.first).to_contain_text("Cherry Chief")
    expect(lines.last).to_contain_text("Wanda Writer")
    chief.goto(f"{address}/admin/audit/event/")
    expect(chief.get_by_text("further notice").first).to_be_visible()


def test_one_story_through_one_day(newsroom, reader: Page, live_server):
    wanda, chief = newsroom
    address = live_server.url
    make_section(name="Border", slug="border")
    make_tag("Energy")
    make_picture(with_files=True, title="Watchtower", alt="", caption="The border", credit="Drawn by us")
    make_article(headline="What the ferry carries", published=True, at=timezone.now() - timedelta(days=9))

    the_story_is_written(wanda, address)
    article = Article.objects.get(headline="The bridge at Kaniv is closed")
    form = f"{address}/admin/articles/article/{article.pk}/change/"
    open_form(wanda, form)
    the_line_is_cut_and_comes_back(wanda)
    both_write_the_headline(wanda, chief, form)
    it_is_submitted(wanda)
    it_is_checked_and_commented_on(chief, form)
    assert Picture.objects.get(title="Watchtower").alt == "A watchtower above a river"
    it_is_sent_back_and_comes_again(wanda, chief, form)

    at = it_is_scheduled(chief, form)
    article.refresh_from_db()
    assert article.goes_live_at == at and article.live_edition is None
    reader.goto(address)
    expect(reader.get_by_text("Kaniv")).to_have_count(0)
    time_goes_by(article, timedelta(days=2))
    readers_find_it(reader, address, article)
    follow()
    article.refresh_from_db()
    assert article.state == Article.State.PUBLISHED

    page_of_it = address + article.live_edition.get_absolute_url()
    a_change_is_published(chief, reader, form, page_of_it)
    a_mistake_is_corrected(chief, reader, page_of_it)
    versions_are_compared_and_one_restored(chief, reader, form, page_of_it)
    it_is_withdrawn(chief, reader, address, page_of_it)
    all_of_it_is_on_record(chief, address, form)
