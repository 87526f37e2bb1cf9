"""Comments on words: selected, marked without touching the text, found again, settled."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from articles import commenting
from articles.models import Article, Comment
from newsroom.accounts import roles
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_user

from .editor import SELECT

pytestmark = pytest.mark.django_db(transaction=True)

MARKED = "[...(CSS.highlights.get('desk-comments') ?? [])].map(String).join('|')"


@pytest.fixture
def article(db) -> Article:
    SiteSettings(name="The Lantern").save()
    return make_article(body="<p>A week of talks. The talks begin <em>on</em> Monday.</p><p>The end.</p>")


@pytest.fixture
def desk(page: Page, live_server, article):
    """The article's form, opened by an editor; nothing may fail in its console."""
    make_user("ada@example.com", name="Ada Editor", is_staff=True, is_superuser=True)
    bob = make_user("bob@example.com", name="Bohdan Chief", is_staff=True)
    bob.groups.add(Group.objects.get_or_create(name=roles.CHIEF_EDITOR)[0])
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{live_server.url}/admin/login/?next=/admin/articles/article/{article.pk}/change/")
    page.locator("[name=username]").fill("ada@example.com")
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    expect(page.locator(".ProseMirror")).to_contain_text("Monday")
    yield page
    assert problems == []


def test_words_are_commented_on_marked_and_settled(desk: Page, article: Article):
    desk.evaluate(SELECT, "talks begin")
    desk.get_by_role("button", name="Comment", exact=True).click()
    expect(desk.get_by_label("New comment")).to_be_focused()
    desk.keyboard.type("Is it this week?")
    desk.get_by_role("button", name="Send comment").click()
    panel = desk.get_by_role("region", name="Comments")
    expect(panel.get_by_text("Is it this week?").first).to_be_visible()
    made = Comment.objects.get()
    assert (made.quote, made.before) == ("talks begin", "A week of talks. The ")
    desk.wait_for_function(f"{MARKED} === 'talks begin'")
    assert "mark" not in desk.locator(".ProseMirror").inner_html()

    desk.evaluate(SELECT, "talks begin")
    desk.keyboard.type("parley")
    expect(panel.get_by_text("on words that have changed")).to_be_visible()
    desk.wait_for_function(f"{MARKED} === ''")
    desk.keyboard.press("Control+z")
    desk.wait_for_function(f"{MARKED} === 'talks begin'")

    panel.get_by_role("button", name="Resolve", exact=True).click()
    expect(panel.get_by_text("1 resolved")).to_be_visible()
    desk.wait_for_function(f"{MARKED} === ''")
    made.refresh_from_db()
    assert made.resolved_at is not None
    assert Article.objects.get().revision == article.revision


def test_a_colleague_is_mentioned_by_keyboard(desk: Page, mailoutbox):
    desk.evaluate(SELECT, "Monday")
    desk.keyboard.press("Control+Alt+m")
    desk.keyboard.type("@boh")
    option = desk.locator("[role=option]", has_text="Bohdan Chief")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(option).not_to_contain_text("example.com")
    desk.keyboard.press("Enter")
    desk.keyboard.type("please look")
    expect(desk.get_by_label("New comment")).to_have_value("@Bohdan Chief please look")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("[data-comments-status]")).to_have_text("The comment is sent.")
    assert [message.to for message in mailoutbox] == [["bob@example.com"]]


def test_the_link_of_a_mail_leads_to_the_comment_through_the_sign_in(page: Page, live_server, article: Article):
    ada = make_user("ada@example.com", name="Ada Editor", is_staff=True, is_superuser=True)
    article.body = "<p>A paragraph among many.</p>" * 60
    article.save()
    for number in range(12):
        made = Comment.objects.create(article=article, author=ada, text=f"Remark {number}")
    page.goto(f"{live_server.url}{commenting.address_of(made)}")
    page.locator("[name=username]").fill("ada@example.com")
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    expect(page.locator(f"#comment-{made.pk}")).to_be_focused()
    expect(page.locator(f"#comment-{made.pk}")).to_be_in_viewport()
