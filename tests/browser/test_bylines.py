"""A byline is put in order by hand, with lines in it that are not saved yet."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.browser.desk_page import press
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page: Page, line: int, name: str) -> None:
    page.locator(f"#id_bylines-{line}-author + .select2-container").click()
    page.locator(".select2-search__field").last.fill(name)
    page.locator(".select2-results__option", has_text=name).first.click()


def handle(page: Page, line: int):
    return page.locator(f".form-group:has(#id_bylines-{line}-author) .desk-line-handle")


def save(page: Page) -> list[str]:
    press(page, "Save")
    expect(page.get_by_text("Saved. Readers see no change")).to_be_visible()
    return [line.author.name for line in Article.objects.get().bylines.order_by("position", "pk")]


def test_a_line_that_was_just_added_is_dragged_to_the_top(desk: Page, live_server):
    make_author(name="Vira")
    article = make_article(authors=[make_author(name="Mavka")])
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    choose(desk, 1, "Vira")
    handle(desk, 1).drag_to(handle(desk, 0), target_position={"x": 10, "y": 2})
    assert save(desk) == ["Vira", "Mavka"]


def test_a_line_that_was_dragged_survives_the_removal_of_another_one(desk: Page, live_server):
    for name in ("Vira", "Lukash"):
        make_author(name=name)
    article = make_article(authors=[make_author(name="Mavka")])
    desk.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    choose(desk, 1, "Vira")
    desk.locator("#bylines-group .add-row").click()
    choose(desk, 2, "Lukash")
    handle(desk, 2).drag_to(handle(desk, 0), target_position={"x": 10, "y": 2})
    desk.locator(".form-group:has(#id_bylines-1-author) .delete-template").click()
    assert save(desk) == ["Lukash", "Mavka"]
