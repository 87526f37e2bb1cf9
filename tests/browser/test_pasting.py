"""What is pasted comes in clean, whoever wrote it; addresses become what they stand for."""

import pytest
from playwright.sync_api import Page, expect

from articles.body.sanitise import sanitise
from articles.models import Picture
from tests.browser.editor import EDITOR
from tests.factories import make_article, make_picture, picture_file

from .editor import expect_written, paste, write
from .pasted import CASES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(desk: Page, live_server) -> Page:
    desk.goto(f"{live_server.url}/admin/articles/article/add/")
    expect(desk.locator(EDITOR)).to_be_visible()
    return desk


def test_other_programs_text_comes_in_clean(sheet: Page):
    for program, (html, expected) in CASES.items():
        write(sheet, "<p></p>")
        paste(sheet, html)
        expect_written(sheet, lambda html, wanted=expected: html == wanted)
        # Not only shown so: the server finds nothing to take away.
        assert sanitise(expected) == expected, program
    paste(sheet, '<p>With <img src="https://example.org/a.png"> one</p>')
    expect(sheet.locator(".desk-said")).to_contain_text("Pictures were left out")
    # It is true of one paste and of no later one.
    paste(sheet, "<p>Words alone</p>")
    expect(sheet.locator(".desk-said")).to_have_count(0)


def test_addresses_become_what_they_stand_for(sheet: Page, live_server):
    article = make_article(headline="How to read a build-up", published=True)
    write(sheet, "<p></p>")
    paste(sheet, text="https://youtu.be/abcdefghijk")
    card = sheet.locator(".desk-cms-embed")
    expect(card).to_contain_text("YouTube")
    sheet.keyboard.press("Control+End")
    paste(sheet, text=live_server.url + article.get_absolute_url())
    expect(sheet.locator(f'.ProseMirror a[data-article="{article.pk}"]')).to_have_text("How to read a build-up")
    write(sheet, "<p></p>")
    paste(sheet, html=f'<p>See <a href="{live_server.url}{article.get_absolute_url()}">this</a></p>')
    expect(sheet.locator(f'.ProseMirror a[data-article="{article.pk}"]')).to_have_text("this")
    write(sheet, "<p></p>")
    paste(sheet, text="https://example.com/x")
    expect(sheet.locator('.ProseMirror a[href="https://example.com/x"]')).to_be_visible()


def test_our_own_address_among_other_words_becomes_a_reference(sheet: Page, live_server):
    article = make_article(published=True)
    address = live_server.url + article.get_absolute_url()
    reference = f'<a data-article="{article.pk}">{address}</a>'
    sheet.locator(EDITOR).click()
    sheet.keyboard.type(f"see {address} ok")
    expect_written(sheet, lambda html: html == f"<p>see {reference} ok</p>")
    write(sheet, "<p></p>")
    paste(sheet, text=f"see {address} and {address}#h-why ok")
    expect_written(sheet, lambda html: f"see {reference} and" in html and f'href="{address}#h-why"' in html)


def test_a_picture_is_uploaded_from_the_dialog(sheet: Page):
    file = {"name": "river_bank.png", "mimeType": "image/png", "buffer": picture_file().getvalue()}
    broken = {"name": "broken.png", "mimeType": "image/png", "buffer": b"no picture"}
    sheet.locator(EDITOR).click()
    sheet.get_by_role("button", name="Picture", exact=True).click()
    dialog = sheet.get_by_role("dialog")
    dialog.get_by_label("Upload a picture").set_input_files(broken)
    sheet.get_by_role("dialog", name="Add a picture").get_by_label("Alt text").fill("Kept words")
    sheet.get_by_role("dialog", name="Add a picture").get_by_role("button", name="Done").click()
    expect(sheet.get_by_role("alert")).not_to_be_empty()
    expect(sheet.get_by_label("Alt text")).to_have_value("Kept words")
    sheet.get_by_role("dialog", name="Add a picture").get_by_role("button", name="Cancel").click()
    dialog.get_by_label("Upload a picture").set_input_files(file)
    adding = sheet.get_by_role("dialog", name="Add a picture")
    expect(adding.get_by_label("Name in the library")).to_have_value("river bank")
    adding.get_by_label("Alt text").fill("A river")
    adding.get_by_role("button", name="Done").click()
    # The credit was left empty: it can still be written here.
    words = sheet.get_by_role("dialog", name="Picture", exact=True)
    words.get_by_label("Credit").fill("Ada")
    words.get_by_label("Caption").fill("At dusk")
    words.get_by_role("button", name="Done").click()
    expect(sheet.locator(".desk-cms-picture")).to_contain_text("At dusk — Ada")
    picture = Picture.objects.get()
    assert (picture.title, picture.alt, picture.credit) == ("river bank", "A river", "Ada")


def test_a_file_the_library_has_offers_the_picture_it_is(sheet: Page):
    picture = make_picture(with_files=True, title="Watchtower", credit="Ada")
    with picture.original.open("rb") as original:
        file = {"name": "again.png", "mimeType": "image/png", "buffer": original.read()}
    sheet.locator(EDITOR).click()
    sheet.get_by_role("button", name="Picture", exact=True).click()
    sheet.get_by_label("Upload a picture").set_input_files(file)
    sheet.get_by_role("dialog", name="Add a picture").get_by_role("button", name="Done").click()
    offer = sheet.get_by_role("dialog", name="The library has this file already")
    expect(offer).to_contain_text("Watchtower")
    offer.get_by_role("button", name="Done").click()
    sheet.get_by_role("dialog", name="Picture", exact=True).get_by_role("button", name="Done").click()
    expect_written(sheet, lambda html: f'data-picture="{picture.pk}"' in html)
