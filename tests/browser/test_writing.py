"""An editor's way: an article written by hand with its blocks, published, and read."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles import tagging
from articles.body.sanitise import sanitise
from articles.models import Article
from newsroom.accounts.roles import WRITER, give_role
from tests.browser.editor import EDITOR
from tests.factories import make_article, make_author, make_picture, make_section, make_tag, make_user

from .desk_page import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

EVERYTHING = """
<p>One <strong>bold</strong> <em>slanted</em> <s>struck</s> x<sub>2</sub> y<sup>3</sup><br>line
<a href="https://example.com/a?b=1&amp;c=2">out</a> <a href="/about/">in</a> <a href="mailto:ada@example.com">mail</a>
<a data-article="{article}">ours</a><cms-footnote data-text="A &quot;note&quot; &amp; more"></cms-footnote>.</p>
<h2>Two</h2><h3>Three <em>x</em></h3>
<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul><ol start="4"><li><p>c</p></li></ol>
<blockquote><p>Said</p><p><cite>Who</cite></p></blockquote><hr>
<table><caption>Caption <strong>b</strong> <a href="https://example.com/">l</a></caption>
<thead><tr><th scope="col"><p>H</p></th><th colspan="2"><p>I</p></th></tr></thead>
<tbody><tr><th scope="row"><p>r</p></th><td rowspan="2"><p>1</p></td><td><p>2</p></td></tr>
<tr><td><p>3</p></td><td><p>4</p></td></tr></tbody></table>
<cms-picture data-picture="{picture}" data-caption="A &lt;b&gt; caption"></cms-picture>
<cms-gallery data-pictures="{picture}" data-caption="Both"></cms-gallery>
<cms-read-also data-article="{article}"></cms-read-also>
<cms-embed data-url="https://www.youtube.com/watch?v=abcdefghijk"></cms-embed>
<aside data-pullquote=""><p>Quoted</p><p><cite>Who</cite></p></aside>
<aside data-factbox=""><h3>Facts</h3><ul><li><p>f</p></li></ul></aside><p>End</p>
"""


def test_an_article_is_written_by_hand(desk: Page, live_server):
    make_section(name="Border", slug="border")
    make_author(name="Ada Writer", slug="ada-writer")
    make_picture(with_files=True, title="Watchtower", alt="A tower", caption="The border", credit="Drawn by us")
    make_article(headline="How to read a build-up", published=True)
    page = desk
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_label("Headline", exact=False).first.fill("Belarus announces joint drills")
    page.get_by_label("Deck").fill("Said the minister.")
    page.get_by_label("Section", exact=True).select_option(label="Border")

    body = page.locator(EDITOR)
    body.click()
    page.keyboard.type("The minister spoke of measures.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Heading", exact=True).click()
    page.keyboard.type("What was planned")
    page.keyboard.press("Enter")
    page.keyboard.type("We will not stand aside")
    page.get_by_role("button", name="Pull quote").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Picture", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Watchtower").click()
    page.get_by_role("dialog").get_by_label("Caption").fill("A tower at the border")
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(body.locator(".desk-cms-picture")).to_contain_text("A tower at the border")
    page.keyboard.type("More words.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Read also").click()
    page.get_by_label("Search", exact=True).fill("build-up")
    page.get_by_role("dialog").get_by_role("button", name="How to read a build-up").click()
    expect(body.locator(".desk-cms-read-also")).to_contain_text("How to read a build-up")

    page.get_by_role("button", name="Save and publish").click()
    address = page.locator(".desk-state-line a")
    expect(address).to_contain_text("belarus-announces-joint-drills")
    page.goto(live_server.url + str(address.get_attribute("href")))
    expect(page.locator("h1")).to_have_text("Belarus announces joint drills")
    text = page.locator("article").first
    expect(text.get_by_role("heading", name="What was planned")).to_be_visible()
    expect(text).to_contain_text("We will not stand aside")
    expect(text.get_by_role("img", name="A tower")).to_be_visible()
    expect(text).to_contain_text("A tower at the border")
    expect(text.get_by_role("link", name="How to read a build-up")).to_be_visible()


def test_the_editor_loses_nothing_of_what_a_body_may_hold(desk: Page, live_server):
    target, picture = make_article(headline="Target", published=True), make_picture(with_files=True)
    whole = sanitise("".join(EVERYTHING.format(article=target.pk, picture=picture.pk).splitlines()))
    article = make_article(body=whole)
    page = desk
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    body = page.locator(EDITOR)
    expect(body.locator(".desk-cms-read-also")).to_contain_text("Target")
    body.locator("> p").last.click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Readers see no change")).to_be_visible()
    assert Article.objects.get(pk=article.pk).body == whole.replace("<p>End</p>", "<p>End!</p>")


def test_enter_takes_the_tag_that_was_typed(desk: Page, live_server):
    make_section(name="Border", slug="border")
    for name in ("Air defence", "Energy", "Energy prices"):
        make_tag(name)
    page = desk
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_label("Headline", exact=False).first.fill("Tagged")
    field = page.locator(".field-tags .select2-search__field")
    rows = page.locator(".select2-results__option[aria-selected]")
    chosen = page.locator(".field-tags .select2-selection__choice")
    field.click()
    # The whole list is there and its first row is marked; nobody moved to it.
    expect(rows.first).to_have_text("Air defence")
    page.keyboard.insert_text("Zaporizhia plant")
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(1)
    page.keyboard.type("ENERGY")
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(2)
    page.keyboard.insert_text("air")
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(3)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Readers see no change")).to_be_visible()
    assert sorted(Article.objects.get().tags.names()) == ["Air defence", "Energy", "Zaporizhia plant"]


def test_a_tag_that_there_is_goes_before_a_new_one(desk: Page, live_server):
    make_tag("Danube")
    make_tag("Jordan")
    page = desk
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    field = page.locator(".field-tags .select2-search__field")
    rows = page.locator(".select2-results__option[aria-selected]")
    marked = page.locator(".select2-results__option--highlighted")
    chosen = page.locator(".field-tags .select2-selection__choice")
    field.click()
    page.keyboard.type("dan")
    expect(rows).to_have_text(["Danube", "Jordan", "Make a new tag: dan"])
    expect(marked).to_have_text("Danube")
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("Danube")
    # None begins with it: the new one is meant.
    page.keyboard.type("ord")
    expect(rows).to_have_text(["Jordan", "Make a new tag: ord"])
    expect(marked).to_have_text("Make a new tag: ord")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(chosen.last).to_contain_text("Jordan")
    page.keyboard.type("Danu")
    expect(rows).to_have_text(["Danube", "Make a new tag: Danu"])
    page.keyboard.press("ArrowDown")
    expect(marked).to_have_text("Make a new tag: Danu")
    page.keyboard.press("Enter")
    expect(chosen.last).to_have_text(re.compile("Danu$"))


def test_an_alias_in_the_list_gives_its_tag(desk: Page, live_server):
    make_section(name="Border", slug="border")
    tagging.add_alias(make_tag("Aliaksandr Lukashenka"), "Lukashenko")
    page = desk
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    field = page.locator(".field-tags .select2-search__field")
    rows = page.locator(".select2-results__option[aria-selected]")
    chosen = page.locator(".field-tags .select2-selection__choice")
    field.click()
    page.keyboard.type("lukashenko", delay=20)
    expect(rows.filter(has_text="also: Lukashenko")).to_be_visible()
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("Aliaksandr Lukashenka")
    expect(chosen).not_to_contain_text("also")


def test_a_moment_that_has_passed_stands_in_its_open_panel(desk: Page, live_server):
    page = desk
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_label("Headline", exact=False).first.fill("Too late")
    page.get_by_role("button", name="Schedule…").click()
    panel = page.get_by_role("dialog", name="Schedule")
    panel.get_by_label("Day").fill("2020-01-01")
    panel.get_by_label("Time", exact=True).fill("10:00")
    panel.get_by_role("button", name="Save and schedule").click()
    expect(panel).to_contain_text("has passed")
    expect(panel.get_by_label("Day")).to_have_value("2020-01-01")
    expect(panel.get_by_label("Time", exact=True)).to_have_value("10:00")


def test_enter_in_the_list_of_authors_chooses_an_author(desk: Page, live_server):
    make_section(name="Border", slug="border")
    make_author(name="Anna Adamova")
    author = make_author(name="Maryna Solomko")
    page = desk
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.locator(".desk-fold[data-panel=bylines] .select2-selection").first.click()
    rows = page.locator(".select2-results__option[aria-selected]")
    expect(rows.first).to_have_text("Anna Adamova")
    # Faster than the list follows.
    page.keyboard.type("solom")
    page.keyboard.press("Enter")
    expect(page.locator("[name=bylines-0-author]")).to_have_value(f"{author.pk}")
    expect(page.locator(".field-tags .select2-selection__choice")).to_have_count(0)


def test_a_writer_chooses_among_the_tags_that_there_are(desk: Page, live_server):
    make_section(name="Border", slug="border")
    make_tag("Energy")
    make_tag("Energy prices")
    writer = make_user("wanda@example.com")
    give_role(writer, WRITER)
    page = desk
    page.context.clear_cookies()
    sign_in(page, live_server.url, "wanda@example.com")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.locator(".field-tags .select2-search__field").click()
    chosen = page.locator(".field-tags .select2-selection__choice")
    # Faster than the list follows.
    page.keyboard.type("energy")
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(1)
    page.keyboard.type("Zaporizhia plant")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No results found")).to_be_visible()
    expect(chosen).to_have_text(["×Energy"])
